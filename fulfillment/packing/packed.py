"""What a plan says: which piece lies where in which box, and what fits nowhere."""

from dataclasses import dataclass
from enum import StrEnum

from fulfillment.packing.articles import Article
from fulfillment.packing.boxes import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A piece in a box: `piece` is its place among the articles that were given, from 0.

    Position and sides are the article's own, turned as it lies: x runs along the length of the box, y along its width,
    z up. Its cushion reaches `margin_mm` further on every side.
    """

    piece: int
    article: Article
    x_mm: int
    y_mm: int
    z_mm: int
    length_mm: int
    width_mm: int
    height_mm: int
    margin_mm: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A filled box; `weight_g` is gross: box, filler and goods. `material_minor` is what box and filler cost."""

    box: Box
    placements: tuple[Placement, ...]
    weight_g: int
    material_minor: int = 0

    @property
    def goods_g(self) -> int:
        """What the goods weigh."""
        return sum(each.article.weight_g for each in self.placements)


class Misfit(StrEnum):
    """Why a piece is in no box."""

    TOO_LARGE = "too_large"
    TOO_HEAVY = "too_heavy"
    NO_BOX = "no_box"  # every box is of a forbidden material, or larger than the carrier takes


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A piece that fits nowhere, by its place among the articles that were given."""

    piece: int
    article: Article
    reason: Misfit


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A whole plan: filled boxes and what stays outside."""

    packed: tuple[Packed, ...]
    unpacked: tuple[Unpacked, ...] = ()
