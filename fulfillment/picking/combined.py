"""Combined: each aisle is walked through, or entered and left at the same end, whichever is shorter for the whole walk
(Roodbergen and De Koster 2001, International Journal of Production Research 39)."""

from collections.abc import Sequence

from fulfillment.picking.columns import Column, columns, home_end
from fulfillment.picking.layout import Layout, Point, Stop

_Best = dict[int, tuple[int, tuple[Point, ...]]]  # by the end where one stands: length in the aisles, and the points


def combined(layout: Layout, stops: Sequence[Stop]) -> tuple[Point, ...]:
    """The points of the walk, from the depot to the depot."""
    home, far = home_end(layout)
    depot = layout.depot.aisle
    best: _Best = {home: (0, (layout.start, Point(depot, home)))}
    for column in columns(layout, stops):
        best = _through(column, best, home, far)
    # The far end is no place to stop at: from there the way home is one aisle longer, through the depot's own.
    ends = {end: length + abs(end - home) for end, (length, _) in best.items()}
    end = min(ends, key=lambda each: (ends[each], each != home))
    return (*best[end][1], Point(depot, end), Point(depot, home), layout.start)


def _through(column: Column, best: _Best, home: int, far: int) -> _Best:
    """Every way to be at either end after this aisle. Walking across costs the same at both ends."""
    after: _Best = {}
    for end, (length, points) in best.items():
        other = far if end == home else home
        farthest = max(column.ys, key=lambda y: abs(y - end))
        ways = (
            (end, length + 2 * abs(farthest - end), (column.at(end), column.at(farthest), column.at(end))),
            (other, length + abs(far - home), (column.at(end), column.at(other))),
        )
        for to, long, more in ways:
            if to not in after or long < after[to][0]:
                after[to] = (long, (*points, *more))
    return after
