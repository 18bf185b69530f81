"""How an order is paid, as its document says: not at all, by the marketplace, later, or with money already there."""

from engine.order.order import Order
from engine.order.payment import Payment
from engine.order.terms import OrderKind, PaymentMethod, PaymentStatus
from fulfillment.casefile import CaseFile
from fulfillment.payments.giving_back import movement
from fulfillment.payments.taking import PaymentEvent, take_money
from fulfillment.states import Event, Machine, Pay
from fulfillment.store.money import add_movement, kept

UNPAID_KINDS = frozenset({OrderKind.RESHIP, OrderKind.WARRANTY, OrderKind.SAMPLE})
TERMS = {
    PaymentMethod.NONE: Event.WAIVE,
    PaymentMethod.MARKETPLACE: Event.GUARANTEE,
    PaymentMethod.CASH_ON_DELIVERY: Event.DEFER,
    PaymentMethod.INVOICE: Event.DEFER,
}
HAVE_MONEY = frozenset({PaymentStatus.CAPTURED, PaymentStatus.SETTLED, PaymentStatus.PARTIALLY_CAPTURED,
                        PaymentStatus.PARTIALLY_REFUNDED})  # fmt: skip


def read_payment(file: CaseFile) -> None:
    """Takes over what the document knows of the payment; does nothing where it knows nothing new."""
    if file.case.payment != Pay.PENDING and file.case.payment != Pay.AUTHORISED:
        return
    payment = file.order.payment
    terms = terms_of(file.order)
    if terms is not None and file.case.payment == Pay.PENDING:
        file.take(Machine.PAYMENT, terms)
    elif payment is not None and payment.status in HAVE_MONEY:
        _take_captured(file, payment)
    elif payment is not None and payment.status is PaymentStatus.AUTHORISED:
        take_money(file, _told(file, payment, Event.AUTHORISE, payment.authorised))


def terms_of(order: Order) -> Event | None:
    """Why no money is awaited before shipping, if so."""
    if order.kind in UNPAID_KINDS or order.totals.total == 0:
        return Event.WAIVE
    if order.payment is None or (order.channel_data is not None and order.channel_data.pending):
        return None
    return TERMS.get(order.payment.method)


def _take_captured(file: CaseFile, payment: Payment) -> None:
    event = _told(file, payment, Event.CAPTURE, payment.captured)
    if take_money(file, event) and payment.refunded:
        # What went back before we saw the order lies behind us: it is entered, not asked for again.
        given = min(payment.refunded, event.amount)
        add_movement(file.session, movement(file, "refund", given, event.currency, f"{event.reference}:refunded"))
        rest = kept(file.session, file.order_id)
        file.take(Machine.PAYMENT, Event.REFUND_PART if rest else Event.REFUND, data={"amount": given})


def _told(file: CaseFile, payment: Payment, kind: Event, amount: int | None) -> PaymentEvent:
    named = payment.gateway_reference or "document"
    return PaymentEvent(
        kind=kind,
        # A gateway that states no amount means all of it.
        amount=file.case.total if amount is None else amount,
        currency=payment.currency or file.case.currency,
        # The capture of a payment bears the payment's own name, so that the gateway's event about it is the same.
        reference=named if kind is Event.CAPTURE else f"{named}:{kind}",
        at=payment.captured_at or payment.authorised_at or file.now,
    )
