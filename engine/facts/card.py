"""Facts of the card: its checks, 3-D Secure, whose and whence it is, and how long it lasts."""

from calendar import monthrange
from datetime import UTC, date, datetime

from engine.facts.avs import address_checks, whole_check
from engine.facts.known import known, same
from engine.facts.names import same_person
from engine.facts.three_ds import read_three_ds
from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.order.payment import Card, Payment
from engine.order.terms import LiabilityShift

BRANDS = {
    "american_express": "amex",
    "americanexpress": "amex",
    "master_card": "mastercard",
    "mc": "mastercard",
    "diners_club": "diners",
    "dinersclub": "diners",
    "china_unionpay": "unionpay",
    "union_pay": "unionpay",
    "cup": "unionpay",
    "cartebancaire": "cartes_bancaires",
    "carte_bancaire": "cartes_bancaires",
}
FUNDING = {
    "credit": "credit",
    "charge": "credit",
    "debit": "debit",
    "deferred_debit": "debit",
    "prepaid": "prepaid",
    "gift": "prepaid",
    "other": "other",
}


def brand_of(card: Card | None) -> str | None:
    """The brand in lower case, under one name whatever the gateway calls it."""
    if card is None or card.brand is None or not card.brand.strip():
        return None
    brand = card.brand.strip().casefold().replace(" ", "_").replace("-", "_")
    return BRANDS.get(brand, brand)


def card_facts(order: Order, payment: Payment, decided_at: datetime, destination: str | None) -> dict[str, Value]:
    """Card and check facts; empty where the gateway told nothing of a card."""
    brand = brand_of(payment.card)
    return _checks(payment, brand) | _three_ds(payment, brand) | _card(order, payment.card, decided_at, destination)


def _checks(payment: Payment, brand: str | None) -> dict[str, Value]:
    checks = payment.checks
    if checks is None:
        return {}
    gateway = None if payment.gateway is None else payment.gateway.strip().casefold()
    street, postcode = address_checks(checks, brand, gateway)
    return known(
        {
            "payment.avs_street": None if street is None else street.value,
            "payment.avs_postcode": None if postcode is None else postcode.value,
            "payment.avs": whole_check(street, postcode),
            "payment.cvc": None if checks.cvc is None else checks.cvc.value,
        }
    )


def _three_ds(payment: Payment, brand: str | None) -> dict[str, Value]:
    three_ds = payment.three_ds
    if three_ds is None:
        return {}
    reading = read_three_ds(three_ds, brand)
    shift: LiabilityShift | None = three_ds.liability_shift
    if reading is not None:
        shift = reading.shift
    return known(
        {
            "payment.three_ds": None if reading is None else reading.result,
            "payment.liability_shift": None if shift is None else shift.value,
        }
    )


def _card(order: Order, card: Card | None, decided_at: datetime, destination: str | None) -> dict[str, Value]:
    if card is None:
        return {}
    billing = order.billing_address.country if order.billing_address is not None else None
    last_day = last_day_of(card)
    return known(
        {
            "payment.card_brand": brand_of(card),
            "payment.card_funding": FUNDING.get((card.funding or "").strip().casefold()),
            "payment.card_bin": card.bin,
            "payment.card_country": card.issuing_country,
            "payment.card_country_matches_billing": same(card.issuing_country, billing),
            "payment.card_country_matches_shipping": same(card.issuing_country, destination),
            "payment.card_expired": _ends_before(last_day, decided_at),
            "payment.card_expires_before_dispatch": _ends_before(last_day, order.ship_by),
            "payment.card_holder_matches": _holder_matches(order, card),
        }
    )


def last_day_of(card: Card) -> date | None:
    """The last day of the month printed on the card; None for a month or year that cannot be."""
    if card.expiry_month is None or card.expiry_year is None or not 1 <= card.expiry_month <= 12:
        return None
    year = card.expiry_year + 2000 if card.expiry_year < 100 else card.expiry_year
    if not 2000 <= year <= 2200:
        return None
    return date(year, card.expiry_month, monthrange(year, card.expiry_month)[1])


def _ends_before(last_day: date | None, moment: datetime | None) -> bool | None:
    return None if last_day is None or moment is None else last_day < moment.astimezone(UTC).date()


def _holder_matches(order: Order, card: Card) -> bool | None:
    """Against the billing name, else the delivery name: either will do, an unreadable pair says nothing."""
    billing = order.billing_address.name if order.billing_address is not None else None
    names = (billing, order.shipping_address.name)
    answers = [same_person(card.holder, name) for name in names]
    return True if True in answers else (False if False in answers else None)
