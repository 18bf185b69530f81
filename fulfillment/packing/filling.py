"""Puts pieces into boxes with packvium; nothing else imports it.

The search is bounded by counted work, never by time: the same goods lie the same on every machine, however busy it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from packvium import (
    Container,
    Dimensions,
    EffortBudget,
    Item,
    Length,
    PackedContainer,
    Packer,
    PackingConfig,
    Rotation,
    Weight,
)

from fulfillment.packing.boxes import Box

NEVER_MS = 10**9  # the clock stands still, so that no limit of time is ever reached
AXES = "LWH"  # the last letter of a rotation names the side that points up
SUPPORT = 0.6  # so much of a piece's base lies on the floor or on other pieces, unless nothing else fits


class Outline(NamedTuple):
    """What matters of a piece to the search; equal pieces are interchangeable.

    `ups` are the sides that may point up, 0 to 2 in the order of the fields. `load_g` is what may stand on it; None:
    anything. Pieces lie apart from those with a mark that is in `foes`.
    """

    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int
    ups: tuple[int, ...] = (0, 1, 2)
    load_g: int | None = None
    marks: frozenset[str] = frozenset()
    foes: frozenset[str] = frozenset()

    @property
    def sides(self) -> tuple[int, int, int]:
        """Length, width and height."""
        return self[0], self[1], self[2]

    @property
    def volume_mm3(self) -> int:
        """The room that it takes up."""
        return self[0] * self[1] * self[2]


class Spot(NamedTuple):
    """Where a piece lies, by its place among the outlines, and its turned sides."""

    piece: int
    x_mm: int
    y_mm: int
    z_mm: int
    length_mm: int
    width_mm: int
    height_mm: int


@dataclass(frozen=True, slots=True)
class Filled:
    """A box and what lies in it."""

    box: Box
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is tried: orders of the pieces, and candidates a piece in each of them; and what counts as better, more
    pieces in a box or, `by_volume`, a fuller one."""

    orders: int
    candidates: int
    support: float = SUPPORT
    by_volume: bool = False


QUICK = Effort(orders=1, candidates=2_000)
PATIENT = Effort(orders=2, candidates=4_000)
FULLEST = Effort(orders=1, candidates=2_000, support=0, by_volume=True)
LEAST_COUNTED = 10  # an order of fewer pieces is searched as if it had so many


def fill(outlines: Sequence[Outline], boxes: Sequence[Box], effort: Effort) -> tuple[Filled, ...]:
    """Fills as few boxes as it finds, dear and large ones last. Every piece must fit into some box by itself."""
    made: list[Filled] = []
    left = list(range(len(outlines)))
    containers = [_container(each, boxes) for each in boxes]
    named = {each.name: each for each in boxes}
    while left:
        found = _fill_once([outlines[each] for each in left], containers, named, effort)
        if not found:
            break
        # The budget may end before the last piece is placed; what is left then is a smaller task of the same kind.
        made.extend(
            Filled(each.box, tuple(spot._replace(piece=left[spot.piece]) for spot in each.spots)) for each in found
        )
        placed = {spot.piece for each in found for spot in each.spots}
        left = [piece for place, piece in enumerate(left) if place not in placed]
    return tuple(made)


def fullest(outlines: Sequence[Outline], box: Box) -> Filled:
    """One box with as much in it as a quick search finds; what stays outside is left out. Pieces may hang over."""
    made = _fill_once(outlines, [_container(box, [box])], {box.name: box}, FULLEST, most_boxes=1)
    return made[0] if made else Filled(box, ())


def _fill_once(
    outlines: Sequence[Outline],
    containers: Sequence[Container],
    named: Mapping[str, Box],
    effort: Effort,
    most_boxes: int | None = None,
) -> tuple[Filled, ...]:
    alike: dict[Outline, list[int]] = {}
    for piece, outline in enumerate(outlines):
        alike.setdefault(outline, []).append(piece)
    pieces = {f"{number:05}": places for number, places in enumerate(alike.values())}
    items = [_item(name, outline, len(alike[outline])) for name, outline in zip(pieces, alike, strict=True)]
    config = replace(_config(effort, len(outlines)), max_containers=most_boxes)
    result = Packer(config, clock=lambda: 0).pack(items, containers)
    return tuple(Filled(named[each.container.id], _spots(each, pieces)) for each in result.containers)


def _config(effort: Effort, pieces: int) -> PackingConfig:
    profile = PackingConfig.fast if effort.orders == 1 else partial(PackingConfig.balanced, top_k=1)
    config = profile(
        NEVER_MS,
        objective="maximum_volume" if effort.by_volume else "default",
        effort_budget=EffortBudget(max_candidates_evaluated=effort.candidates * max(pieces, LEAST_COUNTED)),
        minimum_support_ratio=effort.support,
    )
    return replace(config, multi_start_orders=effort.orders)


def _item(name: str, outline: Outline, quantity: int) -> Item:
    return Item(
        id=name,
        dimensions=_dimensions(outline.length_mm, outline.width_mm, outline.height_mm),
        weight=_weight(outline.weight_g),
        quantity=quantity,
        allowed_rotations=tuple(each for each in Rotation if AXES.index(each.value[-1]) in outline.ups),
        max_top_load=None if outline.load_g is None else _weight(outline.load_g),
        tags=outline.marks,
        incompatible_tags=outline.foes,
    )


def _container(box: Box, boxes: Iterable[Box]) -> Container:
    # Where nothing costs anything the smaller box is the cheaper one.
    priced = any(each.cost_minor for each in boxes)
    return Container(
        id=box.name,
        inner_dimensions=_dimensions(box.inner_length_mm, box.inner_width_mm, box.inner_height_mm),
        max_payload=_weight(box.max_g),
        cost_minor=box.cost_minor if priced else box.inner_volume_mm3 // 1000,
    )


def _spots(container: PackedContainer, pieces: Mapping[str, Sequence[int]]) -> tuple[Spot, ...]:
    spots = []
    for each in container.placements:
        at, size = each.position, each.dimensions
        corner = (_mm(at.x), _mm(at.y), _mm(at.z))
        sides = (_mm(size.length.ticks), _mm(size.width.ticks), _mm(size.height.ticks))
        spots.append(Spot(pieces[each.instance.item.id][each.instance.sequence - 1], *corner, *sides))
    return tuple(spots)


def _dimensions(length_mm: int, width_mm: int, height_mm: int) -> Dimensions:
    return Dimensions(_length(length_mm), _length(width_mm), _length(height_mm))


def _length(mm: int) -> Length:
    return Length(mm * Length.TICKS_PER_MM)


def _weight(grams: int) -> Weight:
    return Weight(grams * Weight.TICKS_PER_G)


def _mm(ticks: int) -> int:
    return int(ticks // Length.TICKS_PER_MM)
