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
    lambda each: (-each.volume_mm3,),
    lambda each: (-_footprint(each), -min(each.sides)),
    lambda each: (-max(each.sides), -_footprint(each)),
)
CHOICES: tuple[_Choice, ...] = (
    lambda on, lying: (lying.height, on.length * on.width - lying.length * lying.width, on.z),
    lambda on, lying: (on.z + lying.height, min(on.length - lying.length, on.width - lying.width)),
    lambda on, lying: (min(on.length - lying.length, on.width - lying.width), lying.height, on.z),
)


def pile(outlines: Sequence[Outline], box: Box) -> tuple[Spot, ...] | None:
    """Where everything lies in the box; None when this quick look finds no way, which does not mean there is none."""
    if len(outlines) > MOST_PIECES or sum(each.weight_g for each in outlines) > box.max_g:
        return None
    if sum(each.volume_mm3 for each in outlines) > box.inner_volume_mm3:
        return None
    for order, choice in product(ORDERS, CHOICES):
        ranks = [order(each) for each in outlines]
        sequence = sorted(range(len(outlines)), key=ranks.__getitem__)
        found = _piled(outlines, sequence, box, choice)
        if found is not None:
            return found
    return None


def _piled(outlines: Sequence[Outline], sequence: Sequence[int], box: Box, choice: _Choice) -> tuple[Spot, ...] | None:
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
    sides = outline.sides
    found: list[_Turned] = []
    for up in reversed(outline.ups):
        one, two = (side for axis, side in enumerate(sides) if axis != up)
        found += (_Turned(one, two, sides[up]), _Turned(two, one, sides[up]))
    return tuple(dict.fromkeys(found))


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
    """The largest base that it can have."""
    sides = outline.sides
    return outline.volume_mm3 // min(sides[up] for up in outline.ups)
