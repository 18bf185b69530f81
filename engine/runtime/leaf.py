"""One leaf, as a function of one value: True, False, or None for unknown (Kleene's three values).

This is the only place that says what an operator means; durable_rules answers beside it for the types that it
compares reliably.
"""

import operator
from collections.abc import Callable
from datetime import date
from typing import Any, cast

from engine.lexicon.spec import Fact, FactType, Value
from engine.rulebook.condition import Operator, Resolved
from engine.rulebook.pattern import compiled

Truth = bool | None
Test = Callable[[Value], bool]

# What a value of each type is in Python. `bool` is an `int` there, so types are compared, not instances.
PYTHON_TYPES: dict[FactType, tuple[type, ...]] = {
    FactType.BOOLEAN: (bool,),
    FactType.INTEGER: (int,),
    FactType.NUMBER: (float, int),
    FactType.TEXT: (str,),
    FactType.ENUM: (str,),
    FactType.COUNTRY: (str,),
    FactType.DATE: (date,),
    FactType.SET: (frozenset,),
}


_OF_TEXT = frozenset({Operator.STARTS_WITH, Operator.ENDS_WITH, Operator.CONTAINS, Operator.MATCHES})


def _as_members(expected: object) -> frozenset[object]:
    """The values of a membership test, of whatever type the fact is."""
    return expected if isinstance(expected, frozenset) else frozenset({expected})


def _as_set(expected: object) -> frozenset[str]:
    """The texts of a membership or prefix test."""
    if isinstance(expected, frozenset):
        return expected
    return frozenset({str(expected)})


# `Any`: numbers and dates have orders of their own, and the reader lets no test cross types.
_COMPARISONS: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.GT: operator.gt,
    Operator.GTE: operator.ge,
    Operator.LT: operator.lt,
    Operator.LTE: operator.le,
}


def _ordered(test: Operator, expected: Value | tuple[Value, Value]) -> Test:
    """Comparisons of numbers and dates, which share an order within a type."""
    if test is Operator.BETWEEN and isinstance(expected, tuple):
        low, high = expected
        at_most = _COMPARISONS[Operator.LTE]
        return lambda value: at_most(low, value) and at_most(value, high)
    compare = _COMPARISONS[test]
    return lambda value: compare(value, expected)


def _of_set(test: Operator, words: frozenset[str]) -> Test:
    """Tests of a set fact: whether any of the words is in it."""
    outside = test in {Operator.NOT_IN, Operator.NE}
    return lambda value: words.isdisjoint(cast("frozenset[str]", value)) is outside


def _of_text(test: Operator, expected: Value | tuple[Value, Value]) -> Test:
    """Tests of a text by its parts."""
    texts = tuple(sorted(_as_set(expected)))
    if test is Operator.MATCHES:
        search = compiled(texts[0]).search
        return lambda value: search(str(value)) is not None
    if test is Operator.STARTS_WITH:
        return lambda value: str(value).startswith(texts)
    if test is Operator.ENDS_WITH:
        return lambda value: str(value).endswith(texts)
    return lambda value: any(text in str(value) for text in texts)


def test_of(leaf: Resolved, fact: Fact) -> Test:
    """The leaf as a function of a known value. Raises ValueError for an operator that the type does not have."""
    test, expected = leaf.operator, leaf.expected
    if test in {Operator.PRESENT, Operator.MISSING}:
        present = test is Operator.PRESENT
        return lambda _: present
    if fact.type is FactType.SET:
        return _of_set(test, _as_set(expected))
    if test in {Operator.EQ, Operator.NE}:
        same = test is Operator.EQ
        return lambda value: (value == expected) is same
    if test in {Operator.IN, Operator.NOT_IN}:
        among, inside = _as_members(expected), test is Operator.IN
        return lambda value: (value in among) is inside
    if test in _OF_TEXT:
        return _of_text(test, expected)
    if test in _COMPARISONS or test is Operator.BETWEEN:
        return _ordered(test, expected)
    msg = f"`{test}` does not test a {fact.type}"
    raise ValueError(msg)


def of_unknown(leaf: Resolved) -> Truth:
    """The truth of a leaf whose fact is unknown: only `missing` and `present` can tell."""
    match leaf.operator:
        case Operator.MISSING:
            return True
        case Operator.PRESENT:
            return False
    return None
