"""What goods were sealed for, by line of an order: as the order says, else as its product file does."""

from collections.abc import Mapping

from engine.order.order import Order
from engine.order.terms import GoodsSeal
from engine.products.catalogue import Catalogue
from engine.products.effective import effective_lines


def seals_of(order: Order, catalogue: Catalogue | None) -> Mapping[int, frozenset[GoodsSeal]]:
    """Number of a line -> the seals of its goods; only lines that have any. A kit has its own and those of its
    contents."""
    found: dict[int, set[GoodsSeal]] = {}
    for each in effective_lines(order, catalogue, None):
        own = order.lines[each.number - 1]
        sold = None if catalogue is None else catalogue.find(own.sku)
        stated = (own.seal, each.line.seal, None if own.seal or sold is None else sold.seal)
        if seals := {seal for seal in stated if seal is not None}:
            found.setdefault(each.number, set()).update(seals)
    return {number: frozenset(seals) for number, seals in found.items()}
