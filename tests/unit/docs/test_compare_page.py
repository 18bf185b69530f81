"""The page on comparing rules and models shows what the code takes and says."""

import re
from pathlib import Path

import yaml
from typer.main import get_command

from api.cli.main import app
from engine.anomaly.kept_label import FRAUD, FRIENDLY
from engine.training.comparing import BEST, FIRST, HALF, RULES, Way
from engine.training.comparing_words import ENGLISH
from engine.training.table_rules import TableRule, table_rules

PAGE = (Path(__file__).parents[3] / "docs/how-to-compare-rules-and-models.md").read_text(encoding="utf-8")
COMMAND = get_command(app).commands["model"].commands["compare"]  # type: ignore[attr-defined]


def test_options_when_the_command_has_one_then_the_page_names_it_and_no_other() -> None:
    options = {name for each in COMMAND.params for name in each.opts if name.startswith("--")}
    assert options == set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE))


def test_page_when_it_shows_rules_of_a_mapping_then_they_are_read() -> None:
    written = yaml.safe_load(PAGE.partition("```yaml\n")[2].partition("```")[0])
    assert table_rules(written["rules"])[0] == TableRule(feature="amount", at_least=220.0, points=40)


def test_page_when_it_shows_an_answer_then_names_are_those_of_the_code() -> None:
    ways = [
        Way(rules=True),
        Way(rules=False, model="forest"),
        *(Way(True, "forest", how) for how in (HALF, BEST, FIRST)),
    ]
    assert [way.name for way in ways if ENGLISH.charts.way(way) not in PAGE] == []
    assert RULES in PAGE


def test_page_when_it_names_kinds_of_fraud_then_they_are_all() -> None:
    assert [each for each in (*FRAUD, FRIENDLY) if f"`{each}`" not in PAGE] == []
