"""From a visit to the order that a shop or marketplace hands on."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from engine.order.address import Address
from engine.order.order import ChannelData, Order, ShipFrom, ShippingChoice, Totals
from engine.order.party import Customer, Device, TaxHolder, TaxIdentifier
from engine.order.payment import Card
from engine.order.terms import Incoterm, OrderKind, TransportMode
from engine.simulation import people
from engine.simulation.goods import Pick, line_of
from engine.simulation.identities import COMPANY_IDENTITIES, IDENTITIES
from engine.simulation.lanes import MARKETS, WAREHOUSES, priced
from engine.simulation.payments import HONEST, Payer, paid, paid_at_the_door, paid_to_marketplace
from engine.simulation.places import EU
from engine.simulation.shoppers import Shopper

UNNUMBERED = "unnumbered"
OWN_SHOP = "own_shop"
DUTY_PREPAID = EU | {"US", "GB", "NO", "CA", "AU"}
NO_POST = frozenset({"AE"})
IDENTITY_GIVEN = 0.97


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What happens at a checkout: who comes, from where, for what. None leaves it to the shopper's own.

    `slip` is the shopper's own address with a fault in it.
    """

    shopper: Shopper
    at: datetime
    origin: str
    basket: tuple[Pick, ...]
    network: str
    network_country: str
    card: Card
    device: Device | None = None
    recipient: Address | None = None
    slip: Address | None = None
    billing: Address | None = None
    customer: Customer | None = None
    payer: Payer = field(default=HONEST)
    note: str | None = None
    express: bool = False
    cash: bool = False
    channel: str = OWN_SHOP


def ordered(visit: Visit, chance: Random) -> Order:
    """The order of a visit, without its number."""
    if visit.channel != OWN_SHOP:
        return _at_marketplace(visit, chance)
    order = _goods(visit, chance)
    shopper = visit.shopper
    order = replace(
        order,
        customer=visit.customer or customer_of(shopper),
        billing_address=visit.billing or shopper.home,
        ip=visit.network,
        ip_country=visit.network_country,
        device=visit.device,
        buyer_note=visit.note,
        kind=OrderKind.B2B if shopper.company else OrderKind.RETAIL,
    )
    return paid_at_the_door(order) if visit.cash else paid(order, visit.card, visit.payer, chance)


def customer_of(shopper: Shopper) -> Customer:
    """The buyer as the shop's own accounts know them."""
    member = shopper.account_since is not None
    return Customer(
        id=f"cus-{shopper.number:07d}" if member else None,
        name=str(shopper.name),
        email=shopper.email,
        phone=shopper.phone,
        locale=MARKETS[shopper.country].locale,
        guest=not member,
        account_created_at=shopper.account_since,
        orders_before=shopper.orders if member else None,
        company=shopper.company,
    )


def numbered(order: Order, number: int) -> Order:
    """The order with its place in the stream as its number, in the payment too."""
    id_ = f"SIM-{number:08d}"
    payment = order.payment
    if payment is not None and payment.merchant_reference == UNNUMBERED:
        payment = replace(payment, merchant_reference=id_)
        if payment.transfer is not None:
            payment = replace(payment, transfer=replace(payment.transfer, reference=id_))
    return replace(order, id=id_, payment=payment)


def _at_marketplace(visit: Visit, chance: Random) -> Order:
    """A relay mailbox, no network, no device, no card: marketplaces keep all that to themselves."""
    order, shopper = _goods(visit, chance), visit.shopper
    code = f"{shopper.number:08x}{(shopper.number * 40503) % 65536:04x}"  # a marketplace knows its buyers again
    domain = "marketplace.amazon.com" if visit.channel == "amazon" else "members.ebay.com"
    order = replace(
        order,
        customer=Customer(name=str(shopper.name), email=f"{code}@{domain}"),
        channel_order_id=_channel_number(chance),
        channel_data=ChannelData(
            buyer_id=f"buyer-{code}", tax_collected=shopper.country in EU | {"US", "GB", "AU", "NO", "NZ", "CA"}
        ),
    )
    return paid_to_marketplace(order)


def _channel_number(chance: Random) -> str:
    parts = ((100, 999), (10**6, 10**7 - 1), (10**6, 10**7 - 1))
    return "-".join(str(chance.randint(*bounds)) for bounds in parts)


