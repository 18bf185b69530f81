"""The page about models names what the commands take, write and refuse."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from api.cli.main import app
from engine.anomaly.kept_label import KINDS
from engine.training import refusals
from engine.training.charts import CHARTS
from engine.training.errors import SplitRefused, TrainingError
from engine.training.fitting import FEWEST_FOR_BOOSTING, FEWEST_FOR_LINEAR
from engine.training.label_file import WANTED

PAGE = (Path(__file__).parents[3] / "docs" / "how-to-train-a-model.md").read_text(encoding="utf-8")
COMMANDS = get_command(app).commands["model"].commands  # type: ignore[attr-defined]
REFUSED = [each for each in vars(refusals).values() if isinstance(each, type) and each.__module__ == refusals.__name__]


def test_options_when_a_command_has_one_then_the_page_names_it_and_no_other() -> None:
    told = ("train", "evaluate", "card")
    options = {name for command in told for each in COMMANDS[command].params for name in each.opts}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE)) == {name for name in options if name.startswith("--")}


def test_commands_when_shown_then_exist() -> None:
    assert set(re.findall(r"clearway model ([a-z]+)", PAGE)) == {"train", "evaluate", "card"}


@pytest.mark.parametrize("error", [*REFUSED, SplitRefused], ids=lambda error: error.code)
def test_errors_when_training_refuses_then_the_page_says_why(error: type[TrainingError]) -> None:
    assert f"`{error.code}`" in PAGE


@pytest.mark.parametrize("name", [*CHARTS, *KINDS, *WANTED])
def test_names_when_files_have_them_then_the_page_does(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_numbers_when_the_page_says_from_how_many_frauds_on_then_so_does_the_code() -> None:
    assert f"from {FEWEST_FOR_LINEAR} on" in PAGE
    assert f"from {FEWEST_FOR_BOOSTING}\non" in PAGE
