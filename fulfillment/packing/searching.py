"""Looks for the best filling: quickly first, patiently where fewer boxes are thinkable, and with even weights."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from fulfillment.packing.boxes import Box
from fulfillment.packing.fewest import fewest, fits
from fulfillment.packing.filling import PATIENT, QUICK, Filled, Outline, fill
from fulfillment.packing.piling import pile

REMEMBERED = 4096  # orders of the same content are planned once
SLACKS = (5, 25)  # percent over the even share that a box may hold when weight is spread


@lru_cache(maxsize=REMEMBERED)
def best_filling(outlines: tuple[Outline, ...], boxes: tuple[Box, ...]) -> tuple[Filled, ...]:
    """The fewest boxes that were found, then the cheapest, the smallest, and those of the most even weight.

    Every piece must fit into some box by itself. The outlines come in the order in which the search is to see them.
    """
    single = _single(outlines, boxes)
    if single is not None:
        return (single,)
    found = fill(outlines, boxes, QUICK)
    if len(found) > fewest(outlines, boxes):
        found = min(found, fill(outlines, boxes, PATIENT), key=lambda each: _merit(outlines, each))
    return found if len(found) == 1 else _spread(outlines, boxes, found)


def _single(outlines: Sequence[Outline], boxes: Sequence[Box]) -> Filled | None:
    """The first box, in their order, that a quick look sees to take everything."""
    if any(each.load_g is not None for each in outlines) or fewest(outlines, boxes) > 1:
        return None
    smaller: list[Box] = []
    for box in boxes:
        if not _thinkable(outlines, box):
            continue
        spots = pile(outlines, box)
        if spots is not None:
            found = fill(outlines, smaller, QUICK) if smaller else ()
            return found[0] if len(found) == 1 else Filled(box, spots)
        smaller.append(box)
    return None


def _thinkable(outlines: Sequence[Outline], box: Box) -> bool:
    """Each piece fits in, and all of them together by volume and weight."""
    return fewest(outlines, (box,)) == 1 and all(fits(each, box) for each in outlines)


def _spread(outlines: Sequence[Outline], boxes: Sequence[Box], found: tuple[Filled, ...]) -> tuple[Filled, ...]:
    """As many boxes and no dearer or larger ones, but filled more evenly by weight, where that is possible."""
    total = sum(each.weight_g for each in outlines)
    heaviest = max(each.weight_g for each in outlines)
    named = {each.name: each for each in boxes}
    best = found
    for slack in SLACKS:
        most = max(-(-total * (100 + slack) // (100 * len(found))), heaviest)
        capped = [replace(each, max_g=min(each.max_g, most)) for each in boxes]
        tried = tuple(replace(each, box=named[each.box.name]) for each in fill(outlines, capped, QUICK))
        best = min(best, tried, key=lambda each: _merit(outlines, each))
    return best


def _merit(outlines: Sequence[Outline], filled: Sequence[Filled]) -> tuple[int, int, int, int, int]:
    """Smaller is better; what was left out counts first."""
    weights = [sum(outlines[spot.piece].weight_g for spot in each.spots) for each in filled]
    return (
        len(outlines) - sum(len(each.spots) for each in filled),
        len(filled),
        sum(each.box.cost_minor for each in filled),
        sum(each.box.inner_volume_mm3 for each in filled),
        max(weights, default=0) - min(weights, default=0),
    )
