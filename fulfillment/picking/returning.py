"""Return: every aisle with picks is entered and left at the end where the depot is."""

from collections.abc import Sequence

from fulfillment.picking.columns import columns, home_end
from fulfillment.picking.layout import Layout, Point, Stop


def returning(layout: Layout, stops: Sequence[Stop]) -> tuple[Point, ...]:
    """The points of the walk, from the depot to the depot."""
    home, _ = home_end(layout)
    walk = [layout.start, Point(layout.depot.aisle, home)]
    for column in columns(layout, stops):
        farthest = max(column.ys, key=lambda y: abs(y - home))
        walk += [column.at(home), column.at(farthest), column.at(home)]
    return (*walk, Point(layout.depot.aisle, home), layout.start)
