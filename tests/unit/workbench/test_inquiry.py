"""One fact at a time: values that pass some tests and fail others, and when there is none."""

from datetime import date

import pytest

from engine.lexicon.spec import Value
from engine.rulebook.condition import Operator, Resolved
from engine.runtime.normal import Literal
from engine.workbench.inquiry import Answer, Inquiry, Verdict
from tests.toy import TOY_LEXICON

BOTH = frozenset({"vegan", "halal"})
IMPOSSIBLE, OPEN = Answer(Verdict.IMPOSSIBLE), Answer(Verdict.OPEN)


def _found(value: Value | None) -> Answer:
    return Answer(Verdict.FOUND, value)


def _asked(fact: str, *tests: tuple[str, object], examples: tuple[Value, ...] = ()) -> Answer:
    """What answers tests that must hold; one after `not ` must fail, known or not."""
    inquiry = Inquiry(TOY_LEXICON, {fact: examples})
    numbers = []
    for operator, expected in tests:
        leaf = Resolved(fact, Operator(operator.removeprefix("not ")), expected)  # type: ignore[arg-type]
        clause = inquiry.clause(Literal(leaf))
        numbers.append(clause.fails if operator.startswith("not ") else clause.holds)
    return inquiry.answer(tuple(sorted(numbers)))


@pytest.mark.parametrize(
    ("fact", "tests", "answer"),
    [
        ("flight.seats", [("gt", 4), ("lt", 6)], _found(5)),
        ("flight.seats", [("gt", 4), ("lt", 5)], IMPOSSIBLE),
        ("flight.seats", [("lt", 0)], _found(-1)),
        ("flight.seats", [("gt", 2**53 - 1)], IMPOSSIBLE),
        ("flight.seats", [("not gt", 4), ("present", True)], _found(3)),
        ("flight.fuel_t", [("gt", 1.0), ("lt", 2.0)], _found(1.5)),
        ("flight.fuel_t", [("gt", 1.0), ("lte", 1.0)], IMPOSSIBLE),
        ("flight.day", [("gt", date(2026, 1, 1)), ("lt", date(2026, 1, 3))], _found(date(2026, 1, 2))),
        ("flight.day", [("gt", date.max)], IMPOSSIBLE),
        ("flight.night", [("not eq", True), ("not eq", False)], _found(None)),
        ("flight.night", [("not eq", True), ("not eq", False), ("present", True)], IMPOSSIBLE),
        ("flight.cabin", [("ne", "economy"), ("not_in", frozenset({"first"}))], _found("business")),
        ("flight.cabin", [("not_in", frozenset({"economy", "business", "first"}))], IMPOSSIBLE),
        ("flight.country", [("not_in", frozenset({"NO", "DE"}))], _found("CH")),
        ("flight.meals", [("in", frozenset({"vegan"})), ("not_in", frozenset({"vegan"}))], IMPOSSIBLE),
        ("flight.meals", [("in", BOTH), ("not_in", frozenset({"halal"}))], _found(frozenset({"vegan"}))),
        ("bag.contents", [("not_in", frozenset({"battery"}))], _found(frozenset())),
        ("bag.contents", [("in", frozenset())], IMPOSSIBLE),
        ("flight.number", [("missing", True)], _found(None)),
        ("flight.number", [("missing", True), ("eq", "CW1")], IMPOSSIBLE),
    ],
)  # fmt: skip
def test_fact_when_asked_for_a_value_then_the_plainest_is_found_or_none(
    fact: str, tests: list[tuple[str, object]], answer: Answer
) -> None:
    assert _asked(fact, *tests) == answer


@pytest.mark.parametrize(
    ("tests", "answer"),
    [
        ([("starts_with", frozenset({"AB"})), ("not eq", "AB")], _found("AB0")),
        ([("starts_with", frozenset({"AB"})), ("not starts_with", frozenset({"A"}))], IMPOSSIBLE),
        ([("in", frozenset({"AB", "CD"})), ("starts_with", frozenset({"C"}))], _found("CD")),
        ([("eq", "x1"), ("matches", "^[0-9]+$")], IMPOSSIBLE),
        ([("contains", frozenset({"ab"})), ("not contains", frozenset({"b"}))], IMPOSSIBLE),
        ([("ends_with", frozenset({"ab"})), ("not contains", frozenset({"a"}))], IMPOSSIBLE),
        ([("contains", frozenset({"ab"})), ("starts_with", frozenset({"x"}))], _found("xab")),
        ([("matches", "^z{3}$")], OPEN),
        ([("matches", "^z{3}$"), ("not matches", "^z{3}$")], IMPOSSIBLE),
    ],
)
def test_text_when_asked_for_then_is_found_denied_or_left_open(tests: list[tuple[str, object]], answer: Answer) -> None:
    assert _asked("flight.number", *tests) == answer


def test_pattern_when_a_test_beside_a_rule_shows_a_text_then_it_is_found() -> None:
    assert _asked("flight.number", ("matches", "^z{3}$"), examples=("zzz",)) == _found("zzz")
