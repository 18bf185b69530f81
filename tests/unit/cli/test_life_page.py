"""Every step that the tables of an order's life know is said in both languages."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import fulfillment
from api.cli.life_phrases import GUARDS, MACHINES, STEPS
from fulfillment.lifecycle import TRANSITIONS
from fulfillment.states import Guard, Machine
from fulfillment.tracking.vocabulary import Word

MADE_OF_WORDS = {  # of which a part is worked out
    "dispute_won", "dispute_lost", "capture_asked", "void_asked", "reauthorise_asked", "capture_refused",
    "reauthorise_refused",
}  # fmt: skip


def _noted() -> Iterator[str]:
    """What fulfilment enters of an order beside its steps: the word of every call of `note`."""
    for path in sorted(Path(fulfillment.__file__).parent.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if ".note(" not in text:
            continue
        name = ".".join(("fulfillment", *path.relative_to(Path(fulfillment.__file__).parent).with_suffix("").parts))
        for call in ast.walk(ast.parse(text)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "note":
                match call.args:
                    case [ast.Constant(value=str(word))]:
                        yield word
                    case [ast.Name(id=constant)]:
                        yield str(getattr(import_module(name), constant))


NOTED = {*_noted(), *MADE_OF_WORDS}
KNOWN = (
    {(str(each.machine), str(each.event)) for each in TRANSITIONS}
    | {("tracking", str(word)) for word in Word}
    | {("order", event) for event in NOTED}
)


def test_steps_when_compared_with_the_tables_then_all_are_said_and_no_others() -> None:
    assert set(STEPS) == KNOWN
    assert {*Machine, "tracking"} == set(MACHINES)
    assert set(Guard) == set(GUARDS)


@pytest.mark.parametrize("key", sorted(STEPS))
def test_step_when_said_then_is_short_and_chinese_where_it_should_be(key: tuple[str, str]) -> None:
    english, chinese = STEPS[key]
    assert english.isascii()
    assert len(english) <= 60
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
