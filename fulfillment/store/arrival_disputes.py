"""Chargebacks against orders of a period by when they came in."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select

from engine.store.arrivals import ArrivalsBy, ArrivalsWanted, all_named, arrived, first, is_old, keys_of
from engine.store.sessions import ReadSession
from engine.store.tables import DECISION, ORDER_VERSION
from fulfillment.store.tables import DISPUTE

CHARGEBACK = "chargeback"  # an inquiry moves no money


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargedBack:
    """What an order was charged back for, in one currency and state; minor units. `outcome` is the order's of now."""

    keys: tuple[str, ...]
    order_id: str
    is_old: bool
    outcome: str
    currency: str
    state: str
    amount: int


_V = ORDER_VERSION.c


def charged_back(session: ReadSession, wanted: ArrivalsWanted, overs: Sequence[ArrivalsBy]) -> Sequence[ChargedBack]:
    """All chargebacks against these orders, whenever they came."""
    now = DECISION.alias("last_decision")
    theirs = DISPUTE.c.order_id == _V.order_id
    source = ORDER_VERSION.join(DISPUTE, theirs).join(
        now, (now.c.order_id == _V.order_id) & now.c.superseded_by.is_(None)
    )
    kinds = (_V.order_id, is_old(wanted), now.c.outcome, DISPUTE.c.currency, DISPUTE.c.state)
    asked = (
        select(*keys_of(overs), *kinds, func.sum(DISPUTE.c.amount).label("amount"))
        .select_from(source)
        .where(*arrived(wanted), DISPUTE.c.stage == CHARGEBACK)
        .group_by(*first(len(overs) + len(kinds)))
    )
    return [
        ChargedBack(keys=all_named(overs, row), order_id=row.order_id, is_old=bool(row.is_old), outcome=row.outcome,
                    currency=row.currency, state=row.state, amount=int(row.amount))
        for row in session.rows(asked)
    ]  # fmt: skip


def is_charged_back() -> ColumnElement[bool]:
    """That an order has a chargeback."""
    return exists().where(DISPUTE.c.order_id == _V.order_id, DISPUTE.c.stage == CHARGEBACK)
