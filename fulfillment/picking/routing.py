"""One way in to planning a walk: stops in order, the way walked, its length, and how far that is from the best."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fulfillment.picking.blocks import Tour, improved
from fulfillment.picking.combined import combined
from fulfillment.picking.distances import Distances, walked_mm
from fulfillment.picking.exact import shortest
from fulfillment.picking.held_karp import held_karp
from fulfillment.picking.largest_gap import largest_gap
from fulfillment.picking.layout import Layout, Point, Stop
from fulfillment.picking.one_tree import lower_bound
from fulfillment.picking.returning import returning
from fulfillment.picking.s_shape import s_shape
from fulfillment.picking.walking import picked_on_the_way, straightened

FEW = 11  # places up to which the shortest round over several blocks is found by trying


class Policy(StrEnum):
    """Ways of walking. `exact` is as short as it can be with one block, and nearly so with several."""

    EXACT = "exact"
    S_SHAPE = "s_shape"
    LARGEST_GAP = "largest_gap"
    RETURN = "return"
    COMBINED = "combined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A walk from the depot past all stops to the depot; lengths are millimetres.

    `points` are its turning points. `best_mm` is the length of the shortest walk where `proved`, else a length that no
    walk can beat.
    """

    stops: tuple[Stop, ...]
    points: tuple[Point, ...]
    distance_mm: int
    best_mm: int
    proved: bool

    @property
    def ratio(self) -> float:
        """Length over the best length; 1.0 for nothing to walk."""
        return self.distance_mm / self.best_mm if self.best_mm else 1.0


_Walk = Callable[[Layout, Sequence[Stop]], tuple[Point, ...]]
SIMPLE: Mapping[Policy, _Walk] = {
    Policy.S_SHAPE: s_shape,
    Policy.LARGEST_GAP: largest_gap,
    Policy.RETURN: returning,
    Policy.COMBINED: combined,
}


def route(layout: Layout, stops: Sequence[Stop], policy: Policy = Policy.EXACT) -> Route:
    """Plans a walk. Raises StopRejected for a place that the warehouse does not have.

    The simple ways use the first and the last cross aisle alone, so they fit every warehouse, if not always well.
    """
    best, best_mm, proved = _best(layout, stops)
    points = straightened(best if policy is Policy.EXACT else SIMPLE[policy](layout, stops))
    return Route(
        stops=picked_on_the_way(layout, points, stops),
        points=points,
        distance_mm=walked_mm(layout, points),
        best_mm=best_mm,
        proved=proved,
    )


def best_walk_mm(layout: Layout, stops: Sequence[Stop]) -> int:
    """How long the walk is that `exact` finds, without its order: for comparing batches."""
    if layout.single_block:
        return walked_mm(layout, shortest(layout, stops))
    return walked_mm(layout, _over_blocks(layout, stops)[0])


def _best(layout: Layout, stops: Sequence[Stop]) -> tuple[tuple[Point, ...], int, bool]:
    """The best walk that is known, its length or a bound of it, and whether it is proved to be the shortest."""
    if layout.single_block:
        points = shortest(layout, stops)
        return points, walked_mm(layout, points), True
    points, bound, proved = _over_blocks(layout, stops, bounded=True)
    return points, bound, proved


def _over_blocks(
    layout: Layout, stops: Sequence[Stop], *, bounded: bool = False
) -> tuple[tuple[Point, ...], int, bool]:
    ways = Distances(layout)
    asked = {layout.point(each): each for each in stops}
    places = (layout.start, *sorted(asked.keys() - {layout.start}))
    matrix = ways.matrix(places)
    if len(places) <= FEW + 1:
        length, tour = held_karp(matrix)
        return _points(ways, places, tour), length, True
    numbers = {asked[place]: number for number, place in enumerate(places) if number}
    length, tour = improved(matrix, [_order(layout, numbers, walk) for walk in SIMPLE.values()])
    bound = lower_bound(matrix, length) if bounded else 0
    return _points(ways, places, tour), bound, bound == length


def _order(layout: Layout, numbers: Mapping[Stop, int], walk: _Walk) -> Tour:
    """The places in the order in which a simple walk passes them, to be improved."""
    points = walk(layout, tuple(numbers))
    return (0, *(numbers[each] for each in picked_on_the_way(layout, points, tuple(numbers))))


def _points(ways: Distances, places: Sequence[Point], tour: Sequence[int]) -> tuple[Point, ...]:
    walk: list[Point] = [places[0]]
    for number in (*tour[1:], 0):
        walk.extend(ways.way(walk[-1], places[number])[1:])
    return tuple(walk)
