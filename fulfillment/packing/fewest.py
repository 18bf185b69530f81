"""How few boxes could be enough: what no plan can beat, and what a piece fits into at all."""

from collections.abc import Sequence

from fulfillment.packing.boxes import Box
from fulfillment.packing.filling import Outline


def fits(outline: Outline, box: Box) -> bool:
    """The piece goes into the empty box, whatever it weighs."""
    room = sorted((box.inner_length_mm, box.inner_width_mm))
    sides = outline.sides
    for up in outline.ups:
        base = sorted(side for axis, side in enumerate(sides) if axis != up)
        if sides[up] <= box.inner_height_mm and base[0] <= room[0] and base[1] <= room[1]:
            return True
    return False


def fewest(outlines: Sequence[Outline], boxes: Sequence[Box]) -> int:
    """No plan needs fewer boxes than this: by volume, by weight, and by what may not lie together."""
    volume = sum(each.volume_mm3 for each in outlines)
    weight = sum(each.weight_g for each in outlines)
    by_volume = -(-volume // max(each.inner_volume_mm3 for each in boxes))
    by_weight = -(-weight // max(*(each.max_g for each in boxes), 1))
    marks = frozenset().union(*(each.marks for each in outlines))
    foes = frozenset().union(*(each.foes for each in outlines))
    return max(1, by_volume, by_weight, 1 if marks.isdisjoint(foes) else 2)
