"""Honest orders: what a shop that sells to 25 countries sees on ordinary days. Nothing here is shaped to the rules.

`honest_orders(count, seed)` spreads orders over thirty days, by channel (own shop 50 %, Amazon 30 %, eBay 20 %). Buyers
come back (22 % of own-shop orders), live in families behind one network address (3 %), travel or use a company's
network (5 %), share a mobile carrier's address (4 %), send presents (7 %), buy for their company (2 %), and make the
slips listed in `slips`. They obey the law of the destination, as `catalogue` says, and pay, as `payments` says.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

from engine.order.address import Address
from engine.order.order import ChannelData, Order, ShipFrom, Totals
from engine.order.party import Customer
from engine.order.terms import Fulfiller, OrderKind, TransportMode
from engine.simulation import people
from engine.simulation.places import EU
from tests.synthetic.baskets import company_identifiers, line_of, mode_of, shipping_of, tax_identifiers_of, totals_of
from tests.synthetic.buyers import NEXT_DOOR, Buyer, address_in, new_buyer, relative_of
from tests.synthetic.catalogue import product_for
from tests.synthetic.payments import Bill, marketplace_payment, own_shop_payment
from tests.synthetic.shops import (
    AMAZON_MARKETS,
    LOCALES,
    NETWORKS,
    currency_of,
    warehouse_for,
)
from tests.synthetic.slips import as_written, phone_as_written

FIRST_DAY = datetime(2026, 10, 22, tzinfo=UTC)
DAYS = 30
CHANNELS = (("own_shop", 50), ("amazon", 30), ("ebay", 20))
RETURNING = 0.22
FAMILY = 0.03
ABROAD = 0.05
CARRIER_NETWORK = 0.04
PRESENT = 0.07
PRESENT_ABROAD = 0.15
COMPANY = 0.02
PRE_ORDER = 0.01
REPLACEMENT = 0.006
NOTE = 0.06
_NOTES = (
    "Please leave it with the neighbour if nobody is in.", "Bitte beim Nachbarn abgeben, danke!", "Merci beaucoup !",
    "This is a birthday present, please put no invoice in the box.", "Als Geschenk verpacken, bitte.",
    "Will it arrive before the 20th? We go on holiday then.", "El timbre no funciona, por favor llamar.", "Thank you!",
    "Love your shop, second order already.", "请尽快发货,谢谢", "Doorbell says Harris, second floor.",
)  # fmt: skip
_COMPANIES = ("Bluebird Design", "Kontor Nord", "Atelier Lumen", "Greenfield Dental", "Studio Quadra", "Harbour Books")
_LEGAL_FORMS = {"US": "LLC", "GB": "Ltd", "DE": "GmbH", "FR": "SARL", "IT": "Srl", "ES": "SL", "AU": "Pty Ltd"}


@dataclass(slots=True)
class Shop:
    """What is remembered while the orders are made: who bought, and how many orders there were."""

    chance: Random
    orders: int = 0
    buyers: list[Buyer] = field(default_factory=list)


def honest_orders(count: int, seed: int) -> Iterator[Order]:
    """Orders by rising time; the same for the same count and seed."""
    chance = Random(f"honest {seed}")
    shop = Shop(chance)
    times = sorted(_moment(chance) for _ in range(count))
    for placed_at in times:
        shop.orders += 1
        channel = chance.choices([row[0] for row in CHANNELS], [row[1] for row in CHANNELS])[0]
        yield own_shop_order(shop, placed_at) if channel == "own_shop" else market_order(shop, placed_at, channel)


def own_shop_order(shop: Shop, placed_at: datetime, buyer: Buyer | None = None) -> Order:
    """One order of the merchant's own storefront, which knows network, device and payment."""
    chance = shop.chance
    buyer = buyer or _buyer(shop, placed_at)
    order = _goods_order(shop, placed_at, "own_shop", buyer, _own_recipient(buyer, chance))
    ip, ip_country = _network(buyer, chance)
    order = replace(
        order,
        customer=_customer(buyer),
        billing_address=replace(buyer.home, phone=None),
        ip=ip,
        ip_country=ip_country,
        device=buyer.device if chance.random() < 0.85 else None,
        buyer_note=chance.choice(_NOTES) if chance.random() < NOTE else None,
    )
    draw = chance.random()
    if draw < REPLACEMENT:
        return _replacement(order, chance)
    if draw < REPLACEMENT + COMPANY:
        order = _for_company(order, buyer, chance)
    elif draw < REPLACEMENT + COMPANY + PRE_ORDER:
        order = replace(order, kind=OrderKind.PRE_ORDER, ship_by=placed_at + timedelta(days=5))
    payment = own_shop_payment(_bill(order, buyer), chance.choice(buyer.cards), chance)
    return replace(order, payment=payment)


