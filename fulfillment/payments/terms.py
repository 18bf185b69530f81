"""How an order is paid, as its document says: not at all, by the marketplace, later, or with money already there."""

from engine.order.order import Order
from engine.order.payment import Payment
from engine.order.terms import OrderKind, PaymentMethod, PaymentStatus
from fulfillment.casefile import CaseFile
from fulfillment.payments.following import follow
from fulfillment.payments.ledger import movement
from fulfillment.payments.naming import fitting
from fulfillment.payments.promising import honoured_until
from fulfillment.payments.taking import PaymentEvent, enter
from fulfillment.states import Event, Machine, Pay
from fulfillment.store.instructions import learn_names
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
    if payment is not None:
        names = (payment.gateway_reference, payment.merchant_reference)
        learn_names(file.session, file.merchant, file.order_id, [name for name in names if name])
    terms = terms_of(file.order)
    if terms is not None and file.case.payment == Pay.PENDING:
        file.take(Machine.PAYMENT, terms)
    elif payment is not None and payment.status in HAVE_MONEY:
        _take_captured(file, payment)
    elif payment is not None and payment.status is PaymentStatus.AUTHORISED:
        enter(file, _told(file, payment, Event.AUTHORISE, payment.authorised))


def terms_of(order: Order) -> Event | None:
    """Why no money is awaited before shipping, if so."""
    if order.kind in UNPAID_KINDS or order.totals.total == 0:
        return Event.WAIVE
    if order.payment is None or (order.channel_data is not None and order.channel_data.pending):
        return None
    return TERMS.get(order.payment.method)


def _take_captured(file: CaseFile, payment: Payment) -> None:
    event = _told(file, payment, Event.CAPTURE, payment.captured)
    if event.amount and enter(file, event) and payment.refunded:
        # What went back before we saw the order lies behind us: it is entered, not asked for again.
        given = min(payment.refunded, event.amount)
        add_movement(
            file.session, movement(file, "refund", given, event.currency, fitting(f"{event.reference}:refunded"))
        )
        rest = kept(file.session, file.order_id)
        follow(file, Event.REFUND_PART if rest else Event.REFUND, {"amount": given})


def _told(file: CaseFile, payment: Payment, kind: Event, amount: int | None) -> PaymentEvent:
    named = payment.gateway_reference or "document"
    since = payment.authorised_at or file.now
    gateway = (payment.gateway or "").lower()
    return PaymentEvent(
        kind=kind,
        # A gateway that states no amount means all of it.
        amount=file.case.total if amount is None else amount,
        currency=payment.currency or file.case.currency,
        # The capture of a payment bears the payment's own name, so that the gateway's event about it is the same.
        reference=named if kind is Event.CAPTURE else f"{named}:{kind}",
        at=(payment.captured_at if kind is Event.CAPTURE else None) or since,
        subject=named,
        gateway=gateway,
        expires_at=honoured_until(payment, gateway, since) if kind is Event.AUTHORISE else None,
    )
