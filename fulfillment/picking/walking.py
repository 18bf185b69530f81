"""From the points of a walk to what is picked when."""

import itertools
from collections.abc import Sequence

from fulfillment.picking.layout import Layout, Point, Stop


def straightened(points: Sequence[Point]) -> tuple[Point, ...]:
    """The same walk without standing still and without points that only lie on the way."""
    kept: list[Point] = []
    for each in points:
        if kept and kept[-1] == each:
            continue
        while len(kept) > 1 and _between(kept[-2], kept[-1], each):
            kept.pop()
        kept.append(each)
    return tuple(kept)


def picked_on_the_way(layout: Layout, points: Sequence[Point], stops: Sequence[Stop]) -> tuple[Stop, ...]:
    """The stops in the order in which the walk first passes them; those that it does not pass are left out."""
    waiting: dict[int, list[tuple[int, Stop]]] = {}
    for stop in stops:
        waiting.setdefault(stop.aisle, []).append((layout.point(stop).y_mm, stop))
    taken: list[Stop] = []
    for one, other in itertools.pairwise(points):
        if one.aisle != other.aisle or one.aisle not in waiting:
            continue
        low, high = sorted((one.y_mm, other.y_mm))
        passed = [each for each in waiting[one.aisle] if low <= each[0] <= high]
        passed.sort(key=lambda each: (each[0], each[1]), reverse=one.y_mm > other.y_mm)
        taken.extend(stop for _, stop in passed)
        waiting[one.aisle] = [each for each in waiting[one.aisle] if each not in passed]
    return tuple(taken)


def _between(one: Point, middle: Point, other: Point) -> bool:
    """The middle point lies on the straight way between the two others."""
    if one.aisle == middle.aisle == other.aisle:
        return min(one.y_mm, other.y_mm) <= middle.y_mm <= max(one.y_mm, other.y_mm)
    if one.y_mm == middle.y_mm == other.y_mm:
        return min(one.aisle, other.aisle) <= middle.aisle <= max(one.aisle, other.aisle)
    return False