def market_order(shop: Shop, placed_at: datetime, channel: str) -> Order:
    """One order of a marketplace: a relay mailbox, no network, no device, no card, and the money is there."""
    chance = shop.chance
    buyer = new_buyer(shop.orders, placed_at, chance)
    while channel == "amazon" and buyer.country not in AMAZON_MARKETS and chance.random() < 0.8:
        buyer = new_buyer(shop.orders, placed_at, chance)
    order = _goods_order(shop, placed_at, channel, buyer, buyer.home)
    code = f"{chance.getrandbits(60):012x}"
    relay = f"{code}@marketplace.amazon.com" if channel == "amazon" else f"{code}@members.ebay.com"
    shipped_by = Fulfiller.MARKETPLACE if channel == "amazon" and chance.random() < 0.1 else Fulfiller.SELLER
    return replace(
        order,
        customer=Customer(name=str(buyer.name), email=relay),
        shipping_address=replace(order.shipping_address, email=None),
        channel_order_id=_channel_number(channel, chance),
        channel_data=ChannelData(
            buyer_id=f"buyer-{code[:8]}",
            fulfilled_by=shipped_by,
            tax_collected=buyer.country in EU | {"US", "GB", "AU", "NO", "NZ", "CA"},
            customer_messages=(chance.choice(_NOTES),) if chance.random() < NOTE else (),
        ),
        payment=marketplace_payment(_bill(order, buyer), channel),
    )


def _moment(chance: Random) -> datetime:
    """Any minute of the thirty days; nights are quieter."""
    hour = chance.choices(range(24), (3, 2, 1, 1, 1, 2, 3, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 7, 8, 9, 9, 8, 6, 4))[0]
    return FIRST_DAY + timedelta(days=chance.randrange(DAYS), hours=hour, seconds=chance.randrange(3600))


def _buyer(shop: Shop, placed_at: datetime) -> Buyer:
    chance, known = shop.chance, shop.buyers
    draw = chance.random()
    if known and draw < RETURNING:
        place = chance.randrange(len(known))
        buyer = known[place]
        known[place] = replace(buyer, orders=buyer.orders + 1)
        return buyer
    related = known and draw < RETURNING + FAMILY
    maker = relative_of(chance.choice(known), shop.orders, placed_at, chance) if related else None
    buyer = maker or new_buyer(shop.orders, placed_at, chance)
    known.append(replace(buyer, orders=buyer.orders + 1))
    return buyer


def _own_recipient(buyer: Buyer, chance: Random) -> Address:
    if chance.random() >= PRESENT:
        return buyer.home
    country = NEXT_DOOR.get(buyer.country, buyer.country) if chance.random() < PRESENT_ABROAD else buyer.country
    return address_in(country, people.name(country, chance), chance)


def _network(buyer: Buyer, chance: Random) -> tuple[str, str]:
    draw = chance.random()
    if draw < ABROAD:
        return f"{chance.choice(NETWORKS)}.7.{chance.randint(0, 90)}.{chance.randint(1, 254)}", chance.choice(
            tuple(LOCALES)
        )
    if draw < ABROAD + CARRIER_NETWORK:
        return f"100.1{sum(map(ord, buyer.country)) % 20 + 30}.{chance.randint(0, 3)}.9", buyer.country
    return buyer.ip, buyer.country


