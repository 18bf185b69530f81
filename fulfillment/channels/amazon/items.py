"""What sayings need to know of an order at Amazon: its items by SKU, what of it was shipped, and in which parcels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fulfillment.channels.errors import SayingRefused
from fulfillment.channels.protocol import LineShare


class Stage(StrEnum):
    """How far Amazon has it."""

    OPEN = "open"
    PENDING = "pending"
    CANCELLED = "cancelled"
    SHIPPED = "shipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line: `prices` in minor units for all its pieces, by what they are for: Principal, Shipping, Tax, in that
    order."""

    id: str
    sku: str
    quantity: int
    prices: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """`parcels` are tracking numbers with Amazon's name of the parcel."""

    ref: str
    marketplace: str
    stage: Stage
    items: tuple[Item, ...]
    parcels: tuple[tuple[str, str], ...] = ()


def shares(known: Known, lines: Iterable[LineShare]) -> list[dict[str, object]]:
    """Items with quantities, as Amazon numbers them; two items of one SKU are filled in turn.

    Raises SayingRefused where the order has no such article or fewer pieces.
    """
    left = {item.id: item.quantity for item in known.items}
    found: list[dict[str, object]] = []
    for line in lines:
        wanted = line.quantity
        for item in of_sku(known.items, line.sku):
            pieces = min(wanted, left[item.id])
            if pieces:
                found.append({"orderItemId": item.id, "quantity": pieces})
                left[item.id] -= pieces
                wanted -= pieces
        if wanted:
            raise SayingRefused("ARTICLE_UNKNOWN", f"the order has not so many pieces of `{line.sku}` at Amazon")
    return found


def of_sku(items: Sequence[Item], sku: str) -> list[Item]:
    """The items of an article."""
    return [item for item in items if item.sku == sku]
