"""The boxes of a packing station, and which of them may be taken."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A kind of box, any number of which are at hand; `max_g` counts the goods alone.

    `materials` are words of `data/packing/materials.yaml`; `cost_minor` is what one costs, in the minor unit of the
    merchant's currency.
    """

    name: str
    inner_length_mm: int
    inner_width_mm: int
    inner_height_mm: int
    outer_length_mm: int
    outer_width_mm: int
    outer_height_mm: int
    empty_g: int
    max_g: int
    cost_minor: int = 0
    materials: frozenset[str] = frozenset()

    @property
    def inner_volume_mm3(self) -> int:
        """What it holds."""
        return self.inner_length_mm * self.inner_width_mm * self.inner_height_mm

    @property
    def outer_mm(self) -> tuple[int, int, int]:
        """Its outer sides, the longest first."""
        sides = sorted((self.outer_length_mm, self.outer_width_mm, self.outer_height_mm), reverse=True)
        return sides[0], sides[1], sides[2]


def allowed(boxes: Iterable[Box], forbidden: frozenset[str]) -> tuple[Box, ...]:
    """Boxes without any forbidden material, the cheapest and then smallest first.

    What is forbidden for a destination is said by who knows its law; a box of unstated material counts as allowed.
    """
    return tuple(sorted((each for each in boxes if forbidden.isdisjoint(each.materials)), key=preference))


def preference(box: Box) -> tuple[int, int, str]:
    """Cheap before dear, small before large."""
    return box.cost_minor, box.inner_volume_mm3, box.name
