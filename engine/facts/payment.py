"""Facts of the payment: what is in, what is promised until when, and what card, wallet or bank say of the payer."""

from dataclasses import dataclass
from datetime import datetime

from engine.facts.card import card_facts
from engine.facts.known import known, same, stated
from engine.facts.names import same_person
from engine.facts.order import HOUR, free_of_charge
from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.order.payment import Payment
from engine.order.terms import PaymentMethod, PaymentStatus

ON_DELIVERY = frozenset({PaymentMethod.CASH_ON_DELIVERY, PaymentMethod.INVOICE})
MONEY_IN = frozenset({PaymentStatus.CAPTURED, PaymentStatus.SETTLED, PaymentStatus.PARTIALLY_REFUNDED})
PROMISED = frozenset({PaymentStatus.AUTHORISED, PaymentStatus.PARTIALLY_CAPTURED})


@dataclass(frozen=True, slots=True)
class Secured:
    """Minor units that are in, and minor units that are in or promised at the time of the decision."""

    paid: int
    secured: int


def payment_facts(order: Order, decided_at: datetime, destination: str | None) -> dict[str, Value]:
    """`payment.*` facts; empty where a payment was due and nothing is known of it."""
    payment = order.payment
    if payment is None:
        return {"payment.paid": True, "payment.secured": True} if free_of_charge(order) else {}
    return (
        _standing(payment)
        | _amounts(order, payment, decided_at)
        | _deadlines(order, payment, decided_at)
        | _payer(order, payment)
        | card_facts(order, payment, decided_at, destination)
    )


def _standing(payment: Payment) -> dict[str, Value]:
    return known(
        {
            "payment.method": payment.method.value,
            "payment.status": payment.status.value,
            "payment.gateway": None if payment.gateway is None else payment.gateway.strip().casefold(),
            "payment.on_delivery": payment.method in ON_DELIVERY,
            "payment.refunded_minor": payment.refunded,
            "payment.declined_attempts": payment.declined_attempts,
            "payment.gateway_risk": None if payment.gateway_risk is None else round(payment.gateway_risk),
        }
    )


def _amounts(order: Order, payment: Payment, decided_at: datetime) -> dict[str, Value]:
    """Amounts of another currency than the order's cannot be compared, so nothing is said of them."""
    matches = same(payment.currency, order.currency)
    if free_of_charge(order):
        return {"payment.paid": True, "payment.secured": True}
    if matches is False:
        return {"payment.currency_matches": False}
    amounts = secured_amounts(order, payment, decided_at)
    total = order.totals.total
    facts: dict[str, Value | None] = {
        "payment.currency_matches": matches,
        "payment.paid": amounts.paid >= total,
        "payment.secured": amounts.secured >= total,
    }
    if payment.method not in ON_DELIVERY:
        facts["payment.underpaid_minor"] = max(0, total - amounts.secured)
        facts["payment.overpaid_minor"] = max(0, amounts.secured - total)
    return known(facts)


def secured_amounts(order: Order, payment: Payment, decided_at: datetime) -> Secured:
    """What is in and what is promised. An amount that the gateway does not state is the order's total."""
    if payment.method is PaymentMethod.MARKETPLACE:
        paid = _marketplace_paid(order, payment)
        return Secured(paid, paid)
    paid = 0
    if payment.status in MONEY_IN:
        paid = order.totals.total if payment.captured is None else payment.captured
    elif payment.status is PaymentStatus.PARTIALLY_CAPTURED:
        paid = payment.captured or 0
    paid = max(0, paid - (payment.refunded or 0))
    return Secured(paid, max(paid, _promised(order, payment, decided_at)))


def _marketplace_paid(order: Order, payment: Payment) -> int:
    """The marketplace has the money once its own check is over and nothing was given back."""
    pending = order.channel_data is not None and order.channel_data.pending
    in_hand = payment.status in MONEY_IN or payment.status in PROMISED
    return 0 if pending or not in_hand else max(0, order.totals.total - (payment.refunded or 0))


def _promised(order: Order, payment: Payment, decided_at: datetime) -> int:
    expires = payment.authorisation_expires_at
    if payment.status not in PROMISED or (expires is not None and expires <= decided_at):
        return 0
    if payment.authorised is None:
        return order.totals.total if payment.status is PaymentStatus.AUTHORISED else 0
    return payment.authorised


def _deadlines(order: Order, payment: Payment, decided_at: datetime) -> dict[str, Value]:
    expires = payment.authorisation_expires_at
    if expires is None or payment.status not in PROMISED:
        return {}
    facts: dict[str, Value] = {"payment.authorisation_hours_left": (expires - decided_at) // HOUR}
    if order.ship_by is not None:
        facts["payment.authorisation_margin_hours"] = (expires - order.ship_by) // HOUR
    return facts


def _payer(order: Order, payment: Payment) -> dict[str, Value]:
    facts: dict[str, Value | None] = {}
    if payment.merchant_reference is not None:
        facts["payment.reference_matches"] = payment.merchant_reference in {order.id, order.channel_order_id}
    wallet, transfer, customer = payment.wallet, payment.transfer, order.customer
    if wallet is not None:
        email = None if customer is None else stated(customer.email)
        payer = stated(wallet.payer_email)
        facts["payment.wallet"] = wallet.kind.strip().casefold()
        facts["payment.wallet_payer_verified"] = wallet.payer_verified
        facts["payment.wallet_country"] = wallet.payer_country
        facts["payment.wallet_email_matches"] = same(email and email.casefold(), payer and payer.casefold())
    if transfer is not None:
        facts["payment.transfer_payer_matches"] = same_person(transfer.payer_name, _buyer_name(order))
        facts["payment.transfer_bank_country"] = transfer.bank_country
    return known(facts)


def _buyer_name(order: Order) -> str | None:
    stated_names = (
        order.customer.name if order.customer is not None else None,
        order.billing_address.name if order.billing_address is not None else None,
        order.shipping_address.name,
    )
    return next((name for name in map(stated, stated_names) if name is not None), None)
