"""The lines that facts are stated of: an order's lines joined to the product file, kits opened.

A kit's first content stands in the place of its line and further ones behind all lines of the order, so that line 3 of
the order stays the third for everybody; `number` says of which of the order's lines each is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from engine.order.line import Line
from engine.order.order import Order
from engine.products.catalogue import Catalogue
from engine.products.joining import join
from engine.products.kits import opened
from engine.products.product import Product, ProductStatus


class Standing(StrEnum):
    """How a line stands to the product file."""

    JOINED = "joined"
    UNKNOWN_SKU = "unknown_sku"
    DELISTED = "delisted"
    NO_PRODUCT_FILE = "no_product_file"


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveLine:
    """`number` counts the order's lines from 1. `conflicts` names fields that order and product state differently."""

    line: Line
    number: int
    standing: Standing
    conflicts: frozenset[str] = frozenset()
    product: Product | None = None


def effective_lines(order: Order, catalogue: Catalogue | None, destination: str | None) -> tuple[EffectiveLine, ...]:
    """All lines, those of the order in its order first. Without a catalogue they are the order's own."""
    if catalogue is None:
        return tuple(
            EffectiveLine(line=line, number=number, standing=Standing.NO_PRODUCT_FILE)
            for number, line in enumerate(order.lines, start=1)
        )
    first: list[EffectiveLine] = []
    further: list[EffectiveLine] = []
    for number, line in enumerate(order.lines, start=1):
        head, *rest = _lines_of(line, number, catalogue, destination)
        first.append(head)
        further += rest
    return (*first, *further)


def _lines_of(line: Line, number: int, catalogue: Catalogue, destination: str | None) -> Iterator[EffectiveLine]:
    product = catalogue.find(line.sku)
    if product is None or not product.components:
        yield _joined(line, number, product, destination)
        return
    for part in opened(line, product, catalogue.products):
        found = _joined(part, number, catalogue.products.get(part.sku or ""), destination)
        # What is off sale as a kit is off sale whatever it is made of.
        yield replace(found, standing=Standing.DELISTED) if product.status is ProductStatus.DELISTED else found


def _joined(line: Line, number: int, product: Product | None, destination: str | None) -> EffectiveLine:
    if product is None:
        return EffectiveLine(line=line, number=number, standing=Standing.UNKNOWN_SKU)
    joined = join(line, product, destination)
    delisted = product.status is ProductStatus.DELISTED
    return EffectiveLine(
        line=joined.line,
        number=number,
        standing=Standing.DELISTED if delisted else Standing.JOINED,
        conflicts=joined.conflicts,
        product=product,
    )
