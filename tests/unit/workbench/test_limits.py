"""What the engine cannot hold is told before it is asked."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.rulebook.condition import All, Any, Condition, Leaf, Not, Operator, Resolved
from engine.rulebook.nodes import LARGEST_TEXT
from engine.rulebook.rule import Rule, Status
from engine.rulebook.source import RuleFault
from engine.runtime.atoms import LONGEST_TEXT
from engine.runtime.normal import MOST_CONJUNCTIONS, MOST_LITERALS, TooManyBranches, conjunctions
from engine.workbench.limits import limits
from tests.airport_rules import SOUND, TODAY, read
from tests.random_rules import random_condition
from tests.toy import NOWHERE, TOY_LEXICON, a_rule

BOOK = read(SOUND)


def _seats(number: int) -> Leaf:
    return Leaf("flight.seats", Operator.EQ, number, NOWHERE)


def _told(rule: Rule) -> list[RuleFault]:
    return list(limits(replace(BOOK, rules=(rule,)), TODAY))


def _rule(when: Condition, status: Status = Status.LIVE) -> Rule:
    return replace(a_rule(when).rule, status=status)


@pytest.mark.parametrize(("kind", "most"), [(Any, MOST_CONJUNCTIONS), (All, MOST_LITERALS)])
def test_condition_when_at_the_bound_then_is_taken_and_one_more_is_not(kind: type[All | Any], most: int) -> None:
    at, above = (_rule(kind(tuple(map(_seats, range(count))))) for count in (most, most + 1))
    assert _told(at) == []
    assert [fault.code for fault in _told(above)] == ["R083"]


@pytest.mark.parametrize(("status", "count"), [(Status.DRAFT, 1), (Status.SHADOW, 1), (Status.RETIRED, 0)])
def test_rule_when_it_may_come_to_run_then_is_told(status: Status, count: int) -> None:
    assert len(_told(_rule(Any(tuple(map(_seats, range(99)))), status))) == count


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_condition_when_it_is_any_then_is_told_just_if_the_engine_refuses(chance: Random) -> None:
    when = random_condition(chance, list(TOY_LEXICON.values()), depth=4)
    try:
        conjunctions(when)
        refused = False
    except TooManyBranches:
        refused = True
    assert bool(_told(_rule(_as_written(when)))) == refused


def _as_written(condition: Condition) -> Condition:
    """The condition with tests as a file has them, before lists and parameters are looked up."""
    if isinstance(condition, Resolved):
        return Leaf(condition.fact, condition.operator, condition.expected, NOWHERE)  # type: ignore[arg-type]
    if isinstance(condition, Not):
        return Not(_as_written(condition.part))
    assert isinstance(condition, (All, Any))
    return type(condition)(tuple(map(_as_written, condition.parts)))


def test_texts_when_the_reader_takes_them_then_the_engine_does() -> None:
    assert LARGEST_TEXT <= LONGEST_TEXT
