"""The page about simulation says what the code does: options, tables, the example scenario."""

import re
from pathlib import Path

import yaml
from typer.main import get_command

from api.cli.main import app
from api.cli.scenario_page import scenario_tables
from engine.simulation import SCHEMES, Scenario
from engine.simulation.checking import read_scenario
from engine.simulation.lanes import LANES

PAGE = (Path(__file__).parents[3] / "docs" / "how-to-simulate.md").read_text(encoding="utf-8")
COMMAND = get_command(app).commands["simulate"]  # type: ignore[attr-defined]


def test_tables_when_made_anew_then_stand_in_the_page() -> None:
    assert scenario_tables() in PAGE


def test_options_when_the_command_has_one_then_the_page_names_it_and_no_other() -> None:
    options = {name for each in COMMAND.params for name in each.opts if name.startswith("--")}
    assert options == set(re.findall(r"`(--[a-z]+)`", PAGE))


def test_example_when_read_then_is_a_scenario() -> None:
    block = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert block is not None
    scenario = read_scenario(block[1])
    assert scenario.orders == yaml.safe_load(block[1])["orders"]
    assert scenario.card_testing.least == Scenario().card_testing.least


def test_schemes_when_planted_then_each_is_explained() -> None:
    assert all(PAGE.count(f"| `{scheme}` |") == 2 for scheme in SCHEMES)


def test_domestic_share_when_the_page_tells_it_then_is_that_of_the_lanes() -> None:
    domestic = sum(weight for lane, weight in LANES.items() if lane[:2] == lane[3:])
    assert f"about {100 * domestic / sum(LANES.values()):.0f} of 100 orders" in PAGE


def test_page_when_read_then_says_what_the_orders_are_not() -> None:
    assert "No figure on these orders is evidence" in PAGE
