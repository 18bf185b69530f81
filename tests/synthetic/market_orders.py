"""Clean orders of marketplaces in the marketplaces' own documents, and the product file of the shop that sells there.

Three of four are honest orders of the usual 25 countries (`honest.market_order`), the fourth is one of `market_buyers`,
who live further away and write as marketplaces let them. What our form knows and the marketplace does not tell is lost
on the way, as in life; what the goods are, the merchant's product file says.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from engine.order.formats.registry import importer
from engine.order.formats.settings import ImportSettings, Products, products_of
from engine.order.line import Line
from engine.order.order import ChannelData, Order, ShipFrom
from engine.order.party import Customer, TaxIdentifier
from engine.order.terms import Fulfiller, PaymentMethod
from engine.simulation.identities import IDENTITIES
from tests.channel_servers import amazon_documents, ebay_documents
from tests.synthetic.baskets import line_of, totals_of
from tests.synthetic.catalogue import product_for
from tests.synthetic.honest import Shop, market_order
from tests.synthetic.market_buyers import FarBuyer, far_buyers
from tests.synthetic.shops import CURRENCIES, SHENZHEN, warehouse_for

FIRST = datetime(2026, 10, 22, 6, tzinfo=UTC)
BETWEEN = timedelta(minutes=83)
OF_GOODS = ("hs_code", "origin", "weight_g", "battery", "liquid_ml")
FORMATS = ("amazon_2026", "ebay", "amazon_2026", "amazon_v0", "ebay")
FAR = 4  # each fourth order goes to a buyer of `market_buyers`
EU = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)
COLLECTED = EU | {"US", "GB", "AU", "NO", "NZ", "CA"}


@dataclass(frozen=True, slots=True)
class Sold:
    """An order as its marketplace tells it, and as our importer reads that."""

    format: str
    document: dict[str, object]
    order: Order


def market_orders(count: int, seed: int) -> Iterator[Sold]:
    """By rising time; the same for the same count and seed. None is shipped by the marketplace itself."""
    made = list(_made(count, Random(f"market {seed}")))
    products = product_file(line for _, order in made for line in order.lines)
    for format_, order in made:
        document = document_of(format_, order)
        settings = ImportSettings(shop=order.shop, ship_from=order.ship_from, products=products)
        yield Sold(format_, document, importer(format_)(document, settings=settings))


def _made(count: int, chance: Random) -> Iterator[tuple[str, Order]]:
    shop, far = Shop(chance), far_buyers()
    chance.shuffle(far)
    for number in range(count):
        placed_at = FIRST + number * BETWEEN
        format_ = FORMATS[number % len(FORMATS)]
        if number % FAR == 0:
            yield _far(shop, placed_at, format_, far[number // FAR % len(far)])
        else:
            yield format_, _near(shop, placed_at, format_.partition("_")[0])


def _near(shop: Shop, placed_at: datetime, channel: str) -> Order:
    while True:
        shop.orders += 1
        order = market_order(shop, placed_at, channel)
        if order.channel_data is not None and order.channel_data.fulfilled_by is Fulfiller.SELLER:
            return replace(
                order, customer=Customer(name=order.shipping_address.name, email=_relay(channel, shop.chance))
            )


def _relay(channel: str, chance: Random) -> str:
    """The mailbox that the marketplace lends: letters and digits by turns."""
    name = "".join(f"{chance.choice('bcdfghjklmnpqrstvwxz')}{chance.randrange(10)}" for _ in range(7))
    return f"{name}@{'members.ebay.com' if channel == 'ebay' else 'marketplace.amazon.com'}"


def _far(shop: Shop, placed_at: datetime, format_: str, buyer: FarBuyer) -> tuple[str, Order]:
    """Amazon has no market in most of these places; eBay sells there in dollars."""
    chance, country = shop.chance, buyer.to.country or ""
    if country not in amazon_documents.MARKETPLACES:
        format_ = "ebay"
    base = _near(shop, placed_at, format_.partition("_")[0])
    currency = "EUR" if country in EU and country not in CURRENCIES else CURRENCIES.get(country, "USD")
    lines = tuple(line_of(product_for(country, chance), currency, chance) for _ in range(chance.choice((1, 1, 2))))
    warehouse = warehouse_for(country, chance)
    return format_, replace(
        base,
        currency=currency,
        lines=lines,
        totals=totals_of(lines, currency, country, base.channel, chance),
        shipping_address=buyer.to,
        shop=f"{base.channel}-{country.lower()}",
        customer=Customer(name=buyer.name, email=_relay(base.channel, chance)),
        ship_from=ShipFrom(country=warehouse.country, warehouse=warehouse.code, postcode=warehouse.postcode),
        tax_identifiers=_numbers(country, warehouse is SHENZHEN, chance),
        channel_data=ChannelData(
            buyer_id=f"buyer-{chance.getrandbits(32):08x}",
            fulfilled_by=Fulfiller.SELLER,
            tax_collected=country in COLLECTED,
        ),
        payment=base.payment and replace(base.payment, currency=currency, method=PaymentMethod.MARKETPLACE),
    )


def _numbers(country: str, from_afar: bool, chance: Random) -> tuple[TaxIdentifier, ...]:
    """What the marketplace's checkout asks the buyer for, and its own number for imports into the Union."""
    own: tuple[TaxIdentifier, ...] = ()
    if country in IDENTITIES:
        kind, maker = IDENTITIES[country]
        own = (TaxIdentifier(kind=kind, value=maker(chance), country=country),)
    return own + ((TaxIdentifier(kind="IOSS", value="IM2760000742"),) if country in EU and from_afar else ())


def document_of(format_: str, order: Order) -> dict[str, object]:
    """The marketplace's document of an order."""
    if format_ == "ebay":
        return ebay_documents.document(order)
    whole = amazon_documents.document_2026(order)
    if format_ == "amazon_2026":
        return whole
    head, items = amazon_documents.documents_v0(whole)
    return head | {"OrderItems": items}


def product_file(lines: Iterable[Line]) -> Products:
    """What the shop knows of its goods, an entry for each SKU."""
    known: dict[str, Mapping[str, object]] = {}
    for line in lines:
        known.setdefault(line.sku or "", _described(line))
    return products_of(known)


def _described(line: Line) -> dict[str, object]:
    fields = asdict(line)
    described = {name: fields[name] for name in OF_GOODS if fields[name] is not None}
    if line.battery is not None:
        described["battery"] = {name: value for name, value in asdict(line.battery).items() if value is not None}
    return described
