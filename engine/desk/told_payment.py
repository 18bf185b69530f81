"""What events tell of a payment, as a change of the order: the same whatever order they came in, and however often.

Rules read the order's payment; so money that moved, or a promise that ran out, has the order decided anew. What the
order says already is never taken back by an event that is older or weaker.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.order.order import Order
from engine.order.payment import Payment
from engine.order.terms import PaymentStatus
from engine.store.told_events import ToldEvent

AUTHORISED, CAPTURED, FAILED = "payment.authorised", "payment.captured", "payment.failed"
EXPIRED, VOIDED = "payment.expired", "payment.voided"
TELLS = {
    AUTHORISED: PaymentStatus.AUTHORISED,
    FAILED: PaymentStatus.FAILED,
    EXPIRED: PaymentStatus.EXPIRED,
    VOIDED: PaymentStatus.VOIDED,
}
# Statuses behind which an attempt or a promise says nothing any more: the money has moved.
MOVED = frozenset(
    {
        PaymentStatus.PARTIALLY_CAPTURED,
        PaymentStatus.CAPTURED,
        PaymentStatus.SETTLED,
        PaymentStatus.PARTIALLY_REFUNDED,
        PaymentStatus.REFUNDED,
        PaymentStatus.DISPUTED,
    }
)
WHOLE = frozenset(MOVED - {PaymentStatus.PARTIALLY_CAPTURED})


@dataclass(frozen=True, slots=True)
class _Said:
    """What one event says of money, in minor units of the order's currency."""

    type: str
    at: datetime
    amount: int
    expires_at: str | None


def payment_change(order: Order, events: Sequence[ToldEvent]) -> dict[str, object]:
    """The fields of `payment` that all events together change; none where the order has no payment or nothing moved."""
    payment = order.payment
    said = [_said(each) for each in sorted(events, key=_place) if _is_ours(order, each) and _counts(payment, each)]
    if payment is None or not said:
        return {}
    captured = [each for each in said if each.type == CAPTURED]
    promised = [each for each in said if each.type == AUTHORISED]
    taken = max(payment.captured or 0, sum(each.amount for each in captured))
    change: dict[str, object] = {"status": _status(order, payment, said, taken).value}
    if promised:
        last = promised[-1]
        change |= {"authorised": max(payment.authorised or 0, last.amount), "authorised_at": last.at.isoformat()}
        if last.expires_at is not None:
            change["authorisation_expires_at"] = last.expires_at
    if captured:
        change |= {"captured": taken, "captured_at": captured[-1].at.isoformat()}
    return change


def _status(order: Order, payment: Payment, said: Sequence[_Said], taken: int) -> PaymentStatus:
    if payment.status in WHOLE:
        return payment.status
    if any(each.type == CAPTURED for each in said) or payment.status in MOVED:
        return PaymentStatus.CAPTURED if taken >= order.totals.total else PaymentStatus.PARTIALLY_CAPTURED
    return TELLS[said[-1].type]


def _is_ours(order: Order, event: ToldEvent) -> bool:
    """Whether it says something that an order can hold: other currencies are a matter of the ledger."""
    return event.type in {*TELLS, CAPTURED} and event.facts.get("currency", order.currency) == order.currency


def _counts(payment: Payment | None, event: ToldEvent) -> bool:
    """Whether the order does not tell of a later promise; money that moved counts whenever that was."""
    since = None if payment is None else payment.authorised_at
    return since is None or event.type == CAPTURED or event.at >= since


def _place(event: ToldEvent) -> tuple[datetime, str]:
    return event.at, event.event


def _said(event: ToldEvent) -> _Said:
    expires = event.facts.get("expires_at")
    amount = int(str(event.facts.get("amount", 0)))
    return _Said(event.type, event.at, amount, None if expires is None else str(expires))
