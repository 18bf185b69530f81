"""Whether a cell takes a value: small on purpose, since tables are checked while they are read, before any executor."""

from engine.lexicon.spec import Value
from engine.rulebook.condition import All, Any, Condition, Not, Operator, Resolved

Truth = bool | None
_STATES = {Operator.MISSING: False, Operator.PRESENT: True}
_OUTSIDE = frozenset({Operator.NE, Operator.NOT_IN})


def truth_of_cell(condition: Condition | None, value: Value | None) -> Truth:
    """Kleene's three values; `value` None is an unknown fact, `condition` None a cell that takes everything."""
    if condition is None:
        return True
    if isinstance(condition, Not):
        inner = truth_of_cell(condition.part, value)
        return None if inner is None else not inner
    if isinstance(condition, (All, Any)):
        decisive = isinstance(condition, Any)
        found = [truth_of_cell(part, value) for part in condition.parts]
        return decisive if decisive in found else None if None in found else not decisive
    if not isinstance(condition, Resolved):
        msg = f"the test of `{condition.fact}` has not been resolved for a day"
        raise TypeError(msg)
    return _leaf(condition, value)


def _leaf(leaf: Resolved, value: Value | None) -> Truth:
    if leaf.operator in _STATES:
        return _STATES[leaf.operator] is (value is not None)
    if value is None:
        return None
    return _takes(leaf, value) is not (leaf.operator in _OUTSIDE)


def _takes(leaf: Resolved, value: Value) -> bool:
    """Whether a known value meets the test, before `ne` and `not_in` turn it round."""
    expected = leaf.expected
    if leaf.operator is Operator.STARTS_WITH:
        return str(value).startswith(tuple(texts_of(leaf)))
    if isinstance(value, frozenset):
        return not value.isdisjoint(texts_of(leaf))
    if isinstance(expected, frozenset):
        return value in expected
    low, high = bounds_of(leaf)
    if leaf.operator in {Operator.EQ, Operator.NE}:
        return value == expected
    above = low is None or (value > low if leaf.operator is Operator.GT else value >= low)  # type: ignore[operator]
    below = high is None or (value < high if leaf.operator is Operator.LT else value <= high)  # type: ignore[operator]
    return above and below


def bounds_of(leaf: Resolved) -> tuple[Value | None, Value | None]:
    """What the value must not be below and not be above; None where nothing bounds it."""
    expected = leaf.expected
    if isinstance(expected, tuple):
        return expected
    if leaf.operator in {Operator.GT, Operator.GTE}:
        return expected, None
    return (None, expected) if leaf.operator in {Operator.LT, Operator.LTE} else (expected, expected)


def texts_of(leaf: Resolved) -> frozenset[str]:
    """The texts of a test of texts or sets."""
    return leaf.expected if isinstance(leaf.expected, frozenset) else frozenset({str(leaf.expected)})


def leaves_of(condition: Condition | None) -> tuple[Resolved, ...]:
    """Every test of a cell."""
    if isinstance(condition, Resolved):
        return (condition,)
    if isinstance(condition, Not):
        return leaves_of(condition.part)
    if isinstance(condition, (All, Any)):
        return tuple(leaf for part in condition.parts for leaf in leaves_of(part))
    return ()
