"""Orders by the stage where they stand: how many, and which, the newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, func, select

from engine.clock import moment
from engine.store.order_shops import of_shops
from engine.store.sessions import ReadSession
from engine.store.tables import DECISION, ORDER_VERSION
from fulfillment.store.tables import CASE

_IS_CURRENT = (DECISION.c.order_id == CASE.c.order_id) & DECISION.c.superseded_by.is_(None)
_ITS_VERSION = (ORDER_VERSION.c.order_id == DECISION.c.order_id) & (ORDER_VERSION.c.version == DECISION.c.version)
_COLUMNS = (
    CASE.c.order_id, CASE.c.stage, CASE.c.payment, CASE.c.currency, CASE.c.total, CASE.c.opened_at, CASE.c.changed_at,
    DECISION.c.shop, DECISION.c.outcome, ORDER_VERSION.c.ref, ORDER_VERSION.c.channel, ORDER_VERSION.c.country,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An order after its decision; `ref` is the merchant's own name of it, `total` in minor units."""

    order_id: str
    ref: str
    shop: str
    channel: str
    country: str | None
    stage: str
    payment: str
    outcome: str
    currency: str
    total: int
    opened_at: datetime
    changed_at: datetime


def orders_at(
    session: ReadSession, merchant: str, limit: int, before: str = "", stage: str | None = None,
    shops: frozenset[str] | None = None,
) -> tuple[Standing, ...]:  # fmt: skip
    """Those of one stage or of all, from before the order `before`; `shops`: of these alone."""
    asked = (
        select(*_COLUMNS)
        .join(DECISION, _IS_CURRENT)
        .join(ORDER_VERSION, _ITS_VERSION)
        .where(CASE.c.merchant_id == merchant)
        .order_by(CASE.c.order_id.desc())
        .limit(limit)
    )
    if before:
        asked = asked.where(CASE.c.order_id < before)
    if stage is not None:
        asked = asked.where(CASE.c.stage == stage)
    if shops is not None:
        asked = asked.where(DECISION.c.shop.in_(sorted(shops)))
    return tuple(_standing(row) for row in session.rows(asked))


def stage_counts(session: ReadSession, merchant: str, shops: frozenset[str] | None = None) -> Mapping[str, int]:
    """How many orders stand where; stages of none are left out."""
    asked: Select[tuple[str, int]] = (
        select(CASE.c.stage, func.count().label("orders")).where(CASE.c.merchant_id == merchant).group_by(CASE.c.stage)
    )
    if shops is not None:
        asked = asked.where(of_shops(CASE.c.order_id, merchant, shops))
    return {row.stage: row.orders for row in session.rows(asked)}


def _standing(row: Row[tuple[object, ...]]) -> Standing:
    told = row._asdict()
    return Standing(**{**told, "opened_at": moment(told["opened_at"]), "changed_at": moment(told["changed_at"])})
