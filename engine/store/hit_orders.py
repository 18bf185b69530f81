"""New orders that a rule met, one by one: what stands behind the counts of `engine.store.rule_hits`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, bindparam, func, select, tuple_
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from engine.clock import microseconds, moment
from engine.domains import ADMISSION
from engine.store.sessions import ReadSession
from engine.store.tables import DECISION, LABEL, ORDER_VERSION, RULE_HIT

ACTED, STOPS = ("live", "shadow"), ("hold", "cancel")
Columns = ReadOnlyColumnCollection[str, Column[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """An order's first decision, and what the rule said in it. `verdict` counted, unless `status` is `shadow`."""

    order_id: str
    ref: str
    shop: str
    country: str | None
    currency: str
    total: int
    decision_id: str
    status: str
    verdict: str
    outcome: str
    decided_at: datetime


_H, _V = RULE_HIT.c, ORDER_VERSION.c
_N = RULE_HIT.alias("newest").c


def _of_rule(hit: Columns) -> ColumnElement[bool]:
    """All of one rule in the words of the index, which has everything that is counted between a rule and its times."""
    return and_(
        hit.merchant_id == bindparam("merchant"), hit.is_new, hit.rule == bindparam("rule"), hit.status.in_(ACTED),
        hit.verdict.in_(ADMISSION.precedence), hit.outcome.in_(ADMISSION.precedence),
        hit.decided_at >= bindparam("since"),
    )  # fmt: skip


def _is_behind(hit: Columns) -> ColumnElement[bool]:
    return tuple_(hit.decided_at, hit.decision_id) < tuple_(bindparam("at"), bindparam("decision"))


# Of the index alone the moment with which a page ends: to sort all that a rule ever met would read every row of it.
_PAGE = select(_N.decided_at).where(_of_rule(_N)).order_by(_N.decided_at.desc()).limit(bindparam("limit"))
_ROWS = (
    select(
        _H.order_id, _H.decision_id, _H.status, _H.verdict, _H.outcome, _H.decided_at,
        _V.ref, _V.shop, _V.country, _V.currency, _V.total,
    )
    .select_from(RULE_HIT.join(ORDER_VERSION, (_V.order_id == _H.order_id) & (_V.version == 1)))
    .where(_of_rule(_H))
    .order_by(_H.decided_at.desc(), _H.decision_id.desc())
    .limit(bindparam("limit"))
)  # fmt: skip
_FLOW = (
    select(_H.status, _H.verdict, _H.outcome, func.count().label("orders"))
    .where(_of_rule(_H))
    .group_by(_H.status, _H.verdict, _H.outcome)
)
_LABELLED = (
    select(LABEL.c.order_id)
    .where(LABEL.c.merchant_id == bindparam("merchant"), LABEL.c.kind.in_(bindparam("kinds", expanding=True)))
    .distinct()
    .subquery()
)
# From labels, which are few, by their orders' first decisions to hits, as in `engine.store.rule_hits`.
_WORTH = (
    select(_H.rule, _V.currency, func.sum(_V.total).label("total"))
    .select_from(
        _LABELLED.join(DECISION, (DECISION.c.order_id == _LABELLED.c.order_id) & (DECISION.c.number == 1))
        .join(RULE_HIT, _H.decision_id == DECISION.c.id)
        .join(ORDER_VERSION, (_V.order_id == _LABELLED.c.order_id) & (_V.version == 1))
    )
    .where(
        # By the columns themselves, SQLite would begin with all hits of the merchant.
        _H.merchant_id + "" == bindparam("merchant"), _H.decided_at + 0 >= bindparam("since"), _H.status == "live",
        _H.verdict.in_(STOPS),
    )
    .group_by(_H.rule, _V.currency)
    .order_by(_H.rule, _V.currency)
)  # fmt: skip


def orders_met(
    session: ReadSession, merchant: str, rule: str, since: datetime, limit: int, after: tuple[int, str] | None = None
) -> Sequence[Met]:
    """Newest first, from behind the moment (microseconds) and the decision of one."""
    bound: dict[str, object] = {"merchant": merchant, "rule": rule, "since": microseconds(since), "limit": limit}
    page, statement = _PAGE, _ROWS
    if after is not None:
        page, statement = page.where(_is_behind(_N)), statement.where(_is_behind(_H))
        bound |= {"at": after[0], "decision": after[1]}
    last = select(func.min(page.subquery("page").c.decided_at)).scalar_subquery()
    return [
        Met(
            order_id=row.order_id, ref=row.ref, shop=row.shop, country=row.country, currency=row.currency,
            total=int(row.total), decision_id=row.decision_id, status=row.status, verdict=row.verdict,
            outcome=row.outcome, decided_at=moment(row.decided_at),
        )
        for row in session.rows(statement.where(_H.decided_at >= last), bound)
    ]  # fmt: skip


def flow_met(session: ReadSession, merchant: str, rule: str, since: datetime) -> Mapping[tuple[str, str, str], int]:
    """How many orders it met, by status, verdict and outcome of their decision."""
    bound = {"merchant": merchant, "rule": rule, "since": microseconds(since)}
    return {(row.status, row.verdict, row.outcome): int(row.orders) for row in session.rows(_FLOW, bound)}


def worth_stopped(
    session: ReadSession, merchant: str, since: datetime, kinds: Collection[str]
) -> Mapping[str, Mapping[str, int]]:
    """What new orders that each rule held or cancelled were worth, by currency in minor units, of those that have one
    of these labels today."""
    bound = {"merchant": merchant, "since": microseconds(since), "kinds": sorted(kinds)}
    found: dict[str, dict[str, int]] = {}
    for row in session.rows(_WORTH, bound):
        found.setdefault(row.rule, {})[row.currency] = int(row.total)
    return found
