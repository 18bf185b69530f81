"""The plain reading of a condition tree over the truths of its leaves: what a rule means.

It decides nothing by itself: every decision compares it (in its compiled form) with durable_rules, and it alone
knows *unknown*, so the trace and `not_evaluable` come from here.
"""

from collections.abc import Mapping, Sequence
from typing import assert_never

from engine.rulebook.condition import All, Any, Condition, Leaf, Not, Resolved
from engine.runtime.leaf import Truth

Truths = Sequence[Truth]
Places = Mapping[Resolved, int]


def truth_of(condition: Condition, places: Places, truths: Truths) -> Truth:
    """Kleene's three-valued truth; `places` says where each leaf's truth stands."""
    match condition:
        case Resolved():
            return truths[places[condition]]
        case Not(part):
            truth = truth_of(part, places, truths)
            return None if truth is None else not truth
        case All(parts):
            return _joined([truth_of(part, places, truths) for part in parts], decisive=False)
        case Any(parts):
            return _joined([truth_of(part, places, truths) for part in parts], decisive=True)
        case Leaf():
            raise unresolved(condition)
        case _:
            assert_never(condition)


def _joined(truths: Sequence[Truth], *, decisive: bool) -> Truth:
    """`all` is decided by one false part, `any` by one true part; else unknown, if a part is."""
    if decisive in truths:
        return decisive
    return None if None in truths else not decisive


def wanting(condition: Condition, places: Places, truths: Truths) -> frozenset[str]:
    """The facts for want of which an unknown condition is unknown."""
    match condition:
        case Resolved():
            return frozenset({condition.fact}) if truths[places[condition]] is None else frozenset()
        case Not(part):
            return wanting(part, places, truths)
        case All(parts) | Any(parts):
            unknown = [part for part in parts if truth_of(part, places, truths) is None]
            return frozenset[str]().union(*(wanting(part, places, truths) for part in unknown))
        case Leaf():
            raise unresolved(condition)
        case _:
            assert_never(condition)


def without(
    condition: Condition, places: Places, truths: Truths, never: frozenset[str], *, positive: bool = True
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
            return _joined(
                [without(part, places, truths, never, positive=positive) for part in parts], decisive=decisive
            )
        case Leaf():
            raise unresolved(condition)
        case _:
            assert_never(condition)


def unresolved(leaf: Leaf) -> TypeError:
    """What a condition straight from a file is to an executor."""
    return TypeError(f"the test of `{leaf.fact}` has not been resolved for a day")
