"""The page about backtests names what the command takes and writes."""

import re
from pathlib import Path

from typer.main import get_command

from api.cli.main import app
from engine.workbench.charts import charts
from engine.workbench.comparing.comparison import compare
from tests.compared_orders import a_compared

PAGE = (Path(__file__).parents[3] / "docs" / "how-to-backtest.md").read_text(encoding="utf-8")
COMMAND = get_command(app).commands["backtest"]  # type: ignore[attr-defined]


def test_options_when_the_command_has_one_then_the_page_names_it_and_no_other() -> None:
    options = {name for each in COMMAND.params for name in each.opts if name.startswith("--")}
    assert set(re.findall(r"--[a-z][a-z-]+", PAGE)) == options


def test_commands_when_named_then_exist() -> None:
    named = set(re.findall(r"clearway ([a-z]+)", PAGE))
    assert named <= set(get_command(app).commands)  # type: ignore[attr-defined]


def test_charts_when_drawn_then_the_page_names_each() -> None:
    orders = [
        a_compared("admit", "hold", after_rules={"R-1": "hold"}),
        a_compared(country="FR", channel="ebay", shop="other", placed_on=a_compared().placed_on.replace(month=12)),
    ]
    assert all(f"`{each.name}`" in PAGE for each in charts(compare(orders)))
