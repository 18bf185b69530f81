"""Single orders with one thing wrong: an address that nobody can deliver to, money that is not there, goods that
may not enter, papers that are missing, words that ask for a false declaration."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from engine.order.address import Address
from engine.order.line import Line
from engine.order.order import Order, Totals
from engine.order.party import TaxIdentifier
from engine.order.payment import Card, CardChecks, Payment
from engine.order.terms import CheckResult, OrderKind, PaymentMethod, PaymentStatus, TransportMode
from tests.synthetic import forbidden
from tests.synthetic.buyers import card_of, new_buyer
from tests.synthetic.honest import Shop, own_shop_order
from tests.synthetic.shops import priced

Breach = Callable[[Shop, datetime, int], Order]
NO_POSTCODE_NO_PARCEL = ("US", "DE", "FR", "GB", "IT", "JP", "AU", "ES")
FAKE_PHONES = ("0000000000", "1234567890", "1111111111", "+1 202 555 0123", "9999999999", "00000")
EMBARGOED = (
    ("KP", "Pyongyang", None, "12 Changgwang Street", "999093"),
    ("CU", "La Habana", None, "Calle 23 No. 155", "10400"),
    ("IR", "Tehran", None, "12 Valiasr Street", "1435915371"),
    ("UA", "Simferopol", "Crimea", "vul. Kirova 5", "95000"),
)
NOTES = (
    "Please declare the value as 10 USD and mark it as gift, I do not want to pay customs.",
    "Bitte als Geschenk deklarieren mit Wert unter 20 Euro.",
    "Merci d'indiquer une valeur de 15 euros sur la douane.",
    "请申报低价值,写礼物,不要写真实价格",
    "Put a lower value on the customs form please",
    "Write 'documents' on the customs label instead of the real goods.",
)


def plain_order(shop: Shop, placed_at: datetime, country: str | None = None) -> Order:
    """An honest, captured card order to a country: what the breach is put into."""
    buyer = new_buyer(shop.orders, placed_at, shop.chance, country)
    shop.orders += 1
    order = own_shop_order(shop, placed_at, buyer)
    while order.kind is not OrderKind.RETAIL:
        order = own_shop_order(shop, placed_at, buyer)
    order = replace(order, buyer_note=None)
    address = replace(buyer.home, phone=buyer.phone)
    card = card_of(buyer.country, buyer.name, shop.chance)
    return replace(order, shipping_address=address, payment=captured(order, card))


def captured(order: Order, card: Card | None = None) -> Payment:
    """Paid by card, in full, with nothing to complain of."""
    return Payment(
        method=PaymentMethod.CARD,
        status=PaymentStatus.CAPTURED,
        currency=order.currency,
        gateway="stripe",
        gateway_reference=f"pay_{order.id}",
        merchant_reference=order.id,
        authorised=order.totals.total,
        captured=order.totals.total,
        authorised_at=order.placed_at,
        captured_at=order.placed_at,
        card=card,
        checks=CardChecks(cvc=CheckResult.MATCH),
        declined_attempts=0,
        gateway_risk=8.0,
    )


def _address(**changes: str | None) -> Breach:
    def breach(shop: Shop, placed_at: datetime, turn: int) -> Order:
        country = NO_POSTCODE_NO_PARCEL[turn % len(NO_POSTCODE_NO_PARCEL)]
        order = plain_order(shop, placed_at, country)
        return replace(order, shipping_address=replace(order.shipping_address, **changes))

    return breach


def _fake_phone(shop: Shop, placed_at: datetime, turn: int) -> Order:
    order = plain_order(shop, placed_at)
    phone = FAKE_PHONES[turn % len(FAKE_PHONES)]
    return replace(order, shipping_address=replace(order.shipping_address, phone=phone))


def _payment(change: Callable[[Order, Payment], Payment]) -> Breach:
    def breach(shop: Shop, placed_at: datetime, _turn: int) -> Order:
        order = plain_order(shop, placed_at)
        paid = captured(order, order.payment.card if order.payment else None)
        return replace(order, payment=change(order, paid))

    return breach


def _unpaid(_order: Order, paid: Payment) -> Payment:
    return replace(paid, status=PaymentStatus.FAILED, authorised=0, captured=0, captured_at=None)


def _expired(order: Order, paid: Payment) -> Payment:
    """Authorised for an earlier attempt, which the shop took up again too late."""
    ended = order.placed_at - timedelta(hours=30)
    promised = replace(paid, status=PaymentStatus.AUTHORISED, captured=0, captured_at=None)
    return replace(promised, authorised_at=ended - timedelta(days=7), authorisation_expires_at=ended)


def _underpaid(order: Order, paid: Payment) -> Payment:
    part = order.totals.total * 6 // 10
    return replace(paid, authorised=part, captured=part)


def _wrong_currency(order: Order, paid: Payment) -> Payment:
    return replace(paid, currency="USD" if order.currency != "USD" else "MXN")


def _checks_failed(_order: Order, paid: Payment) -> Payment:
    failed = CheckResult.NO_MATCH
    return replace(paid, checks=CardChecks(avs_street=failed, avs_postcode=failed, cvc=failed))


def _disputed(_order: Order, paid: Payment) -> Payment:
    return replace(paid, status=PaymentStatus.DISPUTED)


def _goods(rows: tuple[forbidden.Ware, ...]) -> Breach:
    def breach(shop: Shop, placed_at: datetime, turn: int) -> Order:
        line, country = forbidden.ware(rows, turn, 3999)
        return with_goods(plain_order(shop, placed_at, country), line)

    return breach


def _bare_cell(shop: Shop, placed_at: datetime, turn: int) -> Order:
    line, country = forbidden.bare_cell(turn, 3999, shop.chance)
    order = with_goods(plain_order(shop, placed_at, country), line)
    choice = order.shipping
    return replace(order, shipping=None if choice is None else replace(choice, mode=TransportMode.POST, carrier="post"))


def with_goods(order: Order, line: Line) -> Order:
    """The order for one other line, sent from China and paid in full."""
    price = priced(line.unit_price, order.currency)
    line = replace(line, unit_price=price)
    totals = Totals(total=price, goods=price, shipping=0, tax=0, duty=0, discount=0)
    origin = replace(order.ship_from, country="CN", warehouse="SZX-1", postcode="518000") if order.ship_from else None
    order = replace(order, lines=(line,), totals=totals, ship_from=origin)
    return replace(order, payment=captured(order, order.payment.card if order.payment else None))


def _embargoed(shop: Shop, placed_at: datetime, turn: int) -> Order:
    country, city, state, street, postcode = EMBARGOED[turn % len(EMBARGOED)]
    order = plain_order(shop, placed_at)
    name = order.shipping_address.name
    address = Address(name=name, line1=street, city=city, state=state, postcode=postcode, country=country)
    return replace(order, shipping_address=address)


def _identity(value: str | None) -> Breach:
    def breach(shop: Shop, placed_at: datetime, turn: int) -> Order:
        country = ("BR", "KR")[turn % 2] if value is None else "BR"
        order = plain_order(shop, placed_at, country)
        given = () if value is None else (TaxIdentifier(kind="CPF", value=value, country="BR"),)
        origin = replace(order.ship_from, country="CN", warehouse="SZX-1") if order.ship_from else None
        return replace(order, tax_identifiers=given, ship_from=origin)

    return breach


def _note(shop: Shop, placed_at: datetime, turn: int) -> Order:
    return replace(plain_order(shop, placed_at), buyer_note=NOTES[turn % len(NOTES)])


BREACHES: dict[str, Breach] = {
    "street_missing": _address(line1=None),
    "street_placeholder": _address(line1="n/a"),
    "city_missing": _address(city=None),
    "postcode_missing": _address(postcode=None),
    "phone_fake": _fake_phone,
    "unpaid": _payment(_unpaid),
    "authorisation_expired": _payment(_expired),
    "underpaid": _payment(_underpaid),
    "paid_in_other_currency": _payment(_wrong_currency),
    "card_checks_failed": _payment(_checks_failed),
    "disputed": _payment(_disputed),
    "weapon": _goods(forbidden.WEAPONS),
    "drug": _goods(forbidden.DRUGS),
    "e_cigarette": _goods(forbidden.VAPES),
    "counterfeit": _goods(forbidden.COPIES),
    "lithium_alone_by_post": _bare_cell,
    "false_hs_code": _goods(forbidden.DISGUISED),
    "embargoed_destination": _embargoed,
    "identity_missing": _identity(None),
    "identity_wrong": _identity("123.456.789-10"),
    "undervaluation_asked": _note,
}
