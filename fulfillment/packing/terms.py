"""Everything that a plan has to heed besides size and weight."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from fulfillment.packing.apart import Apart, Pair, load_apart
from fulfillment.packing.articles import Article
from fulfillment.packing.boxes import Box, allowed
from fulfillment.packing.cushioning import Cushioning, load_cushioning
from fulfillment.packing.filler import Filler
from fulfillment.packing.weights import CarrierTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Without any of them only size and weight count.

    `mode` is the way of carriage (`air`, `post`, …), None while it is not known; `forbidden` are materials that the
    destination does not allow; `keep_flat` turns no article over, whatever its flags say.
    """

    cushioning: Cushioning = field(default_factory=Cushioning)
    apart: Apart = field(default_factory=Apart)
    mode: str | None = None
    forbidden: frozenset[str] = frozenset()
    carrier: CarrierTerms | None = None
    filler: Filler | None = None
    keep_flat: bool = False

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """What is kept apart on this way of carriage."""
        return self.apart.on(self.mode)

    def stands(self, article: Article) -> bool:
        """Its height may only point up."""
        return self.keep_flat or article.stands

    def usable(self, boxes: Iterable[Box]) -> tuple[Box, ...]:
        """Boxes of allowed materials that the carrier takes, filled no heavier than it takes them."""
        found = allowed(boxes, self.forbidden)
        if self.carrier is None:
            return found
        return tuple(self._lightened(each, self.carrier) for each in found if self.carrier.takes(each))

    def void_weight_g(self, box: Box, goods_mm3: int) -> int:
        """What filler weighs in a box that holds goods of this volume."""
        return 0 if self.filler is None else self.filler.grams(box.inner_volume_mm3 - goods_mm3)

    def _lightened(self, box: Box, carrier: CarrierTerms) -> Box:
        if carrier.max_g is None:
            return box
        # The filler of an empty box is the most that it can weigh.
        room_g = max(carrier.max_g - box.empty_g - self.void_weight_g(box, 0), 0)
        return replace(box, max_g=min(box.max_g, room_g))


def house_terms(data: Path) -> Terms:
    """The terms that Clearway comes with: cushions, and what is kept apart. Raises DataRejected."""
    return Terms(cushioning=load_cushioning(data), apart=load_apart(data))
