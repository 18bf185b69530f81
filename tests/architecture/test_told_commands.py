"""Errors are told over HTTP and in the console, too: none names a command. The command line adds its own."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from api.cli.failing import Wrong
from api.cli.model_governing_words import gate_lines
from api.cli.next_steps import GATES, LISTS, OPTIONS, row_step, told_here
from api.cli.phrases import Language
from api.cli.rule_steps import fault_here
from engine.desk.edition_errors import GatesClosed
from engine.desk.errors import NotFound
from engine.desk.model_errors import ModelGate
from engine.errors import ClearwayError
from engine.rulebook.lock import ANEW
from engine.rulebook.source import RuleFault, Span
from engine.workbench.gates import Gate, GateState
from engine.workbench.thin_tests import TESTING_DRAFTS
from tests.every_error import every_error

ROOT = Path(__file__).parents[2]
FOLDERS = ("engine", "fulfillment", "api")
# What the command line and the documentation alone print, what tells operators of processes and keys, pages that name
# both ways in, and keys that are derived.
OWN_PAGES = {
    "engine/store/vault.py",
    "fulfillment/lifecycle_page.py",
    "engine/training/card_rows.py",
    "engine/store/migrations/env.py",
    "engine/settings.py",
    "engine/simulation/checking.py",
    "engine/simulation/mapping.py",
    "engine/workbench/backtest_words.py",
    "api/composition/readiness.py",
    "api/openapi.py",
    "api/access/opaque.py",
    "api/access/tokens.py",
}
OPTION = re.compile(r"`--[a-z]")


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
        for path in paths
        if not (where := path.relative_to(ROOT).as_posix()).startswith("api/cli/") and where not in OWN_PAGES
        for line, text in _texts(path)
        if "clearway " in text or OPTION.search(text)
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


def test_fault_of_rules_when_told_at_the_command_line_then_its_hint_names_the_command() -> None:
    lock = RuleFault("R079", "the lock does not know X-001 yet", Span("a.yaml", 1, 1), f"{ANEW}, which retires it")
    leaf = RuleFault("R065", "true in no case", Span("a.yaml", 1, 1), TESTING_DRAFTS, "X-001")
    assert [fault_here(each, "rules").hint for each in (lock, leaf)] == [
        "write the lock anew: clearway rules lock rules, which retires it",
        "`clearway rules test --rule X-001 --survivors` drafts a test that would notice",
    ]


def test_closed_gate_and_faulty_row_when_told_at_the_command_line_then_name_their_commands() -> None:
    gate = ModelGate(name="orders", measured=3.0, bar="at least 1000", state="failed", detail="3 orders")
    assert "`clearway model challenge`" in next(gate_lines([gate], Language.EN))
    assert (
        row_step("service", "there is no service `x`; name one that there is")
        == "list them with `clearway shipping services`"
    )


def test_codes_of_the_command_line_when_compared_with_their_table_then_each_stands_in_it() -> None:
    table = (ROOT / "docs/how-to-screen-a-file.md").read_text(encoding="utf-8")
    assert [each for each in Wrong if f"`{each}`" not in table] == []
