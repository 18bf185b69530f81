"""Three-valued truth, tables as in Kleene's strong logic."""

import pytest

from engine.rulebook.condition import All, Any, Not, Operator, Resolved
from engine.runtime.leaf import Truth
from engine.runtime.reference import truth_of, wanting, without

A = Resolved("flight.night", Operator.EQ, True)
B = Resolved("flight.full", Operator.EQ, True)
PLACES = {A: 0, B: 1}
T, F, U = True, False, None


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (T, T, T, T),
        (T, F, F, T),
        (T, U, U, T),
        (F, F, F, F),
        (F, U, F, U),
        (U, U, U, U),
        (U, T, U, T),
        (U, F, F, U),
    ],
)
def test_all_and_any_when_a_part_is_unknown_then_follow_kleene(a: Truth, b: Truth, both: Truth, either: Truth) -> None:
    assert truth_of(All((A, B)), PLACES, [a, b]) is both
    assert truth_of(Any((A, B)), PLACES, [a, b]) is either


@pytest.mark.parametrize(("truth", "negated"), [(T, F), (F, T), (U, U)])
def test_not_when_its_part_is_unknown_then_stays_unknown(truth: Truth, negated: Truth) -> None:
    assert truth_of(Not(A), PLACES, [truth, U]) is negated
    assert truth_of(Not(All((A, A))), PLACES, [truth, U]) is negated


def test_wanting_when_one_branch_is_decided_then_names_the_other() -> None:
    condition = Any((All((A, Not(B))), B))
    assert wanting(condition, PLACES, [T, U]) == {"flight.full"}
    assert wanting(All((A, B)), PLACES, [U, F]) == {"flight.night"}


@pytest.mark.parametrize(
    ("condition", "truths", "result"),
    [
        (All((A, B)), [U, U], F),  # can never be met without A
        (Any((A, B)), [U, U], U),  # B alone could meet it
        (Any((A, B)), [U, F], F),
        (Not(A), [U, T], F),  # nor can its negation
        (All((Not(A), B)), [U, T], F),
    ],
)
def test_without_when_a_fact_is_never_supplied_then_its_tests_never_succeed(
    condition: All | Any | Not, truths: list[Truth], result: Truth
) -> None:
    assert without(condition, PLACES, truths, frozenset({"flight.night"})) is result
