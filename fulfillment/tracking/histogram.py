"""Quantiles and shares of what was counted. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

WHOLE = 10_000


def quantile(histogram: Mapping[int, int], permille: int) -> int:
    """The fewest days within which so many of a thousand were done (nearest rank); 0 where nothing was counted."""
    wanted = -(-permille * sum(histogram.values()) // 1000)
    reached = 0
    for days in sorted(histogram):
        reached += histogram[days]
        if reached >= wanted:
            return days
    return 0


def share_bp(part: int, whole: int) -> int:
    """Basis points, rounded half up; 0 of nothing."""
    return (part * WHOLE * 2 + whole) // (whole * 2) if whole else 0


@dataclass(slots=True)
class Tally:
    """What was counted of one service on one lane: by what, by value."""

    carrier: str
    of: dict[str, dict[int, int]] = field(default_factory=dict)

    def add(self, what: str, value: int, parcels: int) -> None:
        """Adds what another row holds."""
        values = self.of.setdefault(what, {})
        values[value] = values.get(value, 0) + parcels

    def many(self, what: str) -> int:
        """Parcels of which this was seen."""
        return sum(self.of.get(what, {}).values())

    def days(self, what: str) -> Mapping[int, int]:
        """The histogram of it."""
        return self.of.get(what, {})
