"""The page about models in force: what it shows is what there is."""

import re
from pathlib import Path

import typer
from typer.main import get_command

from api.access.scopes import Scope
from api.cli.main import app
from api.cli.model_governing_commands import add_governing_commands
from api.cli.model_governing_words import GATES
from engine.anomaly.kept_label import KINDS
from engine.desk.label_file import MAY_BE, NEEDED, SOURCES
from engine.desk.model_drift import ACT, WATCH
from engine.desk.model_gates import ALERT, MOST_ALERTS_APART, MOST_MS, MOST_PSI
from engine.desk.model_promoting import TOLD
from engine.desk.preferences import PREFERENCES

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "how-to-govern-models.md").read_text(encoding="utf-8")
# What the audit has of two people who override a gate; the third, `withdrawn`, is no step.
OVERRIDES = {"model.override_asked", "model.override_agreed"}


def commands_of(group: str) -> dict[str, object]:
    found: dict[str, object] = get_command(app).commands[group].commands  # type: ignore[attr-defined]
    return found


def test_commands_when_named_then_exist_and_all_that_govern_are_named() -> None:
    own = typer.Typer()
    add_governing_commands(own)
    named = set(re.findall(r"clearway model ([a-z]+)", PAGE))
    assert named == {each.name for each in own.registered_commands}
    assert set(re.findall(r"clearway labels ([a-z]+)", PAGE)) == set(commands_of("labels"))


def test_options_when_shown_then_the_commands_take_them() -> None:
    for group, name, rest in re.findall(r"^clearway (model|labels) ([a-z]+)(.*)$", PAGE, re.MULTILINE):
        known = {name for each in commands_of(group)[name].params for name in each.opts}  # type: ignore[attr-defined]
        assert set(re.findall(r"--[a-z-]+", rest)) <= known


def test_gates_when_listed_then_all_with_their_bars() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == list(GATES)
    assert f"percentile {ALERT:g} on is within {MOST_ALERTS_APART * 100:g} %" in PAGE
    assert f"below {MOST_PSI:g} |" in PAGE
    assert f"less than {MOST_MS:g} ms of CPU" in PAGE


def test_thresholds_when_named_then_are_those_of_the_code() -> None:
    assert f"above {WATCH:g} that chance" in PAGE
    assert f"Above {ACT:g} the state is `drift`" in PAGE


def test_settings_when_shown_then_are_the_usual_ones() -> None:
    for name, value in re.findall(r"clearway settings set (\w+) (\d+)", PAGE):
        assert PREFERENCES[name].usual == int(value)


def test_steps_when_named_then_are_those_that_are_told() -> None:
    assert set(re.findall(r"`(model\.[a-z_]+ed|model\.rolled_back)`", PAGE)) == {
        *TOLD.values(),
        "model.registered",
        *OVERRIDES,
    }


def test_labels_when_shown_then_columns_and_words_are_those_that_are_read() -> None:
    header = PAGE.partition("```csv\n")[2].split("\n")[0].split(",")
    assert set(header) <= {*NEEDED, *MAY_BE}
    assert all(f"`{each}`" in PAGE for each in (*KINDS, *SOURCES))


def test_scope_when_named_then_exists() -> None:
    assert f"`{Scope.MODELS_READ}`" in PAGE
