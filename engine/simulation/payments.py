"""Payments as gateways report them. What differs between an honest payer and a thief are chances, never a field."""

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from engine.order.order import Order
from engine.order.payment import Card, CardChecks, Payment, ThreeDSecure, Transfer, Wallet
from engine.order.terms import CheckResult, LiabilityShift, PaymentMethod, PaymentStatus
from engine.simulation.places import EU

AVS_COUNTRIES = frozenset({"US", "CA", "GB"})
STRONG_AUTHENTICATION = EU | {"GB", "NO"}
CASH_COUNTRIES = frozenset({"AE", "JP", "PL", "IT"})
_ANSWERS = (
    (CheckResult.MATCH, CheckResult.MATCH),
    (CheckResult.NO_MATCH, CheckResult.MATCH),
    (CheckResult.UNAVAILABLE, CheckResult.UNAVAILABLE),
    (CheckResult.MATCH, CheckResult.NO_MATCH),
    (CheckResult.NO_MATCH, CheckResult.NO_MATCH),
)
_CVC = (CheckResult.MATCH, CheckResult.NOT_CHECKED, CheckResult.UNAVAILABLE, CheckResult.NO_MATCH)
_SILENT = (CheckResult.UNSUPPORTED, CheckResult.UNAVAILABLE, CheckResult.NOT_CHECKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """Chances, as weights or shares: what issuers and gateways answer to this kind of payer.

    `avs` are weights of both parts right, street wrong, no answer, postcode wrong, both wrong. `risk` are the two
    parameters of a beta distribution of the gateway's own score. `authenticated` is the share that passes 3-D Secure
    where the law does not ask for it.
    """

    card: float = 0.68
    avs: tuple[float, ...] = (88, 6, 3.5, 1.5, 1.0)
    cvc: tuple[float, ...] = (94, 4, 1.9, 0.1)
    declines: tuple[float, ...] = (89.5, 8, 1.8, 0.5, 0.2)
    authenticated: float = 0.15
    challenged: float = 0.8
    risk: tuple[float, float] = (1.2, 9.0)


HONEST = Payer()
THIEF = Payer(
    card=0.93,
    avs=(52, 12, 12, 7, 17),
    cvc=(80, 9, 6, 5),
    declines=(62, 20, 9, 6, 3),
    authenticated=0.03,
    challenged=0.3,
    risk=(1.9, 6.0),
)


def paid(order: Order, card: Card, payer: Payer, chance: Random) -> Order:
    """The order with a payment by card or wallet."""
    draw = chance.random()
    if draw < payer.card:
        payment = _by_card(order, card, payer, chance)
    elif draw < payer.card + 0.97 * (1 - payer.card):
        payment = _by_wallet(order, card, chance)
    else:
        payment = _by_transfer(order, chance)
    return replace(order, payment=payment)


def paid_at_the_door(order: Order) -> Order:
    """The order with the carrier collecting the money."""
    payment = Payment(
        method=PaymentMethod.CASH_ON_DELIVERY,
        status=PaymentStatus.PENDING,
        currency=order.currency,
        merchant_reference=order.id,
        authorised=0,
        captured=0,
    )
    return replace(order, payment=payment)


def paid_to_marketplace(order: Order) -> Order:
    """The order with what a marketplace tells: it has the money."""
    payment = Payment(
        method=PaymentMethod.MARKETPLACE,
        status=PaymentStatus.CAPTURED,
        currency=order.currency,
        gateway=order.channel,
        merchant_reference=order.id,
        captured=order.totals.total,
        captured_at=order.placed_at,
    )
    return replace(order, payment=payment)


def _by_card(order: Order, card: Card, payer: Payer, chance: Random) -> Payment:
    return replace(
        _money(order, PaymentMethod.CARD, chance),
        gateway=chance.choice(("stripe", "adyen")),
        card=card,
        checks=_checks(card, payer, chance),
        three_ds=_three_ds(card, payer, chance),
        declined_attempts=chance.choices(range(len(payer.declines)), payer.declines)[0],
        gateway_risk=float(round(min(99.0, chance.betavariate(*payer.risk) * 100))),
    )


def _checks(card: Card, payer: Payer, chance: Random) -> CardChecks:
    """What the issuer answers about billing address and card code; few countries' issuers check addresses."""
    cvc = chance.choices(_CVC, payer.cvc)[0]
    if card.issuing_country not in AVS_COUNTRIES:
        silent = chance.choice(_SILENT)
        return CardChecks(avs_street=silent, avs_postcode=silent, cvc=cvc)
    street, postcode = chance.choices(_ANSWERS, payer.avs)[0]
    return CardChecks(avs_street=street, avs_postcode=postcode, cvc=cvc)


def _three_ds(card: Card, payer: Payer, chance: Random) -> ThreeDSecure | None:
    """Strong authentication where the law asks for it, now and then elsewhere."""
    draw = chance.random()
    if card.issuing_country in STRONG_AUTHENTICATION:
        status = "Y" if draw < payer.challenged else "A" if draw < payer.challenged + 0.04 else "I"
    elif draw < payer.authenticated:
        status = "Y"
    else:
        return None
    codes = ("02", "01", "06") if card.brand == "mastercard" else ("05", "06", "07")
    shift = LiabilityShift.NO if status == "I" else LiabilityShift.YES
    return ThreeDSecure(version="2.2.0", eci=codes["YAI".index(status)], status=status, liability_shift=shift)


def _by_wallet(order: Order, card: Card, chance: Random) -> Payment:
    money = _money(order, PaymentMethod.WALLET, chance)
    kind = chance.choices(("paypal", "apple_pay", "google_pay"), (66, 22, 12))[0]
    if kind != "paypal":  # a phone's wallet is a card with a token instead of its number
        unchecked = CardChecks(cvc=CheckResult.NOT_CHECKED)
        return replace(money, gateway="stripe", card=card, checks=unchecked, wallet=Wallet(kind=kind))
    buyer = order.customer
    wallet = Wallet(
        kind=kind,
        payer_email=None if buyer is None else buyer.email,
        payer_country=card.issuing_country,
        payer_verified=chance.random() < 0.92,
    )
    return replace(money, gateway="paypal", wallet=wallet)


def _by_transfer(order: Order, chance: Random) -> Payment:
    name = order.billing_address.name if order.billing_address is not None else order.shipping_address.name
    country = (order.billing_address or order.shipping_address).country
    transfer = Transfer(payer_name=name, bank_country=country, reference=order.id)
    return replace(_money(order, PaymentMethod.BANK_TRANSFER, chance), gateway="bank", transfer=transfer)


def _money(order: Order, method: PaymentMethod, chance: Random) -> Payment:
    """Two thirds are captured at once; the others are promised until after dispatch."""
    total = order.totals.total
    promised = Payment(
        method=method,
        status=PaymentStatus.AUTHORISED,
        currency=order.currency,
        merchant_reference=order.id,
        gateway_reference=f"pay_{chance.getrandbits(64):016x}",
        authorised=total,
        captured=0,
        authorised_at=order.placed_at,
    )
    if chance.random() < 0.33 and method is not PaymentMethod.BANK_TRANSFER:
        return replace(promised, authorisation_expires_at=order.placed_at + timedelta(days=7))
    captured_at = order.placed_at + timedelta(minutes=1)
    return replace(promised, status=PaymentStatus.CAPTURED, captured=total, captured_at=captured_at)
