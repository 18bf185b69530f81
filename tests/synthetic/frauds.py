"""Patterns of fraud as a shop meets them: each function gives the orders of one burst, by rising time.

The number beside a pattern says how many of its first orders look honest and are not judged.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from engine.order.order import Order, Totals
from engine.order.party import Customer, Device
from engine.order.payment import CardChecks
from engine.order.terms import CheckResult
from engine.simulation import people
from tests.synthetic.breaches import captured, plain_order
from tests.synthetic.buyers import address_in, card_of
from tests.synthetic.honest import Shop
from tests.synthetic.shops import network_address, priced

Pattern = Callable[[Shop, datetime], Iterator[Order]]
THROWAWAY = ("mailinator.com", "guerrillamail.com", "yopmail.com", "10minutemail.com")
_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/146.0 Safari/537.36"


def card_testing(shop: Shop, start: datetime) -> Iterator[Order]:
    """A machine tries stolen cards with small orders, minutes apart, from one network and device."""
    chance = shop.chance
    ip, device = network_address(chance), Device(id=f"dev_{chance.getrandbits(48):012x}", user_agent=_AGENT)
    for turn in range(9):
        order = _cheap(plain_order(shop, start + timedelta(minutes=3 * turn), "US"))
        card = card_of("US", people.name("US", chance), chance)
        payment = replace(captured(order, card), declined_attempts=chance.randint(1, 4), gateway_risk=55.0)
        yield replace(order, ip=ip, ip_country="US", device=device, customer=_guest(shop, "US"), payment=payment)


def one_card_many_doors(shop: Shop, start: datetime) -> Iterator[Order]:
    """One stolen card buys for a different door every few hours."""
    chance = shop.chance
    thief = people.name("US", chance)
    card = card_of("US", thief, chance)
    for turn in range(9):
        order = plain_order(shop, start + timedelta(hours=2 * turn), chance.choice(("US", "GB", "CA", "FR")))
        yield replace(order, payment=captured(order, card))


def account_take_over(shop: Shop, start: datetime) -> Iterator[Order]:
    """An old account, suddenly from another country, on a new device, with a new card, for a new door, in a hurry."""
    chance = shop.chance
    order = plain_order(shop, start, chance.choice(("DE", "FR", "GB", "US")))
    home = order.shipping_address.country or "DE"
    door = address_in("US" if home != "US" else "GB", people.name("US", chance), chance)
    owner = order.customer or Customer()
    customer = replace(
        owner,
        id=f"cus-ato-{shop.orders}",
        guest=False,
        account_created_at=start - timedelta(days=900),
        orders_before=14,
    )
    dear = _dear(replace(order, customer=customer, shipping_address=door), 189_000)
    card = card_of("MX", people.name("MX", chance), chance)
    failed = CardChecks(avs_street=CheckResult.NO_MATCH, avs_postcode=CheckResult.NO_MATCH, cvc=CheckResult.MATCH)
    yield replace(
        dear,
        ip=network_address(chance),
        ip_country=chance.choice(("NG", "VN", "RU")),
        device=Device(id=f"dev_{chance.getrandbits(48):012x}", locale="en-US", timezone="Africa/Lagos"),
        buyer_note="Very urgent, ship today with express please.",
        payment=replace(captured(dear, card), checks=failed, declined_attempts=3, gateway_risk=71.0),
    )


def reshipping_ring(shop: Shop, start: datetime) -> Iterator[Order]:
    """Many names, many cards, one door: a forwarder's drop in another country than the cards."""
    chance = shop.chance
    drop = replace(address_in("US", people.name("US", chance), chance), line2=f"Suite {chance.randint(10000, 99999)}")
    for turn in range(10):
        order = plain_order(shop, start + timedelta(hours=7 * turn), chance.choice(("FR", "DE", "GB", "IT")))
        name = str(people.name("US", chance))
        moved = _dear(replace(order, shipping_address=replace(drop, name=name)), 42_000)
        yield replace(moved, payment=captured(moved, order.payment.card if order.payment else None))


def triangulation(shop: Shop, start: datetime) -> Iterator[Order]:
    """A seller elsewhere fills customers' orders here with stolen cards: one device, ever new cards and doors."""
    chance = shop.chance
    device = Device(id=f"dev_{chance.getrandbits(48):012x}", locale="en-US", timezone="Asia/Ho_Chi_Minh")
    ip, mailbox = network_address(chance), f"orders.{chance.randint(100, 999)}@gmail.com"
    for turn in range(9):
        order = plain_order(shop, start + timedelta(hours=5 * turn), "US")
        victim = people.name("US", chance)
        customer = Customer(name=str(victim), email=mailbox, guest=True)
        billing = address_in("US", victim, chance)
        unmatched = CardChecks(
            avs_street=CheckResult.NO_MATCH, avs_postcode=CheckResult.NO_MATCH, cvc=CheckResult.MATCH
        )
        payment = replace(captured(order, card_of("US", victim, chance)), checks=unmatched)
        yield replace(
            order, customer=customer, billing_address=billing, ip=ip, ip_country="VN", device=device, payment=payment
        )


def many_countries(shop: Shop, start: datetime) -> Iterator[Order]:
    """A throw-away mailbox, a high value, and card, network, bill and parcel in four countries."""
    chance = shop.chance
    order = _dear(plain_order(shop, start, "US"), 260_000)
    person = people.name("GB", chance)
    mailbox = f"{chance.getrandbits(50):x}@{chance.choice(THROWAWAY)}"
    yield replace(
        order,
        customer=Customer(name=str(person), email=mailbox, guest=True),
        billing_address=address_in("GB", person, chance),
        ip=network_address(chance),
        ip_country="NG",
        payment=replace(captured(order, card_of("BR", person, chance)), gateway_risk=66.0, declined_attempts=2),
    )


def _guest(shop: Shop, country: str) -> Customer:
    person = people.name(country, shop.chance)
    return Customer(name=str(person), email=f"{shop.chance.getrandbits(40):x}@gmail.com", guest=True)


def _cheap(order: Order) -> Order:
    return _of_value(order, 199)


def _dear(order: Order, eur_cents: int) -> Order:
    return _of_value(order, eur_cents)


def _of_value(order: Order, eur_cents: int) -> Order:
    """The same goods at another price, one piece, paid in full."""
    price = priced(eur_cents, order.currency)
    line = replace(order.lines[0], quantity=1, unit_price=price)
    totals = Totals(total=price, goods=price, shipping=0, tax=0, duty=0, discount=0)
    priced_anew = replace(order, lines=(line,), totals=totals)
    return replace(priced_anew, payment=captured(priced_anew, order.payment.card if order.payment else None))


PATTERNS: dict[str, tuple[int, Pattern]] = {
    "card_testing": (3, card_testing),
    "one_card_many_doors": (3, one_card_many_doors),
    "account_take_over": (0, account_take_over),
    "reshipping_ring": (4, reshipping_ring),
    "triangulation": (3, triangulation),
    "many_countries": (0, many_countries),
}
