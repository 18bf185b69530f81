"""The same figures for parts of the orders: by destination, channel, shop and month."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.workbench.comparing.order import ADMIT, Compared

UNKNOWN = "-"
BY: Mapping[str, Callable[[Compared], str]] = {
    "country": lambda order: order.country,
    "channel": lambda order: order.channel,
    "shop": lambda order: order.shop,
    "month": lambda order: f"{order.placed_on:%Y-%m}",
}


@dataclass(slots=True)
class Slice:
    """Orders of one part, by outcome, and their admitted value in euro cents."""

    name: str
    orders: int = 0
    flipped: int = 0
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    admitted_before: int = 0
    admitted_after: int = 0

    def add(self, order: Compared) -> None:
        """Counts one order."""
        self.orders += 1
        self.flipped += order.is_flipped
        self.before[order.before] += 1
        self.after[order.after] += 1
        value = order.value or 0
        self.admitted_before += value if order.before == ADMIT else 0
        self.admitted_after += value if order.after == ADMIT else 0


class Slices:
    """Grows with the countries, channels, shops and months that there are."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, Slice]] = {by: {} for by in BY}

    def add(self, order: Compared) -> None:
        """Counts one order in each of its parts."""
        for by, name_of in BY.items():
            name = name_of(order) or UNKNOWN
            self._found[by].setdefault(name, Slice(name)).add(order)

    def of(self, by: str) -> tuple[Slice, ...]:
        """The parts: months in their order, else those where most flipped first, then the larger, then by name."""
        found = self._found[by].values()
        if by == "month":
            return tuple(sorted(found, key=lambda each: each.name))
        return tuple(sorted(found, key=lambda each: (-each.flipped, -each.orders, each.name)))
