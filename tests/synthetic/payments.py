"""Payments of honest buyers as gateways report them: methods, states, checks, authorisations."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from engine.order.payment import Card, CardChecks, Payment, ThreeDSecure, Transfer, Wallet
from engine.order.terms import CheckResult, LiabilityShift, PaymentMethod, PaymentStatus
from engine.simulation.places import EU

# Shares. AVS answers come from issuers of four countries; elsewhere the scheme has nothing to say.
NOT_SECURED_YET = 0.03
AUTHORISED_ONLY = 0.33
AVS_COUNTRIES = frozenset({"US", "CA", "GB"})
STRONG_AUTHENTICATION = EU | {"GB", "NO"}
_AVS = (
    (88.0, CheckResult.MATCH, CheckResult.MATCH),
    (6.0, CheckResult.NO_MATCH, CheckResult.MATCH),  # "Apt 4" in the wrong line is enough
    (3.5, CheckResult.UNAVAILABLE, CheckResult.UNAVAILABLE),
    (1.5, CheckResult.MATCH, CheckResult.NO_MATCH),
    (1.0, CheckResult.NO_MATCH, CheckResult.NO_MATCH),  # moved house, the bank does not know yet
)
_CVC = ((94.0, CheckResult.MATCH), (4.0, CheckResult.NOT_CHECKED), (1.9, CheckResult.UNAVAILABLE),
    (0.1, CheckResult.NO_MATCH))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What is to be paid, by whom, and until when the money must stay promised."""

    order_id: str
    total: int
    currency: str
    placed_at: datetime
    ship_by: datetime
    payer: str
    email: str
    country: str


def own_shop_payment(bill: Bill, card: Card, chance: Random) -> Payment:
    """A payment at the shop's own checkout."""
    draw = chance.random()
    if draw < 0.64:
        return _by_card(bill, card, chance)
    if draw < 0.97:
        return _by_wallet(bill, card, chance)
    if draw < 0.985 and bill.country in STRONG_AUTHENTICATION:
        return replace(_money(bill, PaymentMethod.BNPL, chance), gateway="klarna")
    return _by_transfer(bill, chance)


def marketplace_payment(bill: Bill, channel: str) -> Payment:
    """The marketplace has the money and tells no more."""
    return Payment(
        method=PaymentMethod.MARKETPLACE,
        status=PaymentStatus.CAPTURED,
        currency=bill.currency,
        gateway=channel,
        merchant_reference=bill.order_id,
        captured=bill.total,
        captured_at=bill.placed_at,
    )


def checks_of(card: Card, chance: Random) -> CardChecks:
    """What the issuer answers about billing address and card code."""
    cvc = chance.choices([row[1] for row in _CVC], [row[0] for row in _CVC])[0]
    if card.issuing_country not in AVS_COUNTRIES:
        silent = chance.choice((CheckResult.UNSUPPORTED, CheckResult.UNAVAILABLE, CheckResult.NOT_CHECKED))
        return CardChecks(avs_street=silent, avs_postcode=silent, cvc=cvc)
    _, street, postcode = chance.choices(_AVS, [row[0] for row in _AVS])[0]
    return CardChecks(avs_street=street, avs_postcode=postcode, cvc=cvc)


def three_ds_of(card: Card, chance: Random) -> ThreeDSecure | None:
    """Strong authentication where the law asks for it, an attempt or nothing elsewhere."""
    eci = {"mastercard": ("02", "01", "06")}.get(card.brand or "", ("05", "06", "07"))
    draw = chance.random()
    if card.issuing_country in STRONG_AUTHENTICATION:
        row = ("Y", 0) if draw < 0.8 else ("A", 1) if draw < 0.83 else ("I", 2)
    elif draw < 0.15:
        row = ("Y", 0)
    else:
        return None
    shift = LiabilityShift.NO if row[0] == "I" else LiabilityShift.YES
    return ThreeDSecure(version="2.2.0", eci=eci[row[1]], status=row[0], liability_shift=shift)


def _by_card(bill: Bill, card: Card, chance: Random) -> Payment:
    return replace(
        _money(bill, PaymentMethod.CARD, chance),
        gateway=chance.choice(("stripe", "adyen")),
        card=card,
        checks=checks_of(card, chance),
        three_ds=three_ds_of(card, chance),
        declined_attempts=chance.choices((0, 1, 2, 3), (89.5, 8, 2, 0.5))[0],
        gateway_risk=float(round(min(99, chance.betavariate(1.2, 9) * 100))),
    )


def _by_wallet(bill: Bill, card: Card, chance: Random) -> Payment:
    money = _money(bill, PaymentMethod.WALLET, chance)
    kind = chance.choices(("paypal", "apple_pay", "google_pay"), (72, 18, 10))[0]
    if kind != "paypal":  # a phone's wallet is a card with a token instead of its number
        unchecked = CardChecks(cvc=CheckResult.NOT_CHECKED)
        return replace(money, gateway="stripe", card=card, checks=unchecked, wallet=Wallet(kind=kind))
    other_mailbox = chance.random() < 0.2
    wallet = Wallet(
        kind=kind,
        payer_email=f"{bill.payer.split()[0].lower()}.pay@outlook.com" if other_mailbox else bill.email,
        payer_country=bill.country,
        payer_verified=chance.random() < 0.9,
    )
    return replace(money, gateway="paypal", wallet=wallet)


def _by_transfer(bill: Bill, chance: Random) -> Payment:
    transfer = Transfer(payer_name=bill.payer, bank_country=bill.country, reference=bill.order_id)
    return replace(_money(bill, PaymentMethod.BANK_TRANSFER, chance), gateway="bank", transfer=transfer)


def _money(bill: Bill, method: PaymentMethod, chance: Random) -> Payment:
    bare = Payment(
        method=method,
        status=PaymentStatus.PENDING,
        currency=bill.currency,
        merchant_reference=bill.order_id,
        gateway_reference=f"pay_{chance.getrandbits(64):016x}",
        authorised=0,
        captured=0,
    )
    draw = chance.random()
    if draw < NOT_SECURED_YET:
        return replace(bare, status=chance.choice((PaymentStatus.PENDING, PaymentStatus.PENDING_ACTION)))
    promised = replace(bare, authorised=bill.total, authorised_at=bill.placed_at)
    if draw < NOT_SECURED_YET + AUTHORISED_ONLY and method is not PaymentMethod.BANK_TRANSFER:
        ends = max(bill.placed_at + timedelta(days=7), bill.ship_by + timedelta(days=2))
        return replace(promised, status=PaymentStatus.AUTHORISED, authorisation_expires_at=ends)
    return replace(
        promised,
        status=PaymentStatus.CAPTURED,
        captured=bill.total,
        captured_at=bill.placed_at + timedelta(minutes=1),
    )
