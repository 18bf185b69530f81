"""The formats of one order document by name, and how each is told from the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from engine.errors import UnknownFormat
from engine.order.formats import amazon_2026, amazon_v0, clearway, ebay, shopify, woocommerce
from engine.order.formats.settings import ImportSettings
from engine.order.order import Order


class Importer(Protocol):
    """Reads one order out of one document of a format."""

    def __call__(self, payload: Mapping[str, object], *, settings: ImportSettings) -> Order: ...


@dataclass(frozen=True, slots=True)
class Format:
    """`telltale`: fields that together only this format has at the top of an order; `envelope`: where one may lie."""

    read: Importer
    telltale: frozenset[str]
    envelope: str | None = None


FORMATS: Mapping[str, Format] = {
    "clearway": Format(clearway.read, frozenset({"placed_at", "lines", "totals"})),
    "shopify": Format(shopify.read, frozenset({"line_items", "financial_status", "total_price"}), "order"),
    "woocommerce": Format(woocommerce.read, frozenset({"line_items", "billing", "date_created_gmt"})),
    "amazon_v0": Format(amazon_v0.read, frozenset({"AmazonOrderId", "PurchaseDate"}), "payload"),
    "amazon_2026": Format(amazon_2026.read, frozenset({"orderId", "orderItems", "createdTime"}), "order"),
    "ebay": Format(ebay.read, frozenset({"orderId", "lineItems", "pricingSummary"})),
}


def format_of(document: Mapping[str, object]) -> str:
    """The name of the format of an order document. Raises UnknownFormat."""
    for name, known in FORMATS.items():
        inside = document.get(known.envelope) if known.envelope is not None else None
        if known.telltale <= document.keys() or (isinstance(inside, Mapping) and known.telltale <= inside.keys()):
            return name
    raise UnknownFormat


def importer(name: str) -> Importer:
    """How documents of a format are read. Raises UnknownFormat."""
    if name not in FORMATS:
        msg = f"there is no format of this name; use one of {', '.join(FORMATS)}"
        raise UnknownFormat(msg)
    return FORMATS[name].read
