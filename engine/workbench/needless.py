"""Whether one rule makes another needless: whatever the other would say has been said as loudly."""

from datetime import date

from engine.rulebook.condition import Condition, Not
from engine.rulebook.domain import Domain
from engine.rulebook.quieting import is_protected
from engine.rulebook.rule import OnMissing
from engine.workbench.branches import shape_of
from engine.workbench.inquiry import Inquiry
from engine.workbench.regions import beyond
from engine.workbench.subject import Subject


class Needless:
    """Compares two rules that stand on the same day."""

    def __init__(self, domain: Domain, inquiry: Inquiry) -> None:
        self._domain = domain
        self._inquiry = inquiry

    def beside(self, one: Subject, other: Subject) -> bool:
        """Whether the first rule changes nothing as long as the second stands beside it."""
        return (
            (one.is_partial or not other.is_partial)
            and self._is_as_firm(one, other)
            and self._adds_nothing(one, other)
            and _outlives(one, other)
            and self._implies(one, other)
            and self._misses_nothing(one, other)
        )

    def _is_as_firm(self, one: Subject, other: Subject) -> bool:
        """What nothing may soften is not made needless by what a release or the guard may quiet."""
        return is_protected(other.rule, self._domain) or not is_protected(one.rule, self._domain)

    def _implies(self, one: Subject, other: Subject) -> bool:
        return beyond(self._inquiry, one.ways, other.ways).impossible

    def _adds_nothing(self, one: Subject, other: Subject) -> bool:
        """Whether the other asks for as much: in outcome, in points, of the customer, and, where a rule is a mere
        remark, for the same reason."""
        then, beside = one.rule.then, other.rule.then
        if self._domain.worst(then.verdict, beside.verdict) != beside.verdict:
            return False
        counted = (one.rule.set, then.reason) == (other.rule.set, beside.reason)
        if then.score and not (counted and beside.score >= then.score):
            return False
        if then.verdict == beside.verdict and not set(then.ask) <= set(beside.ask):
            return False
        return then.verdict != self._domain.neutral or then.reason == beside.reason

    def _misses_nothing(self, one: Subject, other: Subject) -> bool:
        """A rule that holds for want of facts is needless only beside one that does so, or fires, whenever it does."""
        if one.rule.on_missing is OnMissing.SKIP:
            return True
        missing = self._domain.missing_verdict
        if other.rule.on_missing is OnMissing.SKIP or self._domain.worst(other.rule.then.verdict, missing) == missing:
            return other.rule.on_missing is OnMissing.HOLD and shape_of(other.when) == shape_of(one.when)
        return stays_open(self._inquiry, one.when, other.when)


def stays_open(inquiry: Inquiry, one: Condition, other: Condition) -> bool:
    """Whether the second condition is true or unknown wherever the first is."""
    certain, wider = inquiry.ways(Not(other)), inquiry.ways(Not(one))
    return certain is not None and wider is not None and beyond(inquiry, certain, wider).impossible


def _outlives(one: Subject, other: Subject) -> bool:
    """Whether the other rule counts for as long as the one will."""
    return (other.rule.until or date.max) >= (one.rule.until or date.max)
