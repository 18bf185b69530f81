"""The page about roll-outs: its blocks are read by the rule book as they stand, its commands exist."""

import re
from pathlib import Path

from typer.main import get_command

from api.cli.main import app
from engine.bundled import rules_folder
from engine.desk.guarding import EVERY
from engine.desk.tallying import KEPT
from engine.domains import ADMISSION
from engine.rulebook.book import RuleBook
from engine.rulebook.folder import read_folder, read_rulebook
from engine.rulebook.quieting import LONGEST

PAGE = (Path(__file__).parents[3] / "docs" / "how-to-roll-out-a-rule.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def block(start: str) -> str:
    (found,) = [each for each in BLOCKS if each.startswith(start)]
    return str(found)


def book_with(**files: str) -> RuleBook:
    texts = read_folder(rules_folder())
    return read_rulebook(texts | {f"{name}.yaml": text for name, text in files.items()}, ADMISSION)


def test_commands_when_named_then_exist() -> None:
    group = get_command(app).commands["rules"]  # type: ignore[attr-defined]
    named = set(re.findall(r"clearway rules ([a-z]+)", PAGE))
    assert named == {"hits", "guard"} <= set(group.commands)
    assert "acknowledge" in group.commands["guard"].commands


def test_suppression_when_copied_then_is_read() -> None:
    (found,) = book_with(suppressions=block("- id: SUP-001")).suppressions
    assert str(found) in " ".join(PAGE.split())


def test_terms_when_copied_then_are_read_and_are_the_usual_ones() -> None:
    policy = book_with(policy=block("ladder") + block("guard")).policy
    assert policy.ladder == book_with().policy.ladder
    assert (policy.guard.window_hours, policy.guard.of[0].rule) == (24, "FRD-011")


def test_numbers_when_told_then_are_those_of_the_code() -> None:
    assert f"at most {LONGEST.days} days behind" in PAGE
    assert f"kept for {KEPT.days} days" in PAGE
    assert EVERY.total_seconds() == 300


def test_pages_of_lints_when_listed_then_have_their_parts() -> None:
    pages = [
        (Path(__file__).parents[3] / "docs" / "lints" / f"R{number:03}.md").read_text() for number in range(92, 100)
    ]
    wanted = ["Summary", "Avoid", "Prefer", "Rationale"]
    assert all(re.findall(r"^## (\w+)$", page, re.MULTILINE) == wanted for page in pages)
