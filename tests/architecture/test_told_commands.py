"""Errors are told over HTTP and in the console, too: none names a command. The command line adds its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

from api.cli.next_steps import GATES, LISTS, OPTIONS, told_here
from engine.desk.edition_errors import GatesClosed
from engine.desk.errors import NotFound
from engine.errors import ClearwayError
from engine.workbench.gates import Gate, GateState
from tests.every_error import every_error

ROOT = Path(__file__).parents[2]
FOLDERS = ("engine/desk", "engine/store", "engine/training", "fulfillment")
# What the command line and the documentation alone print, and a key that is derived.
OWN_PAGES = {
    "engine/store/vault.py",
    "fulfillment/lifecycle_page.py",
    "engine/training/card_rows.py",
    "engine/store/migrations/env.py",
}


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    """Texts of a module that are no documentation of it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    notes = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    for each in ast.walk(tree):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in notes:
            yield each.lineno, each.value


def test_error_when_told_by_its_class_alone_then_names_no_command() -> None:
    assert [each.__name__ for each in every_error() if "clearway " in (each.__doc__ or "")] == []


def test_error_when_raised_with_a_text_then_names_no_command() -> None:
    paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    named = [
        f"{where}:{line}"
        for path in [*paths, ROOT / "engine/workbench/gates.py"]
        if (where := path.relative_to(ROOT).as_posix()) not in OWN_PAGES
        for line, text in _texts(path)
        if "clearway " in text
    ]
    assert named == []


def test_step_when_told_at_the_command_line_then_names_its_command() -> None:
    gate = Gate(name="backtest", state=GateState.FAILED, detail="was not tried", edition="abab")
    told: list[ClearwayError] = [NotFound("draft", "x"), GatesClosed([gate])]
    assert [told_here(each).rpartition("; ")[2] for each in told] == [
        "see `clearway rules drafts` [not_found]",
        "run `clearway backtest abab` [gates_closed]",
    ]


def test_steps_when_compared_with_errors_then_each_is_of_one_that_there_is() -> None:
    codes = {each.code for each in every_error()}
    assert (OPTIONS.keys() - codes, all("clearway " in each for each in (*LISTS.values(), *GATES.values()))) == (
        set(),
        True,
    )
