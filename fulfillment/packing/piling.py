"""A quick look whether one box takes everything: pieces laid in corners of free surfaces, each wholly supported.

It finds the plain cases (books on each other, small things on large ones) in a fraction of a millisecond, so that the
search proper is kept for the others. Every piece lies on the floor or wholly on one other piece; what is left of its
surface is cut in two from edge to edge.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from fulfillment.packing.boxes import Box
from fulfillment.packing.filling import Outline, Spot

MOST_PIECES = 60  # more are left to the search, which knows regular patterns


class _Surface(NamedTuple):
    """A free rectangle to put things on, and how high it lies."""

    x: int
    y: int
    z: int
    length: int
    width: int


class _Turned(NamedTuple):
    """A piece as it would lie: along the box, across it, up."""

    length: int
    width: int
    height: int


_Order = Callable[[Outline], tuple[int, ...]]
_Choice = Callable[[_Surface, _Turned], tuple[int, ...]]

ORDERS: tuple[_Order, ...] = (
    lambda each: (-each.length_mm * each.width_mm * each.height_mm,),
    lambda each: (-_footprint(each), -min(each[:3])),
    lambda each: (-max(each[:3]), -_footprint(each)),
)
CHOICES: tuple[_Choice, ...] = (
    lambda surface, turned: (turned.height, surface.length * surface.width - turned.length * turned.width, surface.z),
    lambda surface, turned: (surface.z + turned.height, min(surface.length - turned.length, surface.width - turned.width)),
    lambda surface, turned: (min(surface.length - turned.length, surface.width - turned.width), turned.height, surface.z),
)


def pile(outlines: Sequence[Outline], box: Box) -> tuple[Spot, ...] | None:
    """Where everything lies in the box; None when this quick look finds no way, which does not mean there is none."""
    if len(outlines) > MOST_PIECES or sum(each.weight_g for each in outlines) > box.max_g:
        return None
    if sum(each.length_mm * each.width_mm * each.height_mm for each in outlines) > box.inner_volume_mm3:
        return None
    for order, choice in product(ORDERS, CHOICES):
        sequence = sorted(range(len(outlines)), key=lambda at, order=order: order(outlines[at]))  # type: ignore[misc]
        found = _piled(outlines, sequence, box, choice)
        if found is not None:
            return found
    return None


def _piled(
    outlines: Sequence[Outline], sequence: Sequence[int], box: Box, choice: _Choice
) -> tuple[Spot, ...] | None:
    surfaces = [_Surface(0, 0, 0, box.inner_length_mm, box.inner_width_mm)]
    spots = []
    for piece in sequence:
        best = None
        for turned in _ways_to_lie(outlines[piece]):
            for at, surface in enumerate(surfaces):
                if (
                    turned.length <= surface.length
                    and turned.width <= surface.width
                    and surface.z + turned.height <= box.inner_height_mm
                ):
                    rank = choice(surface, turned)
                    if best is None or rank < best[0]:
                        best = rank, at, turned
        if best is None:
            return None
        _, at, turned = best
        surface = surfaces.pop(at)
        surfaces.extend(_left(surface, turned))
        spots.append(Spot(piece, surface.x, surface.y, surface.z, *turned))
    return tuple(spots)


def _ways_to_lie(outline: Outline) -> tuple[_Turned, ...]:
    long, wide, high = outline[:3]
    ups = [(long, wide, high)] if outline.stands else [(long, wide, high), (long, high, wide), (wide, high, long)]
    return tuple(dict.fromkeys(_Turned(*each) for one, two, up in ups for each in ((one, two, up), (two, one, up))))


def _left(surface: _Surface, turned: _Turned) -> Iterator[_Surface]:
    """The top of the piece, and what is left beside it, cut so that the larger rectangle stays as large as it can."""
    x, y, z, length, width = surface
    yield _Surface(x, y, z + turned.height, turned.length, turned.width)
    beside, behind = length - turned.length, width - turned.width
    if beside * width >= behind * length:
        aside, after = (beside, width), (turned.length, behind)
    else:
        aside, after = (beside, turned.width), (length, behind)
    if min(aside) > 0:
        yield _Surface(x + turned.length, y, z, *aside)
    if min(after) > 0:
        yield _Surface(x, y + turned.width, z, *after)


def _footprint(outline: Outline) -> int:
    long, wide, high = outline[:3]
    return long * wide if outline.stands else long * wide * high // min(long, wide, high)
