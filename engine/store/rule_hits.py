"""Hits of rules as rows, and what is counted of them. A share is taken of new orders, the first decision of each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, and_, bindparam, case, delete, distinct, func, not_, or_, select, text

from engine.clock import microseconds, moment
from engine.domains import ADMISSION
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import DECISION, LABEL, RULE_HIT
from engine.store.tables.hits import QUIETED

NO_RULE = ""  # the row of the decision itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What one rule said in one decision, the worst of it; the row of no rule is the decision itself."""

    merchant: str
    decision: str
    rule: str
    version: int
    status: str
    verdict: str
    outcome: str
    order_id: str
    decided_at: datetime
    cause: str
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Owners:
    """Whose decisions are counted: those of one merchant, or those of all but some."""

    merchant: str | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HitCount:
    """New orders by rule, status, verdict and outcome, with the last of them."""

    rule: str
    status: str
    verdict: str
    outcome: str
    orders: int
    last: datetime


_COLUMNS = RULE_HIT.c
_MINE = _COLUMNS.merchant_id == bindparam("merchant")
_SINCE = _COLUMNS.decided_at >= bindparam("since")
# All that there are: the index has them between a rule and its times, and so a stretch of time is found within each.
_ANY = and_(
    _COLUMNS.status.in_(("live", "shadow", "waived", "suppressed")),
    _COLUMNS.verdict.in_(ADMISSION.precedence),
    _COLUMNS.outcome.in_(ADMISSION.precedence),
)
_KINDS = (_COLUMNS.rule, _COLUMNS.status, _COLUMNS.verdict, _COLUMNS.outcome)
_COUNTED = select(*_KINDS, func.count().label("orders"), func.max(_COLUMNS.decided_at).label("last")).group_by(*_KINDS)
_QUIETED = (
    select(_COLUMNS.rule, _COLUMNS.status, func.count(distinct(_COLUMNS.order_id)).label("orders"))
    .where(_MINE, _SINCE, QUIETED)
    .group_by(_COLUMNS.rule, _COLUMNS.status)
)
# From labels, which are few, by their orders' first decisions to hits: these know no order by an index, and to ask all
# of half a million for theirs took longer than to count them.
_LABELLED = (
    select(LABEL.c.order_id, LABEL.c.kind, DECISION.c.id)
    .outerjoin_from(LABEL, DECISION, and_(DECISION.c.order_id == LABEL.c.order_id, DECISION.c.number == 1))
    .where(
        LABEL.c.merchant_id == bindparam("merchant"),
        or_(DECISION.c.id.is_(None), DECISION.c.decided_at >= bindparam("since")),
    )
)
_MET_FIRST = (
    select(_COLUMNS.rule, _COLUMNS.order_id).where(_MINE, _SINCE, _COLUMNS.is_new, _COLUMNS.rule != NO_RULE).distinct()
)
_MET_IN = _MET_FIRST.where(_COLUMNS.decision_id.in_(bindparam("some", expanding=True)))
_MET_BY = _MET_FIRST.where(_COLUMNS.order_id.in_(bindparam("some", expanding=True)))
_AT_ONCE = 500
_DAY_US = 24 * 3600 * 1_000_000
_DAY = (_COLUMNS.decided_at // _DAY_US).label("day")
_BY_DAY = (
    select(_COLUMNS.rule, _DAY, func.count().label("orders"))
    .where(_MINE, _SINCE, _COLUMNS.is_new, _COLUMNS.status.in_(("live", "shadow")))
    .group_by(_COLUMNS.rule, "day")
)
_OF_RULES = (
    select(_COLUMNS.decision_id, func.max(_COLUMNS.decided_at).label("at"))
    .where(_MINE, _COLUMNS.is_new.in_((False, True)), _COLUMNS.rule.in_(bindparam("rules", expanding=True)))
    .where(_ANY, _SINCE)
    .group_by(_COLUMNS.decision_id)
    .order_by(text("at DESC"), _COLUMNS.decision_id.desc())
    .limit(bindparam("limit"))
)
_HOUR_US = 3600 * 1_000_000
_HOUR = (_COLUMNS.decided_at // _HOUR_US).label("hour")
_BY_HOUR = (
    select(_HOUR, func.count().label("orders"))
    .where(_MINE, _COLUMNS.is_new, _COLUMNS.rule == NO_RULE, _ANY, _SINCE)
    .group_by("hour")
)
_STRETCH = select(
    func.count().label("orders"),
    func.sum(case((_COLUMNS.status == "shadow", 1), else_=0)).label("shadow"),
).where(_COLUMNS.is_new, _COLUMNS.rule == bindparam("rule"), _ANY, _SINCE, _COLUMNS.decided_at < bindparam("before"))
_OF_ORDER = (
    select(_COLUMNS.rule, _COLUMNS.status, _COLUMNS.verdict, _COLUMNS.outcome)
    .join(DECISION, DECISION.c.id == _COLUMNS.decision_id)
    .where(DECISION.c.merchant_id == bindparam("merchant"), DECISION.c.order_id == bindparam("order"), _COLUMNS.is_new)
    .order_by(_COLUMNS.rule, _COLUMNS.status)
)
_NAMES = [each.name for each in RULE_HIT.columns]
_ADD = text(
    f"INSERT INTO rule_hit ({', '.join(_NAMES)}) VALUES (:{', :'.join(_NAMES)}) "  # noqa: S608 - our own names
    "ON CONFLICT (decision_id, rule, status) DO NOTHING"
)
_OLD = (
    delete(RULE_HIT)
    .where(
        _COLUMNS.decision_id.in_(
            select(_COLUMNS.decision_id)
            .where(_COLUMNS.decided_at < bindparam("before"))
            .order_by(_COLUMNS.decided_at)
            .limit(bindparam("limit"))
        )
    )
    .where(_COLUMNS.decided_at < bindparam("before"))
)


def add_hits(session: WriteSession, hits: Sequence[Hit]) -> None:
    """Adds hits when the transaction ends; those that are there already are left out."""
    for each in hits:
        session.at_end(_add, each)


def _add(session: WriteSession, hits: Sequence[Hit]) -> None:
    session.run_all(_ADD, [_row(each) for each in hits])


def _row(hit: Hit) -> dict[str, object]:
    return {
        "merchant_id": hit.merchant,
        "decision_id": hit.decision,
        "rule": hit.rule,
        "rule_version": hit.version,
        "status": hit.status,
        "verdict": hit.verdict,
        "outcome": hit.outcome,
        "order_id": hit.order_id,
        "decided_at": microseconds(hit.decided_at),
        "cause": hit.cause,
        "is_new": hit.is_new,
    }


def _whose(owners: Owners) -> ColumnElement[bool]:
    if owners.merchant is not None:
        return _COLUMNS.merchant_id == bindparam("merchant")
    if not owners.others:
        return _COLUMNS.merchant_id != NO_RULE
    return not_(_COLUMNS.merchant_id.in_(bindparam("others", expanding=True)))


def _bound(owners: Owners) -> dict[str, object]:
    if owners.merchant is not None:
        return {"merchant": owners.merchant}
    return {"others": list(owners.others)} if owners.others else {}


def counted(session: ReadSession, owners: Owners, since: datetime, rule: str | None = None) -> Sequence[HitCount]:
    """New orders since a moment, by what the rules said; those of one rule and of the decisions themselves, if one is
    named."""
    statement = _COUNTED.where(_whose(owners), _SINCE, _COLUMNS.is_new)
    bound = _bound(owners) | {"since": microseconds(since)}
    if rule is not None:
        statement = statement.where(or_(_COLUMNS.rule == bindparam("rule"), _COLUMNS.rule == NO_RULE))
        bound |= {"rule": rule}
    return [_count(row) for row in session.rows(statement, bound)]


def by_day(
    session: ReadSession, merchant: str, since: datetime, rule: str | None = None
) -> Mapping[str, Mapping[date, int]]:
    """New orders that each rule met, or the one that is named, acting or in shadow, by the day (UTC) of the decision;
    days without are left out."""
    found: dict[str, dict[date, int]] = {}
    bound: dict[str, object] = {"merchant": merchant, "since": microseconds(since)}
    statement = _BY_DAY
    if rule is not None:
        statement, bound = _BY_DAY.where(_COLUMNS.rule == bindparam("rule")), bound | {"rule": rule}
    for row in session.rows(statement, bound):
        day = moment(int(row.day) * _DAY_US).date()
        found.setdefault(row.rule, {})[day] = int(row.orders)
    return found


def decisions_of_rules(
    session: ReadSession, merchant: str, rules: Sequence[str], since: datetime, limit: int
) -> Sequence[str]:
    """Decisions in which one of these rules spoke, quieted or not; newest first."""
    bound = {"merchant": merchant, "rules": list(rules), "since": microseconds(since), "limit": limit}
    return [str(row.decision_id) for row in session.rows(_OF_RULES, bound)]


def by_hour(session: ReadSession, merchant: str, since: datetime) -> Mapping[datetime, int]:
    """New orders decided since a moment, by the hour of the decision; hours without are left out."""
    rows = session.rows(_BY_HOUR, {"merchant": merchant, "since": microseconds(since)})
    return {moment(int(row.hour) * _HOUR_US): int(row.orders) for row in rows}


def quieted(session: ReadSession, merchant: str, since: datetime) -> Mapping[tuple[str, str], int]:
    """Orders for which a rule was waived or suppressed, by rule and status, whichever decision that was."""
    rows = session.rows(_QUIETED, {"merchant": merchant, "since": microseconds(since)})
    return {(row.rule, row.status): row.orders for row in rows}


def labelled(session: ReadSession, merchant: str, since: datetime) -> Mapping[tuple[str, str], int]:
    """Orders that a rule hit when they came in, by rule and by the kind of label that they got later."""
    bound = {"merchant": merchant, "since": microseconds(since)}
    kinds: dict[str, set[str]] = {}
    decisions: dict[str, str | None] = {}
    for row in session.rows(_LABELLED, bound):
        kinds.setdefault(row.order_id, set()).add(row.kind)
        decisions[row.order_id] = row.id
    first = [each for each in decisions.values() if each is not None]
    # What is kept of a cancelled order may have lost its first decision before its hits.
    lost = [order for order, each in decisions.items() if each is None]
    found: Counter[tuple[str, str]] = Counter()
    for statement, some in ((_MET_IN, first), (_MET_BY, lost)):
        for place in range(0, len(some), _AT_ONCE):
            for row in session.rows(statement, bound | {"some": some[place : place + _AT_ONCE]}):
                found.update((row.rule, kind) for kind in kinds[row.order_id])
    return found


def first_hits(session: ReadSession, merchant: str, order_id: str) -> Sequence[tuple[str, str, str]]:
    """What spoke in an order's first decision: rule, status and verdict; of no rule, the outcome as its verdict."""
    rows = session.rows(_OF_ORDER, {"merchant": merchant, "order": order_id})
    return [(row.rule, row.status, row.outcome if row.rule == NO_RULE else row.verdict) for row in rows]


def met_between(session: ReadSession, owners: Owners, rule: str, since: datetime, before: datetime) -> tuple[int, int]:
    """New orders of a stretch of time, and how many of them the rule hit in shadow."""
    stretch = _bound(owners) | {"since": microseconds(since), "before": microseconds(before)}
    statement = _STRETCH.where(_whose(owners))
    seen, hits = (session.first(statement, stretch | {"rule": each}) for each in (NO_RULE, rule))
    return (0 if seen is None else int(seen.orders)), (0 if hits is None else int(hits.shadow or 0))


def purge_hits(session: WriteSession, before: datetime, limit: int) -> int:
    """Takes out the hits of the oldest decisions before a moment; answers how many rows that were."""
    return session.run(_OLD, {"before": microseconds(before), "limit": limit})


def _count(row: Row[tuple[object, ...]]) -> HitCount:
    return HitCount(
        rule=row.rule,
        status=row.status,
        verdict=row.verdict,
        outcome=row.outcome,
        orders=int(row.orders),
        last=moment(row.last),
    )
