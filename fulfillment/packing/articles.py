"""What is to be packed: pieces with their size, weight and what must be heeded of them."""

from dataclasses import dataclass
from enum import StrEnum


class Flag(StrEnum):
    """What a packer has to heed of an article."""

    FRAGILE = "fragile"  # cushioned on every side, and little may stand on it
    UPRIGHT = "upright"  # its height stays up
    FLAT = "flat"  # lies as it is measured; the same to a packer as `upright`, another word on the sheet
    LIQUID = "liquid"  # upright, and kept from what it would spoil
    ELECTRONIC = "electronic"
    PAPER = "paper"
    FOOD = "food"


STANDING = frozenset({Flag.UPRIGHT, Flag.FLAT, Flag.LIQUID})


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One piece. `height_mm` is the side that stays up where a flag says so; `un` names its dangerous goods (`UN3480`).

    `classes` are the hazard classes of these numbers (`9`, `3`), as the data of dangerous goods say.
    """

    sku: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int
    flags: frozenset[Flag] = frozenset()
    un: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()

    @property
    def volume_mm3(self) -> int:
        """Its own volume, without cushion."""
        return self.length_mm * self.width_mm * self.height_mm

    @property
    def stands(self) -> bool:
        """Its height may only point up."""
        return not STANDING.isdisjoint(self.flags)
