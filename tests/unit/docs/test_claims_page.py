"""The page about claims: what it shows can be done as it stands."""

import re
from pathlib import Path

from typer.main import get_command

from api.cli.main import app
from api.event_types import EVENT_TYPES
from engine.domains import POLICIES

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "how-to-claim.md").read_text(encoding="utf-8")


def test_commands_when_named_then_all_exist_and_none_is_left_out() -> None:
    group = get_command(app).commands["claims"]  # type: ignore[attr-defined]
    assert set(re.findall(r"clearway claims ([a-z]+)", PAGE)) == set(group.commands)


def test_options_when_shown_then_are_those_of_their_command() -> None:
    group = get_command(app).commands["claims"]  # type: ignore[attr-defined]
    for name, rest in re.findall(r"^clearway claims ([a-z]+)(.*)$", PAGE, re.MULTILINE):
        known = {option for parameter in group.commands[name].params for option in parameter.opts}
        assert set(re.findall(r"--[a-z]+", rest)) <= known, name


def test_verdicts_when_listed_then_are_those_of_the_book_in_its_order() -> None:
    assert tuple(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == POLICIES["claims"].precedence


def test_events_when_named_then_are_told() -> None:
    named = set(re.findall(r"`(claim\.\w+)`", PAGE))
    assert named
    assert named <= set(EVENT_TYPES)
