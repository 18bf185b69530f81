"""Largest gap: the first and the last aisle with picks are walked through; the others are entered from both ends as far
as the largest gap between two picks, or between a pick and an end (Hall 1993, IIE Transactions 25)."""

import itertools
from collections.abc import Sequence

from fulfillment.picking.columns import Column, columns, home_end
from fulfillment.picking.layout import Layout, Point, Stop
from fulfillment.picking.returning import returning


def largest_gap(layout: Layout, stops: Sequence[Stop]) -> tuple[Point, ...]:
    """The points of the walk, from the depot to the depot: out along the far end, back along the near one."""
    found = columns(layout, stops)
    if len(found) <= 1:
        return returning(layout, stops)
    home, far = home_end(layout)
    first, *inner, last = found
    walk = [layout.start, Point(layout.depot.aisle, home), first.at(home), first.at(far)]
    for column in inner:
        near, _ = _parts(column, home, far)
        walk += _dip(column, far, [y for y in column.ys if y not in near])
    walk += [last.at(far), last.at(home)]
    for column in reversed(inner):
        near, _ = _parts(column, home, far)
        walk += _dip(column, home, near)
    return (*walk, Point(layout.depot.aisle, home), layout.start)


def _parts(column: Column, home: int, far: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Picks that are fetched from the near end, and those from the far end."""
    rising = sorted(column.ys, key=lambda y: abs(y - home))
    marks = [home, *rising, far]
    gaps = [abs(other - one) for one, other in itertools.pairwise(marks)]
    cut = max(range(len(gaps)), key=lambda at: gaps[at])
    return tuple(rising[:cut]), tuple(rising[cut:])


def _dip(column: Column, end: int, picks: Sequence[int]) -> list[Point]:
    if not picks:
        return []
    return [column.at(end), column.at(max(picks, key=lambda y: abs(y - end))), column.at(end)]
