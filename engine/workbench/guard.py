"""The guard's judgement: shares of held and cancelled orders against the limits of the policy. Counts in, trips out.

What follows a trip is never more than may be: a rule that nothing may soften, and whatever cancels, is only told of.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.counted import Counted
from engine.rulebook.book import RuleBook
from engine.rulebook.guard_block import GuardLimits, GuardTerms, Then
from engine.rulebook.quieting import may_soften
from engine.rulebook.rule import Status

BOOK = "book"  # the subject of a trip of all rules together


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """New orders held and cancelled within the window."""

    held: int = 0
    cancelled: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """A share above its limit. `subject` is a rule or the book, `measure` hold or cancel, `limit` in percent."""

    subject: str
    measure: str
    counted: int
    orders: int
    limit: int
    then: Then

    @property
    def percent(self) -> float:
        """The share, in percent."""
        return 100 * self.counted / self.orders

    def __str__(self) -> str:
        done = {"hold": "held", "cancel": "cancelled"}[self.measure]
        whose = "the rules together" if self.subject == BOOK else self.subject
        share = f"{self.counted} of {Counted(self.orders):# new order|# new orders}, {self.percent:.1f} %"
        return f"{whose} {done} {share}; {self.limit} % is the limit"


def judge(
    terms: GuardTerms, book: RuleBook, orders: int, together: Counts, by_rule: Mapping[str, Counts]
) -> tuple[Trip, ...]:
    """The trips, the book's first. `together` counts outcomes, `by_rule` what single live rules asked for."""
    if orders < max(1, terms.least_orders):
        return ()
    found = list(_over(BOOK, together, orders, terms.book, terms.book.then))
    for rule in book.rules:
        if rule.status is Status.LIVE and rule.id in by_rule:
            limits = terms.limits_of(rule.id)
            then = limits.then if may_soften(rule, book.domain) else Then.ALARM
            found += _over(rule.id, by_rule[rule.id], orders, limits, then)
    return tuple(found)


def _over(subject: str, counts: Counts, orders: int, limits: GuardLimits, then: Then) -> Iterator[Trip]:
    measured = (
        ("hold", counts.held, limits.hold_percent, then),
        ("cancel", counts.cancelled, limits.cancel_percent, Then.ALARM),
    )
    for measure, counted, limit, follows in measured:
        if limit is not None and counted * 100 > limit * orders:
            yield Trip(subject=subject, measure=measure, counted=counted, orders=orders, limit=limit, then=follows)
