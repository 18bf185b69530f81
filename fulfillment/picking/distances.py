"""Shortest ways between points of a warehouse of parallel aisles."""

import itertools
from collections.abc import Sequence

from fulfillment.picking.layout import Layout, Point

Matrix = tuple[tuple[int, ...], ...]


class Distances:
    """The shortest way between two points uses one cross aisle, or none within one aisle.

    A second cross aisle never helps: between two of them one would walk up an aisle that is no shorter elsewhere.
    """

    def __init__(self, layout: Layout) -> None:
        self._apart_mm = layout.aisle_distance_mm
        self._crosses = layout.crosses_mm

    def between(self, one: Point, other: Point) -> int:
        """Millimetres of the shortest way."""
        if one.aisle == other.aisle:
            return abs(one.y_mm - other.y_mm)
        _, up = self._best_cross(one, other)
        return up + abs(one.aisle - other.aisle) * self._apart_mm

    def way(self, one: Point, other: Point) -> tuple[Point, ...]:
        """The turning points of the shortest way, with both its ends."""
        if one.aisle == other.aisle:
            return (one, other)
        cross, _ = self._best_cross(one, other)
        return _plain((one, Point(one.aisle, cross), Point(other.aisle, cross), other))

    def matrix(self, points: Sequence[Point]) -> Matrix:
        """All ways between all points."""
        return tuple(tuple(self.between(one, other) for other in points) for one in points)

    def _best_cross(self, one: Point, other: Point) -> tuple[int, int]:
        lengths = ((abs(one.y_mm - cross) + abs(other.y_mm - cross), cross) for cross in self._crosses)
        best, cross = min(lengths)
        return cross, best


def walked_mm(layout: Layout, points: Sequence[Point]) -> int:
    """The length of a walk of straight steps: within an aisle, or along a cross aisle."""
    steps = itertools.pairwise(points)
    return sum(
        abs(one.y_mm - other.y_mm) + abs(one.aisle - other.aisle) * layout.aisle_distance_mm for one, other in steps
    )


def _plain(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Without standing still."""
    return tuple(each for at, each in enumerate(points) if at == 0 or each != points[at - 1])
