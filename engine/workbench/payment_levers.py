"""Levers of the payment: where it stands, what is secured, and what card, wallet and bank say."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.order.payment import Card, CardChecks, Payment, ThreeDSecure, Transfer, Wallet
from engine.order.terms import CheckResult, LiabilityShift, PaymentMethod, PaymentStatus

Lever = Callable[[Order, Value, datetime], Order | None]
Change = Callable[[Order, Payment, Value, datetime], Payment | None]
_ECI = {"authenticated": "05", "attempted": "06", "none": "07"}  # as Visa writes them
_AVS = {
    "match": (CheckResult.MATCH, CheckResult.MATCH),
    "partial": (CheckResult.MATCH, CheckResult.NO_MATCH),
    "no_match": (CheckResult.NO_MATCH, CheckResult.NO_MATCH),
    "neutral": (CheckResult.UNAVAILABLE, CheckResult.UNAVAILABLE),
}
SECURING = frozenset({PaymentStatus.CAPTURED, PaymentStatus.SETTLED})


def _lever(change: Change) -> Lever:
    """A change of the payment as a change of the order; an order of which no payment is known has no such lever."""

    def lever(order: Order, value: Value, at: datetime) -> Order | None:
        if order.payment is None:
            return None
        payment = change(order, order.payment, value, at)
        return None if payment is None else replace(order, payment=payment)

    return lever


def _field(name: str) -> Lever:
    return _lever(lambda _order, payment, value, _at: replace(payment, **{name: value}))  # type: ignore[arg-type]


def _card(name: str) -> Lever:
    def change(_order: Order, payment: Payment, value: Value, _at: datetime) -> Payment:
        return replace(payment, card=replace(payment.card or Card(), **{name: value}))  # type: ignore[arg-type]

    return _lever(change)


def _status(order: Order, payment: Payment, value: Value, at: datetime) -> Payment:
    """With the amounts that such a payment has."""
    status, total = PaymentStatus(str(value)), order.totals.total
    if status in SECURING:
        return replace(payment, status=status, captured=total, authorised=payment.authorised or total)
    if status is PaymentStatus.AUTHORISED:
        until = payment.authorisation_expires_at
        late = until is None or until <= at
        return replace(
            payment,
            status=status,
            authorised=total,
            captured=0,
            captured_at=None,
            refunded=0,
            authorised_at=min(payment.authorised_at or at, at),
            authorisation_expires_at=at + timedelta(days=6) if late else until,
        )
    return replace(payment, status=status)


def _method(_order: Order, payment: Payment, value: Value, _at: datetime) -> Payment:
    """What tells of the card goes with it."""
    method = PaymentMethod(str(value))
    if method is PaymentMethod.CARD:
        return replace(payment, method=method)
    return replace(payment, method=method, card=None, checks=None, three_ds=None)


def _secured(order: Order, payment: Payment, value: Value, at: datetime) -> Payment:
    if value:
        return _status(order, replace(payment, refunded=0), PaymentStatus.CAPTURED, at)
    return replace(payment, status=PaymentStatus.PENDING, captured=0, captured_at=None)


def _short_by(sign: int) -> Change:
    def change(order: Order, payment: Payment, value: Value, _at: datetime) -> Payment | None:
        paid = order.totals.total + sign * (value if type(value) is int else 0) + (payment.refunded or 0)
        if paid < 0:
            return None
        if payment.status is PaymentStatus.AUTHORISED:
            return replace(payment, authorised=paid)
        return replace(payment, captured=paid, authorised=paid)

    return change


def _refunded(_order: Order, payment: Payment, value: Value, _at: datetime) -> Payment:
    return replace(payment, refunded=int(str(value)))


def _avs(_order: Order, payment: Payment, value: Value, _at: datetime) -> Payment:
    street, postcode = _AVS[str(value)]
    return replace(
        payment, checks=replace(payment.checks or CardChecks(), avs_street=street, avs_postcode=postcode, avs_code=None)
    )


def _cvc(_order: Order, payment: Payment, value: Value, _at: datetime) -> Payment:
    return replace(payment, checks=replace(payment.checks or CardChecks(), cvc=CheckResult(str(value))))


def _three_ds(_order: Order, payment: Payment, value: Value, _at: datetime) -> Payment | None:
    card = replace(payment.card or Card(), brand="visa")
    if value == "failed":
        return replace(payment, card=card, three_ds=ThreeDSecure(version="2.2.0", status="N"))
    eci = _ECI.get(str(value))
    status = {"authenticated": "Y", "attempted": "A"}.get(str(value))
    return None if eci is None else replace(payment, card=card, three_ds=ThreeDSecure(eci=eci, status=status))


def _shift(_order: Order, payment: Payment, value: Value, _at: datetime) -> Payment:
    told = replace(
        payment.three_ds or ThreeDSecure(), liability_shift=LiabilityShift(str(value)), eci=None, status=None
    )
    return replace(payment, three_ds=told)


def _currency(order: Order, payment: Payment, value: Value, _at: datetime) -> Payment:
    other = "USD" if order.currency != "USD" else "EUR"
    return replace(payment, currency=order.currency if value else other)


def _reference(order: Order, payment: Payment, value: Value, _at: datetime) -> Payment:
    return replace(payment, merchant_reference=order.id if value else f"{order.id}-other")


def _holder(order: Order, payment: Payment, value: Value, _at: datetime) -> Payment:
    billing = order.billing_address or order.shipping_address
    name = billing.name or order.shipping_address.name if value else "Oswin Otherwise"
    return replace(payment, card=replace(payment.card or Card(), holder=name))


def _expired(before: timedelta) -> Change:
    """`before`: how long before the moment of the decision the month lies that is past."""

    def change(_order: Order, payment: Payment, value: Value, at: datetime) -> Payment:
        month = at - before if value else at + timedelta(days=800)
        return replace(payment, card=replace(payment.card or Card(), expiry_month=month.month, expiry_year=month.year))

    return change


def _same_country(*, of_billing: bool) -> Change:
    def change(order: Order, payment: Payment, value: Value, _at: datetime) -> Payment | None:
        address = order.billing_address if of_billing else order.shipping_address
        if address is None or address.country is None:
            return None
        country = address.country if value else ("BR" if address.country != "BR" else "NG")
        return replace(payment, card=replace(payment.card or Card(), issuing_country=country))

    return change


def _hours_left(order: Order, payment: Payment, value: Value, at: datetime) -> Payment | None:
    until = at + timedelta(hours=int(str(value)))
    promised = _status(order, payment, PaymentStatus.AUTHORISED, at)
    since = min(promised.authorised_at or at, until)
    return replace(promised, authorised_at=since, authorisation_expires_at=until)


def _margin(order: Order, payment: Payment, value: Value, at: datetime) -> Payment | None:
    if order.ship_by is None:
        return None
    until = order.ship_by + timedelta(hours=int(str(value)))
    return replace(_status(order, payment, PaymentStatus.AUTHORISED, at), authorisation_expires_at=until)


def _wallet(name: str) -> Change:
    def change(order: Order, payment: Payment, value: Value, _at: datetime) -> Payment:
        wallet = payment.wallet or Wallet(kind="paypal")
        if name == "payer_verified":
            return replace(payment, wallet=replace(wallet, payer_verified=bool(value)))
        own = None if order.customer is None else order.customer.email
        return replace(payment, wallet=replace(wallet, payer_email=own if value else "somebody.else@example.org"))

    return change


def _transfer(order: Order, payment: Payment, value: Value, _at: datetime) -> Payment:
    name = order.shipping_address.name if value else "Oswin Otherwise"
    return replace(payment, transfer=replace(payment.transfer or Transfer(), payer_name=name))


def _risk(_order: Order, payment: Payment, value: Value, _at: datetime) -> Payment:
    return replace(payment, gateway_risk=float(str(value)))


_CHANGES: dict[str, Change] = {
    "payment.status": _status,
    "payment.method": _method,
    "payment.secured": _secured,
    "payment.paid": _secured,
    "payment.underpaid_minor": _short_by(-1),
    "payment.overpaid_minor": _short_by(1),
    "payment.refunded_minor": _refunded,
    "payment.avs": _avs,
    "payment.cvc": _cvc,
    "payment.three_ds": _three_ds,
    "payment.liability_shift": _shift,
    "payment.currency_matches": _currency,
    "payment.reference_matches": _reference,
    "payment.card_holder_matches": _holder,
    "payment.card_expired": _expired(timedelta(days=60)),
    "payment.card_expires_before_dispatch": _expired(timedelta(days=40)),
    "payment.card_country_matches_billing": _same_country(of_billing=True),
    "payment.card_country_matches_shipping": _same_country(of_billing=False),
    "payment.authorisation_hours_left": _hours_left,
    "payment.authorisation_margin_hours": _margin,
    "payment.wallet_payer_verified": _wallet("payer_verified"),
    "payment.wallet_email_matches": _wallet("email"),
    "payment.transfer_payer_matches": _transfer,
    "payment.gateway_risk": _risk,
}
LEVERS: dict[str, Lever] = {
    **{name: _lever(change) for name, change in _CHANGES.items()},
    "payment.declined_attempts": _field("declined_attempts"),
    "payment.card_funding": _card("funding"),
    "payment.card_country": _card("issuing_country"),
}
