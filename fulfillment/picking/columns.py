"""The stops of a walk by aisle: what every simple way of walking looks at."""

from collections.abc import Sequence
from dataclasses import dataclass

from fulfillment.picking.layout import Layout, Point, Stop


@dataclass(frozen=True, slots=True)
class Column:
    """An aisle with stops: how far from the front edge they are, rising, each once."""

    aisle: int
    ys: tuple[int, ...]

    def at(self, y_mm: int) -> Point:
        """A point of this aisle."""
        return Point(self.aisle, y_mm)


def columns(layout: Layout, stops: Sequence[Stop]) -> tuple[Column, ...]:
    """Aisles with stops, from left to right."""
    found: dict[int, set[int]] = {}
    for stop in stops:
        found.setdefault(stop.aisle, set()).add(layout.point(stop).y_mm)
    return tuple(Column(aisle, tuple(sorted(ys))) for aisle, ys in sorted(found.items()))


def ends(layout: Layout) -> tuple[int, int]:
    """The front and the back cross aisle; the simple ways of walking use no others."""
    crosses = layout.crosses_mm
    return crosses[0], crosses[-1]


def home_end(layout: Layout) -> tuple[int, int]:
    """The end at which the depot is, or the nearer one when it is between, and the other end."""
    front, back = ends(layout)
    depot = layout.start.y_mm
    return (front, back) if depot - front <= back - depot else (back, front)
