"""An order's profit as it is kept: by what it is summed up, its parts, and what nobody knows; not figure by figure."""

from collections.abc import Mapping
from dataclasses import dataclass

from fulfillment.profit.figure import OrderProfit, Part


@dataclass(frozen=True, slots=True)
class Wanting:
    """A figure that nobody knows: of which part, and where it should be from."""

    part: Part
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOrder:
    """`parts` has those that the order has any figure of, None where some of it is not known; minor units."""

    order_id: str
    currency: str
    shop: str
    channel: str
    month: str
    lane: str
    kind: str
    original_order: str
    known_minor: int
    parts: Mapping[Part, int | None]
    unknown: tuple[Wanting, ...]

    @property
    def total_minor(self) -> int | None:
        """The profit; None where a part of it is not known."""
        return None if self.unknown else self.known_minor

    def of(self, part: Part) -> int | None:
        """The sum of one part; None where some of it is not known."""
        return self.parts.get(part, 0)

    def told(self) -> Mapping[str, object]:
        """What no column of a share has, as JSON; the inverse of `kept_order`."""
        return {
            "kind": self.kind,
            "original_order": self.original_order,
            "parts": dict(self.parts),
            "unknown": [[each.part, each.source] for each in self.unknown],
        }


def as_kept(profit: OrderProfit) -> KeptOrder:
    """What is kept of a profit."""
    met, seen = {each.part for each in profit.figures}, profit.seen
    return KeptOrder(
        order_id=profit.order_id, currency=profit.currency, shop=seen.shop, channel=seen.channel, month=seen.month,
        lane=seen.lane, kind=seen.kind, original_order=seen.original_order, known_minor=profit.known_minor,
        parts={part: profit.of(part) for part in Part if part in met},
        unknown=tuple(Wanting(each.part, each.source) for each in profit.unknown),
    )  # fmt: skip
