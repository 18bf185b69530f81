"""What each rule did in a stretch of time: hits and shares, what people made of them, and rules that never spoke."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.anomaly.kept_label import FRAUD
from engine.desk.desk import Desk
from engine.domains import ADMISSION
from engine.rulebook.rule import Status
from engine.store.hit_orders import Worth, worth_stopped
from engine.store.rule_hits import NO_RULE, HitCount, Owners, counted, labelled, quieted

GOOD = "legitimate"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFigures:
    """One rule over new orders. `hits` acted, `shadow` did not; `stopped` of these met an order that did not pass.

    `released` and `suppressed` count orders for which the rule was quieted, `fraud` and `good` those with such a label.
    `caught` and `cost` are what orders were worth that it held or cancelled, by currency in minor units: of those that
    were fraud, and of those that were not. `status` is where the rule stands in the edition in force, empty where it is
    no rule of it.
    """

    rule: str
    status: str
    hits: int
    held: int
    cancelled: int
    shadow: int
    stopped: int
    released: int
    suppressed: int
    fraud: int
    good: int
    caught: Mapping[str, int]
    cost: Mapping[str, int]
    last: datetime | None

    @property
    def is_silent(self) -> bool:
        """Whether it decides and never spoke: it may be dead."""
        return self.status in {Status.LIVE, Status.SHADOW} and self.last is None


@dataclass(frozen=True, slots=True, kw_only=True)
class HitReport:
    """All rules since a moment, over so many new orders; most hits first."""

    since: datetime
    orders: int
    rules: Sequence[RuleFigures]


def hit_report(desk: Desk, merchant: str, since: datetime, rule: str | None = None) -> HitReport:
    """The report of a merchant, or of one rule of theirs. Raises NoEdition."""
    status = {each.id: each.status for each in desk.editions.current(merchant).admission.book.rules}
    with desk.database.read() as session:
        rows = counted(session, Owners(merchant=merchant), since, rule)
        by_people = quieted(session, merchant, since)
        by_label = labelled(session, merchant, since)
        worth = worth_stopped(session, merchant, since)
    spoke = {each.rule for each in rows} | {name for name, _ in by_people}
    deciding = {id_ for id_, each in status.items() if each in {Status.LIVE, Status.SHADOW}}
    names = {rule} if rule is not None else (spoke | deciding) - {NO_RULE}
    figures = [_figures(name, status.get(name), rows, by_people, by_label, worth) for name in names]
    return HitReport(
        since=since,
        orders=sum(each.orders for each in rows if each.rule == NO_RULE),
        rules=sorted(figures, key=lambda each: (-each.hits, -each.shadow, each.rule)),
    )


def _figures(
    rule: str,
    status: Status | None,
    rows: Sequence[HitCount],
    by_people: Mapping[tuple[str, str], int],
    by_label: Mapping[tuple[str, str], int],
    worth: Worth,
) -> RuleFigures:
    mine = [each for each in rows if each.rule == rule]
    acted, shadow = ([each for each in mine if each.status == which] for which in ("live", "shadow"))
    return RuleFigures(
        rule=rule,
        status="" if status is None else status,
        hits=_sum(acted),
        held=_sum([each for each in acted if each.verdict == "hold"]),
        cancelled=_sum([each for each in acted if each.verdict == "cancel"]),
        shadow=_sum(shadow),
        stopped=_sum([each for each in shadow if each.outcome != ADMISSION.neutral]),
        released=by_people.get((rule, "waived"), 0),
        suppressed=by_people.get((rule, "suppressed"), 0),
        fraud=sum(by_label.get((rule, kind), 0) for kind in FRAUD),
        good=by_label.get((rule, GOOD), 0),
        caught=worth.fraud.get(rule, {}),
        cost=worth.honest.get(rule, {}),
        last=max((each.last for each in mine), default=None),
    )


def _sum(rows: Sequence[HitCount]) -> int:
    return sum(each.orders for each in rows)
