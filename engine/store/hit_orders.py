"""New orders that a rule met, one by one: what stands behind the counts of `engine.store.rule_hits`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, bindparam, func, select, tuple_
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from engine.clock import microseconds, moment
from engine.domains import ADMISSION
from engine.store.sessions import ReadSession
from engine.store.tables import ORDER_VERSION, RULE_HIT

ACTED = ("live", "shadow")
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
