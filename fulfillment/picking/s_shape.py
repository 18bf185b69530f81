"""S-shape: aisles with picks are walked through from end to end, one up, the next one down.

After an odd number the last aisle is left at the end at which it was entered (Hall 1993, IIE Transactions 25).
"""

from collections.abc import Sequence

from fulfillment.picking.columns import Column, columns, home_end
from fulfillment.picking.layout import Layout, Point, Stop


def s_shape(layout: Layout, stops: Sequence[Stop]) -> tuple[Point, ...]:
    """The points of the walk, from the depot to the depot."""
    found = columns(layout, stops)
    home, far = home_end(layout)
    walk = [layout.start, Point(layout.depot.aisle, home)]
    at = home
    for number, column in enumerate(found, 1):
        walk.append(column.at(at))
        if number == len(found) and at == home:
            walk += [column.at(_farthest(column, home)), column.at(home)]
        else:
            at = far if at == home else home
            walk.append(column.at(at))
    return (*walk, Point(layout.depot.aisle, at), layout.start)


def _farthest(column: Column, end: int) -> int:
    return max(column.ys, key=lambda y: abs(y - end))
