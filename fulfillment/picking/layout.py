"""A warehouse of parallel aisles, as far as walking is concerned; all lengths are millimetres.

Aisles run upwards from the front and are numbered from 1 at the left; cells are numbered from 1 at the front, and a
picker stands in the middle of the aisle before a cell, on whichever side it is. Cross aisles join all aisles: the first
one before cell 1, the last one behind the last cell, others between cells.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from fulfillment.picking.errors import LayoutRejected, StopRejected

MOST_AISLES = 1000
MOST_CELLS = 10_000


class Point(NamedTuple):
    """Where a picker stands: an aisle, and how far from the front edge of the warehouse."""

    aisle: int
    y_mm: int


class Stop(NamedTuple):
    """A place to pick from; `bin` is its code, which may be shared by nothing else on the same walk."""

    bin: str
    aisle: int
    cell: int


class Depot(NamedTuple):
    """Where walks begin and end: an aisle's end at a cross aisle, counted from 0 at the front."""

    aisle: int
    cross: int


AT_THE_LEFT = Depot(1, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """`cross_aisles` says after how many cells each one lies, from 0 to `cells`; `cross_width_mm` is their width.

    `zones` are ranges of aisles, from and to, by name. Raises LayoutRejected when the parts contradict each other.
    """

    aisles: int
    cells: int
    aisle_distance_mm: int
    cell_mm: int
    cross_aisles: tuple[int, ...]
    depot: Depot = AT_THE_LEFT
    cross_width_mm: int = 0
    zones: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _within("aisles", self.aisles, 1, MOST_AISLES)
        _within("cells", self.cells, 1, MOST_CELLS)
        _within("aisle_distance_mm", self.aisle_distance_mm, 1, 10**6)
        _within("cell_mm", self.cell_mm, 1, 10**6)
        _within("cross_width_mm", self.cross_width_mm, 0, 10**6)
        ends = (0, self.cells)
        if len(self.cross_aisles) < len(ends) or (self.cross_aisles[0], self.cross_aisles[-1]) != ends:
            raise LayoutRejected("cross_aisles", f"must begin with 0 and end with the number of cells, {self.cells}")
        if list(self.cross_aisles) != sorted(set(self.cross_aisles)):
            raise LayoutRejected("cross_aisles", "must rise, each named once")
        _within("depot aisle", self.depot.aisle, 1, self.aisles)
        _within("depot cross aisle", self.depot.cross, 0, len(self.cross_aisles) - 1)
        for name, (first, last) in self.zones.items():
            if not 1 <= first <= last <= self.aisles:
                raise LayoutRejected(f"zone `{name}`", f"must be a range of aisles within 1 to {self.aisles}")

    @property
    def single_block(self) -> bool:
        """Only the front and the back cross aisle."""
        return len(self.cross_aisles) == 2

    @property
    def crosses_mm(self) -> tuple[int, ...]:
        """How far from the front edge the middle of every cross aisle is."""
        return tuple(
            cells * self.cell_mm + number * self.cross_width_mm + self.cross_width_mm // 2
            for number, cells in enumerate(self.cross_aisles)
        )

    @property
    def start(self) -> Point:
        """Where the depot is."""
        return Point(self.depot.aisle, self.crosses_mm[self.depot.cross])

    def point(self, stop: Stop) -> Point:
        """Where a picker stands to pick there. Raises StopRejected for a place that is not in the warehouse."""
        if not (1 <= stop.aisle <= self.aisles and 1 <= stop.cell <= self.cells):
            detail = f"has aisles 1 to {self.aisles} with cells 1 to {self.cells}; check the layout"
            raise StopRejected(
                f"bin `{stop.bin}`", f"aisle {stop.aisle}, cell {stop.cell} is not there; the warehouse {detail}"
            )
        before = sum(1 for cells in self.cross_aisles if cells < stop.cell)
        return Point(stop.aisle, (2 * stop.cell - 1) * self.cell_mm // 2 + before * self.cross_width_mm)

    def zone_of(self, aisle: int) -> str:
        """The zone of an aisle; an empty name where none is drawn."""
        return next((name for name, (first, last) in self.zones.items() if first <= aisle <= last), "")


def _within(what: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise LayoutRejected(what, f"is {value} and must be from {least} to {most}")
