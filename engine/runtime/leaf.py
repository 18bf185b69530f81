"""One leaf, as a function of one value: True, False, or None for unknown (Kleene's three values).

This is the only place that says what an operator means; durable_rules answers beside it for the types that it
compares reliably.
"""

from collections.abc import Callable
from datetime import date

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


def _as_set(expected: object) -> frozenset[str]:
    """The texts of a membership or prefix test."""
    if isinstance(expected, frozenset):
        return expected
    return frozenset({str(expected)})


def _ordered(operator: Operator, expected: Value | tuple[Value, Value]) -> Test:
    """Comparisons of numbers and dates, which share an order within a type."""
    match operator, expected:
        case Operator.BETWEEN, (low, high):
            return lambda value: low <= value <= high  # type: ignore[operator,no-any-return]
        case Operator.GT, bound:
            return lambda value: value > bound  # type: ignore[operator,no-any-return]
        case Operator.GTE, bound:
            return lambda value: value >= bound  # type: ignore[operator,no-any-return]
        case Operator.LT, bound:
            return lambda value: value < bound  # type: ignore[operator,no-any-return]
        case Operator.LTE, bound:
            return lambda value: value <= bound  # type: ignore[operator,no-any-return]
    msg = f"`{operator}` does not order values"
    raise ValueError(msg)


def _of_set(operator: Operator, words: frozenset[str]) -> Test:
    """Tests of a set fact: whether any of the words is in it."""
    if operator in {Operator.NOT_IN, Operator.NE}:
        return words.isdisjoint  # type: ignore[return-value]
    return lambda value: not words.isdisjoint(value)  # type: ignore[arg-type]


def _of_text(operator: Operator, expected: Value | tuple[Value, Value]) -> Test:
    """Tests of a text by its parts."""
    texts = tuple(sorted(_as_set(expected)))
    match operator:
        case Operator.STARTS_WITH:
            return lambda value: value.startswith(texts)  # type: ignore[union-attr]
        case Operator.ENDS_WITH:
            return lambda value: value.endswith(texts)  # type: ignore[union-attr]
        case Operator.CONTAINS:
            return lambda value: any(text in value for text in texts)  # type: ignore[operator]
        case Operator.MATCHES:
            search = compiled(texts[0]).search
            return lambda value: search(value) is not None
    msg = f"`{operator}` does not test text"
    raise ValueError(msg)


def test_of(leaf: Resolved, fact: Fact) -> Test:
    """The leaf as a function of a known value. Raises ValueError for an operator that the type does not have."""
    operator, expected = leaf.operator, leaf.expected
    match operator:
        case Operator.PRESENT:
            return lambda _: True
        case Operator.MISSING:
            return lambda _: False
    if fact.type is FactType.SET:
        return _of_set(operator, _as_set(expected))
    match operator:
        case Operator.EQ:
            return lambda value: value == expected
        case Operator.NE:
            return lambda value: value != expected
        case Operator.IN:
            among = expected if isinstance(expected, frozenset) else frozenset({expected})
            return lambda value: value in among
        case Operator.NOT_IN:
            without = expected if isinstance(expected, frozenset) else frozenset({expected})
            return lambda value: value not in without
        case Operator.STARTS_WITH | Operator.ENDS_WITH | Operator.CONTAINS | Operator.MATCHES:
            return _of_text(operator, expected)
    return _ordered(operator, expected)


def of_unknown(leaf: Resolved) -> Truth:
    """The truth of a leaf whose fact is unknown: only `missing` and `present` can tell."""
    match leaf.operator:
        case Operator.MISSING:
            return True
        case Operator.PRESENT:
            return False
    return None
