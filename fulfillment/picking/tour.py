"""A round trip out of steps that must all be walked, each corner being entered as often as left.

The way of Hierholzer (1873): walk until back at the beginning, then fit in the rounds that were passed by.
"""

from collections.abc import Sequence
from typing import NamedTuple

from fulfillment.picking.layout import Point


class Step(NamedTuple):
    """A straight walk between two points, in either direction."""

    one: Point
    other: Point


def round_trip(start: Point, steps: Sequence[Step]) -> tuple[Point, ...]:
    """The points of a walk that uses every step once and comes back. The steps hang together and reach the start."""
    leaving: dict[Point, list[int]] = {start: []}
    for number, step in enumerate(steps):
        if step.one != step.other:
            leaving.setdefault(step.one, []).append(number)
            leaving.setdefault(step.other, []).append(number)
    used = [False] * len(steps)
    open_, walk = [start], []
    while open_:
        here = open_[-1]
        ways = leaving[here]
        while ways and used[ways[-1]]:
            ways.pop()
        if not ways:
            walk.append(open_.pop())
            continue
        number = ways.pop()
        used[number] = True
        step = steps[number]
        open_.append(step.other if step.one == here else step.one)
    return tuple(reversed(walk))