def _customer(buyer: Buyer) -> Customer:
    member = buyer.account_since is not None
    return Customer(
        id=f"cus-{buyer.number:06d}" if member else None,
        name=str(buyer.name),
        email=buyer.email,
        phone=buyer.phone,
        locale=LOCALES[buyer.country],
        guest=not member,
        account_created_at=buyer.account_since,
        orders_before=buyer.orders if member else None,
    )


def _goods_order(shop: Shop, placed_at: datetime, channel: str, buyer: Buyer, recipient: Address) -> Order:
    chance = shop.chance
    country = recipient.country or buyer.country
    currency = currency_of(buyer.country)
    products = [product_for(country, chance) for _ in range(chance.choices((1, 2, 3, 4, 6), (60, 23, 10, 5, 2))[0])]
    products = list({product.sku: product for product in products}.values())
    warehouse = warehouse_for(country, chance)
    mode = mode_of(products, country, chance)
    lines = tuple(line_of(product, currency, chance) for product in products)
    written = as_written(recipient, chance, by_post=mode is TransportMode.POST)
    wanted_phone = chance.random() < (0.95 if channel == "own_shop" else 0.9)
    phone = phone_as_written(
        people.phone(country, chance) if recipient is not buyer.home else buyer.phone, country, chance
    )
    return Order(
        id=f"{channel[:2].upper()}-{shop.orders:07d}",
        placed_at=placed_at,
        currency=currency,
        lines=lines,
        totals=totals_of(lines, currency, country, channel, chance),
        shipping_address=replace(written, phone=phone if wanted_phone else None, email=None),
        shop=f"{channel}-{buyer.country.lower()}",
        channel=channel,
        ship_by=placed_at + timedelta(days=chance.choice((1, 2, 2, 3))),
        ship_from=ShipFrom(country=warehouse.country, warehouse=warehouse.code, postcode=warehouse.postcode),
        shipping=shipping_of(mode, country, warehouse, channel, chance),
        tax_identifiers=tax_identifiers_of(country, warehouse, channel, chance),
    )


def _channel_number(channel: str, chance: Random) -> str:
    if channel == "amazon":
        return f"{chance.randint(100, 999)}-{chance.randint(10**6, 10**7 - 1)}-{chance.randint(10**6, 10**7 - 1)}"
    return f"{chance.randint(10, 27)}-{chance.randint(10**4, 10**5 - 1)}-{chance.randint(10**4, 10**5 - 1)}"


def _bill(order: Order, buyer: Buyer) -> Bill:
    return Bill(
        order_id=order.id,
        total=order.totals.total,
        currency=order.currency,
        placed_at=order.placed_at,
        ship_by=order.ship_by or order.placed_at,
        payer=str(buyer.name),
        email=buyer.email,
        country=buyer.country,
    )


def _for_company(order: Order, buyer: Buyer, chance: Random) -> Order:
    """A colleague orders for the office: a company on the bill, more pieces."""
    company = f"{chance.choice(_COMPANIES)} {_LEGAL_FORMS.get(buyer.country, '')}".strip()
    lines = tuple(replace(line, quantity=chance.choice((5, 8, 10, 12, 20))) for line in order.lines[:2])
    address = replace(order.shipping_address, company=company)
    totals = totals_of(lines, order.currency, address.country or "", "b2b", chance)
    customer = replace(order.customer, company=company) if order.customer else None
    billing = replace(order.billing_address, company=company) if order.billing_address else None
    return replace(
        order, kind=OrderKind.B2B, lines=lines, totals=totals, shipping_address=address, customer=customer,
        billing_address=billing, tax_identifiers=company_identifiers(order, chance),
    )  # fmt: skip


def _replacement(order: Order, chance: Random) -> Order:
    """A piece broke on the way and is sent once more, for nothing."""
    line = replace(order.lines[0], quantity=1)
    goods = line.unit_price
    return replace(
        order,
        kind=OrderKind.WARRANTY,
        lines=(line,),
        totals=Totals(total=0, goods=goods, shipping=0, tax=0, duty=0, discount=goods),
        original_order_id=f"OW-{chance.randint(1, 99999):07d}",
        payment=None,
    )