def _goods(visit: Visit, chance: Random) -> Order:
    shopper = visit.shopper
    recipient = visit.recipient or visit.slip or shopper.parcels_to or shopper.home
    country, currency = recipient.country or shopper.country, MARKETS[shopper.country].currency
    lines = tuple(line_of(pick, currency, chance) for pick in visit.basket)
    mode = _mode(visit, country, chance)
    warehouse, postcode = WAREHOUSES[visit.origin]
    phone = shopper.phone if visit.recipient is None else people.phone(country, chance)
    return Order(
        id=UNNUMBERED,
        placed_at=visit.at,
        currency=currency,
        lines=lines,
        totals=_totals(visit, currency, country, chance),
        shipping_address=replace(
            recipient, phone=_as_dialled(phone, country, chance) if chance.random() < 0.95 else None
        ),
        shop=f"{visit.channel}-{shopper.country.lower()}",
        channel=visit.channel,
        ship_by=visit.at + timedelta(days=chance.choice((1, 2, 2, 3))),
        ship_from=ShipFrom(country=visit.origin, warehouse=warehouse, postcode=postcode),
        shipping=_shipping(visit, mode, country),
        tax_identifiers=_tax_identifiers(visit, country, chance),
    )


def _as_dialled(phone: str, country: str, chance: Random) -> str:
    """With the country code or, at home, without; nothing else is known of a number abroad."""
    if chance.random() < 0.4 and phone.startswith(people.phone_code(country)):
        return people.national(phone, country)
    return phone


def _totals(visit: Visit, currency: str, country: str, chance: Random) -> Totals:
    goods = sum(pick.quantity * priced(pick.article.eur_cents, currency) for pick in visit.basket)
    express = priced(2490, currency) if visit.express else 0
    shipping = express or (0 if goods > priced(6000, currency) else priced(chance.choice((490, 690, 990)), currency))
    discount = goods // 10 if visit.channel == OWN_SHOP and chance.random() < 0.12 else 0
    tax = round((goods - discount) * 0.07) if country == "US" and currency == "USD" else 0
    total = goods + shipping + tax - discount
    return Totals(total=total, goods=goods, shipping=shipping, tax=tax, duty=0, discount=discount)


def _mode(visit: Visit, country: str, chance: Random) -> TransportMode:
    """Post for light parcels that all posts take; couriers for the others."""
    postable = all(pick.article.postable for pick in visit.basket)
    light = sum(pick.quantity * pick.article.grams for pick in visit.basket) < 2000
    by_post = light and postable and not visit.express and country not in NO_POST and not visit.cash
    return TransportMode.POST if by_post and chance.random() < 0.5 else TransportMode.COURIER


def _shipping(visit: Visit, mode: TransportMode, country: str) -> ShippingChoice:
    near = visit.origin == country or (visit.origin in EU and country in EU)
    carrier, service, days = (
        ("post", "airmail packet", 16) if mode is TransportMode.POST else ("express", "worldwide", 6)
    )
    paid_duty = visit.channel != OWN_SHOP or country in DUTY_PREPAID
    return ShippingChoice(
        carrier=carrier,
        service="domestic" if near else "priority" if visit.express else service,
        mode=mode,
        incoterm=Incoterm.DDP if paid_duty else Incoterm.DAP,
        promised_days=3 if visit.express or near else days,
    )


def _tax_identifiers(visit: Visit, country: str, chance: Random) -> tuple[TaxIdentifier, ...]:
    """The consignee's number where customs ask for one, and the seller's or marketplace's own."""
    numbers = []
    kinds = COMPANY_IDENTITIES if visit.shopper.company and country in COMPANY_IDENTITIES else IDENTITIES
    if country in kinds and chance.random() < IDENTITY_GIVEN:
        kind, maker = kinds[country]
        numbers.append(TaxIdentifier(kind=kind, value=maker(chance), country=country))
    holder = TaxHolder.MERCHANT if visit.channel == OWN_SHOP else TaxHolder.MARKETPLACE
    if country in EU and visit.origin not in EU:
        numbers.append(TaxIdentifier(kind="IOSS", value="IM2760000742", holder=holder))
    if country == "NO":
        numbers.append(TaxIdentifier(kind="VOEC", value="2024512", holder=holder))
    return tuple(numbers)
