"""Clean orders of marketplaces in the marketplaces' own documents, and the product file of the shop that sells there.

The orders are honest ones (`honest.market_order`): destinations and names of 25 countries, ordinary goods, addresses as
people write them. What our form knows and the marketplace does not tell is lost on the way, as in life; what the goods
are, the merchant's product file says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from engine.order.formats.registry import importer
from engine.order.formats.settings import ImportSettings, Products, products_of
from engine.order.line import Line
from engine.order.order import Order
from engine.order.reading import to_document
from engine.order.terms import Fulfiller
from tests.channel_servers import amazon_documents, ebay_documents
from tests.synthetic.honest import Shop, market_order

FIRST = datetime(2026, 10, 22, 6, tzinfo=UTC)
BETWEEN = timedelta(minutes=83)
OF_GOODS = ("hs_code", "origin", "weight_g", "battery", "liquid_ml")
FORMATS = ("amazon_2026", "ebay", "amazon_2026", "amazon_v0", "ebay")


@dataclass(frozen=True, slots=True)
class Sold:
    """An order as its marketplace tells it, and as our importer reads that."""

    format: str
    document: dict[str, object]
    order: Order


def market_orders(count: int, seed: int) -> Iterator[Sold]:
    """By rising time; the same for the same count and seed. None is shipped by the marketplace itself."""
    shop = Shop(Random(f"market {seed}"))
    made = [_made(shop, number) for number in range(count)]
    products = product_file(line for _, order in made for line in order.lines)
    for format_, order in made:
        document = document_of(format_, order)
        settings = ImportSettings(shop=order.shop, ship_from=order.ship_from, products=products)
        yield Sold(format_, document, importer(format_)(document, settings=settings))


def _made(shop: Shop, number: int) -> tuple[str, Order]:
    format_ = FORMATS[number % len(FORMATS)]
    while True:
        shop.orders += 1
        order = market_order(shop, FIRST + number * BETWEEN, format_.partition("_")[0])
        if order.channel_data is not None and order.channel_data.fulfilled_by is Fulfiller.SELLER:
            return format_, order


def document_of(format_: str, order: Order) -> dict[str, object]:
    """The marketplace's document of an order."""
    if format_ == "ebay":
        return ebay_documents.document(order)
    whole = amazon_documents.document_2026(order)
    if format_ == "amazon_2026":
        return whole
    head, items = amazon_documents.documents_v0(whole)
    return head | {"OrderItems": items}


def product_file(lines: Iterator[Line]) -> Products:
    """What the shop knows of its goods, an entry for each SKU."""
    known: dict[str, dict[str, object]] = {}
    for line in lines:
        described = {name: getattr(line, name) for name in OF_GOODS}
        known.setdefault(line.sku or "", {name: value for name, value in described.items() if value is not None})
    return products_of({sku: _plain(goods) for sku, goods in known.items()})


def _plain(goods: dict[str, object]) -> dict[str, object]:
    """Batteries as a product file writes them."""
    battery = goods.get("battery")
    if battery is None:
        return goods
    fields = {name: getattr(battery, name) for name in battery.__dataclass_fields__}  # type: ignore[attr-defined]
    return goods | {
        "battery": {
            name: str(value) if isinstance(value, str) else value for name, value in fields.items() if value is not None
        }
    }


__all__ = ["Sold", "document_of", "market_orders", "product_file", "to_document"]
