"""The reference evaluator: a condition tree over the truths of its leaves, in plain Python.

It decides nothing by itself: every decision compares it with durable_rules, and it alone knows *unknown*, so the
trace and `not_evaluable` come from here.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import assert_never

from engine.rulebook.condition import All, Any, Condition, Leaf, Not, Resolved
from engine.runtime.leaf import Truth

Truths = Sequence[Truth]
Formula = Callable[[Truths], Truth]


def formula(condition: Condition, places: Mapping[Resolved, int]) -> Formula:
    """The tree as one function of the leaves' truths; `places` says where each leaf's truth stands."""
    match condition:
        case Resolved():
            place = places[condition]
            return lambda truths: truths[place]
        case Not(part):
            inner = formula(part, places)
            return lambda truths: None if (truth := inner(truths)) is None else not truth
        case All(parts):
            return _joined(parts, places, decisive=False)
        case Any(parts):
            return _joined(parts, places, decisive=True)
        case Leaf():
            msg = f"`{condition.fact}` is not resolved for a day"
            raise TypeError(msg)
        case _:
            assert_never(condition)


def _joined(parts: tuple[Condition, ...], places: Mapping[Resolved, int], *, decisive: bool) -> Formula:
    """`all` is decided by one false part, `any` by one true part; else unknown, if a part is."""
    if all(isinstance(part, Resolved) for part in parts):
        return _of_leaves(tuple(places[part] for part in parts if isinstance(part, Resolved)), decisive=decisive)
    formulas = tuple(formula(part, places) for part in parts)

    def joined(truths: Truths) -> Truth:
        result: Truth = not decisive
        for each in formulas:
            truth = each(truths)
            if truth is decisive:
                return decisive
            if truth is None:
                result = None
        return result

    return joined


def _of_leaves(places: tuple[int, ...], *, decisive: bool) -> Formula:
    """The common case, without a call a leaf."""

    def joined(truths: Truths) -> Truth:
        result: Truth = not decisive
        for place in places:
            truth = truths[place]
            if truth is decisive:
                return decisive
            if truth is None:
                result = None
        return result

    return joined


def wanting(condition: Condition, places: Mapping[Resolved, int], truths: Truths) -> frozenset[str]:
    """The facts for want of which an unknown condition is unknown."""
    match condition:
        case Resolved():
            return frozenset({condition.fact}) if truths[places[condition]] is None else frozenset()
        case Not(part):
            return wanting(part, places, truths)
        case All(parts) | Any(parts):
            unknown = [part for part in parts if formula(part, places)(truths) is None]
            return frozenset[str]().union(*(wanting(part, places, truths) for part in unknown))
        case Leaf():
            return frozenset({condition.fact})
        case _:
            assert_never(condition)


def without(
    condition: Condition,
    places: Mapping[Resolved, int],
    truths: Truths,
    never: frozenset[str],
    *,
    positive: bool = True,
) -> Truth:
    """The condition's truth if no test of a fact in `never` can ever succeed, in either polarity.

    Unknown again means that another fact is wanting; False means that the rule does not apply without these.
    """
    match condition:
        case Resolved():
            truth = truths[places[condition]]
            if truth is None and condition.fact in never:
                return False
            return truth if positive or truth is None else not truth
        case Not(part):
            return without(part, places, truths, never, positive=not positive)
        case All(parts) | Any(parts):
            decisive = isinstance(condition, Any) is positive
            found = [without(part, places, truths, never, positive=positive) for part in parts]
            return decisive if decisive in found else None if None in found else not decisive
        case Leaf():
            return None
        case _:
            assert_never(condition)
