"""When a promise of money ends, for whoever waits for it: the authorisation itself, and how long its provider honours
it. Money that is there has no end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.order.order import Order
from engine.order.payment import Payment
from engine.order.terms import PaymentStatus
from engine.store.sessions import ReadSession
from fulfillment.payments.position import Position, Promise
from fulfillment.payments.promising import hold_of, method_of
from fulfillment.store.money import position_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """None where there is none, or nobody knows."""

    authorisation: datetime | None = None
    honour: datetime | None = None


NONE = Ends()


def stated_ends(order: Order) -> Ends:
    """By the order's document, with what is known of its gateway."""
    payment = order.payment
    if payment is None or payment.status is not PaymentStatus.AUTHORISED:
        return NONE
    since = payment.authorised_at or order.placed_at
    return _ends(payment, payment.gateway or "", since, payment.authorisation_expires_at)


def told_ends(session: ReadSession, order_id: str, order: Order) -> Ends:
    """By what gateways have told of the order; by its document where they have told nothing.

    Of several promises the newest counts: it is the one that the order was renewed with.
    """
    where = position_of(session, order_id)
    if not _is_told(where):
        return stated_ends(order)
    newest = max(where.promises, key=lambda each: each.at, default=None)
    return NONE if newest is None else _of_promise(order, newest)


def _is_told(where: Position) -> bool:
    return bool(where.promises or where.received or where.ended)


def _of_promise(order: Order, promise: Promise) -> Ends:
    return _ends(order.payment, promise.gateway, promise.at, promise.expires_at)


def _ends(payment: Payment | None, gateway: str, since: datetime, expires_at: datetime | None) -> Ends:
    """A gateway that honours an authorisation for less than it lasts says both; of others the one end is the other."""
    hold = hold_of(gateway)
    if hold is None:
        return Ends(authorisation=expires_at)
    honoured = hold.until(since, method_of(payment))
    if hold.lasts is None:
        return Ends(authorisation=expires_at) if expires_at is not None else Ends(honour=honoured)
    lasts = since + timedelta(days=hold.lasts)
    return Ends(authorisation=max(expires_at or lasts, honoured), honour=honoured)
