"""Movements of money, and refunds."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.payments.position import Position, position
from fulfillment.records import PaymentEntry, Refund
from fulfillment.store.profit_marks import mark_order
from fulfillment.store.rows import keep, many, one
from fulfillment.store.tables import PAYMENT_EVENT, REFUND


def add_movement(session: WriteSession, entry: PaymentEntry) -> None:
    """Adds to the ledger; the database refuses a reference that is there already."""
    keep(session, PAYMENT_EVENT, entry)
    mark_order(session, entry.order_id)


def is_known(session: ReadSession, order_id: str, reference: str) -> bool:
    """Whether the ledger of an order has a reference."""
    same = (PAYMENT_EVENT.c.order_id == order_id, PAYMENT_EVENT.c.reference == reference)
    return session.number(select(func.count()).select_from(PAYMENT_EVENT).where(*same)) > 0


def movements(session: ReadSession, merchant: str, order_id: str) -> tuple[PaymentEntry, ...]:
    """The whole ledger of an order."""
    of_it = (PAYMENT_EVENT.c.order_id == order_id, PAYMENT_EVENT.c.merchant_id == merchant)
    return many(session, PAYMENT_EVENT, PaymentEntry, *of_it)


def settle_refund(session: WriteSession, refund_id: str, state: str, gateway_reference: str) -> None:
    """What the gateway told of a refund: `confirmed` or `failed`, under its own name of it."""
    told = {"state": state, "gateway_reference": gateway_reference}
    session.run(update(REFUND).where(REFUND.c.id == refund_id).values(**told))


def position_of(session: ReadSession, order_id: str) -> Position:
    """Where the money of an order stands, by its whole ledger."""
    return position(many(session, PAYMENT_EVENT, PaymentEntry, PAYMENT_EVENT.c.order_id == order_id))


def kept(session: ReadSession, order_id: str) -> Mapping[str, int]:
    """What came in and did not go back, by currency; nothing where that is zero."""
    return position_of(session, order_id).kept


def add_refund(session: WriteSession, refund: Refund) -> None:
    """Money that is to go back."""
    keep(session, REFUND, refund)


def find_refund(session: ReadSession, merchant: str, id_: str) -> Refund | None:
    """A refund by its id."""
    return one(session, REFUND, Refund, REFUND.c.id == id_, REFUND.c.merchant_id == merchant)


def refunds_of(session: ReadSession, merchant: str, order_id: str) -> tuple[Refund, ...]:
    """All refunds of an order, oldest first."""
    return many(session, REFUND, Refund, REFUND.c.order_id == order_id, REFUND.c.merchant_id == merchant)


def mark_sent(session: WriteSession, refund_id: str, now: datetime) -> None:
    """The gateway was told."""
    session.run(
        update(REFUND)
        .where(REFUND.c.id == refund_id, REFUND.c.state == "requested")
        .values(state="sent", sent_at=microseconds(now))
    )
