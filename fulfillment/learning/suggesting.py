"""Changes upstream that figures propose: groups whose share of cases is higher than chance would make it.

Of all groups of all terms that have enough cases, orders and money, each is tested once; of those that are believed,
the share of false ones is bounded. Small numbers do not shout: too few cases are no test, and a test says how sure it
is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.store.sessions import ReadSession
from engine.workbench.comparing.intervals import wilson
from fulfillment.learning.causes import NONE
from fulfillment.learning.gathering import Wanted, lives
from fulfillment.learning.reading import Life
from fulfillment.learning.significance import adjusted, binomial_greater, fisher_greater
from fulfillment.learning.terms import LET_THROUGH, STOPPED, Compared, Term, Terms
from fulfillment.learning.weighing import Group, Weighed, weigh

MONTH_DAYS, LEAST_DAYS = 30, 30
MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A group with what it was held against. Shares are in millionths; `chance` is that of so many cases or more if
    nothing were wrong, `false_share` the least bound on false findings at which it is believed."""

    term: Term
    about: str
    cases: int
    orders: int
    rest_cases: int
    rest_orders: int
    money: int
    links: tuple[str, ...]
    chance: float
    false_share: float = 1.0

    @property
    def share_ppm(self) -> int:
        """Cases among orders."""
        return self.cases * MILLION // max(1, self.orders)

    def evidence(self) -> Mapping[str, object]:
        """All that it rests on, for whoever reads it later."""
        between = wilson(self.cases, self.orders)
        fixed = self.term.compared is Compared.SHARE
        rest = round(self.term.share * MILLION) if fixed else self.rest_cases * MILLION // max(1, self.rest_orders)
        return {
            "share_ppm": self.share_ppm,
            "low_ppm": 0 if between is None else round(between.low * MILLION),
            "high_ppm": 0 if between is None else round(between.high * MILLION),
            "compared": self.term.compared,
            "rest_cases": self.rest_cases,
            "rest_orders": self.rest_orders,
            "rest_ppm": rest,
            "chance": float(f"{self.chance:.3g}"),
            "false_share": float(f"{self.false_share:.3g}"),
            "money": self.money,
            "change": self.term.change,
            "target": self.target,
            "links": list(self.links),
        }

    @property
    def target(self) -> str:
        """What is to be changed; of a rule, the rule itself."""
        return self.about if self.term.over in (LET_THROUGH, STOPPED) else self.term.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is believed, with how many days it is from."""

    at: datetime
    days: int
    tested: tuple[Proposal, ...]
    terms: Terms


def suggest(session: ReadSession, merchant: str, terms: Terms, now: datetime) -> Found:
    """Reads the last days, tests all groups, and answers those that are believed."""
    since = now - timedelta(days=terms.window_days)
    span = _Span(now)
    wanted = Wanted(merchant=merchant, since=since, until=now + timedelta(microseconds=1))
    believed = believe(weigh(span.of(lives(session, wanted)), terms.terms), terms.false_share)
    return Found(at=now, days=span.days, tested=believed, terms=terms)


def believe(weighed: Iterable[Weighed], false_share: float) -> tuple[Proposal, ...]:
    """All tests of one run, and those of them that are believed."""
    every = [
        proposal_of(each, group) for each in weighed for group in each.groups.values() if is_enough(each.term, group)
    ]
    shares = adjusted([each.chance for each in every])
    judged = (replace(each, false_share=share) for each, share in zip(every, shares, strict=True))
    return tuple(each for each in judged if each.false_share <= false_share)


def is_enough(term: Term, group: Group) -> bool:
    """Whether there is anything to test."""
    return (
        group.key != NONE
        and group.cases >= term.least_cases
        and group.orders >= term.least_orders
        and group.money >= term.least_money
    )


def proposal_of(weighed: Weighed, group: Group) -> Proposal:
    """A group against all orders that are not in it, or against a fixed share."""
    term = weighed.term
    rest_orders, rest_cases = weighed.orders - group.orders, weighed.cases - group.elsewhere
    if term.compared is Compared.SHARE:
        chance = binomial_greater(group.cases, group.orders, term.share)
    else:
        chance = fisher_greater(group.cases, group.orders, rest_cases, rest_orders)
    return Proposal(
        term=term, about=group.key, cases=group.cases, orders=group.orders, rest_cases=rest_cases,
        rest_orders=rest_orders, money=group.money, links=tuple(group.links), chance=chance,
    )  # fmt: skip


def monthly(money: int, days: int) -> int:
    """Money of so many days as money of a month of 30; a short while is not blown up."""
    return money * MONTH_DAYS // max(LEAST_DAYS, days)


@dataclass(slots=True)
class _Span:
    """Notes how many days the orders reach back, while they are read."""

    now: datetime
    days: int = 0

    def of(self, every: Iterable[Life]) -> Iterator[Life]:
        for each in every:
            self.days = max(self.days, (self.now - each.outcome.ended_at).days)
            yield each
