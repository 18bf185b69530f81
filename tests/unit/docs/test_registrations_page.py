"""The page about registrations: what it shows can be done as it stands."""

import csv
import re
from pathlib import Path

from typer.main import get_command

from api.cli.main import app
from api.cli.register_book import NEEDED, OTHERS
from engine.desk.preferences import PREFERENCES
from tests.unit.customs.conformities import known

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "how-to-keep-registrations.md").read_text(encoding="utf-8")


def test_commands_when_named_then_exist() -> None:
    group = get_command(app).commands["registrations"]  # type: ignore[attr-defined]
    named = set(re.findall(r"clearway registrations ([a-z]+)", PAGE))
    assert named == set(group.commands)


def test_file_when_copied_then_each_number_has_its_registers_form() -> None:
    lines = PAGE.partition("```csv\n")[2].partition("```")[0].splitlines()
    rows = list(csv.DictReader(lines))
    assert tuple(rows[0]) == (*NEEDED, *OTHERS)
    assert all(known().kinds[row["kind"]].accepts(row["number"], row["country"]) for row in rows)


def test_kinds_when_listed_then_all_with_family_and_place() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| (\w+ \| .+) \|$", PAGE, re.MULTILINE))
    kinds = known().kinds.values()
    places = {each.id: ", ".join(sorted(each.territories)).replace("*", "any country") for each in kinds}
    assert told == {each.id: f"{each.family} | {places[each.id]}" for each in kinds}


def test_setting_when_named_then_exists_with_the_days_that_the_table_tells() -> None:
    usual = PREFERENCES["registration_warning_days"].usual
    assert f"runs out within {usual} days" in PAGE
    assert "settings set registration_warning_days" in PAGE


def test_rules_when_named_then_stand_in_the_rule_book() -> None:
    rules = (ROOT / "rules" / "imports" / "conformity.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r"`(IMP-\d+)`", PAGE))
    assert named
    assert all(f"id: {each}\n" in rules for each in named)
