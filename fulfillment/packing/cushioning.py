"""How much room and peace a fragile article needs: `data/packing/cushioning.yaml`."""

from dataclasses import dataclass
from pathlib import Path

from engine.goods.files import Record, read_yaml
from fulfillment.packing.articles import Article, Flag
from fulfillment.packing.sources import CONFIDENCE, source, whole

FILE = "packing/cushioning.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cushion:
    """Up to and including this weight: millimetres on every side, and grams that may stand on the article."""

    up_to_g: int
    margin_mm: int
    load_g: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cushioning:
    """Cushions by weight, the lightest first; an article over all of them gets the last. None at all: no cushions."""

    steps: tuple[Cushion, ...] = ()

    def of(self, article: Article) -> Cushion | None:
        """The cushion of a fragile article; None for one that is not."""
        if Flag.FRAGILE not in article.flags or not self.steps:
            return None
        return next((each for each in self.steps if article.weight_g <= each.up_to_g), self.steps[-1])

    def margin_mm(self, article: Article) -> int:
        """Millimetres to keep on every side."""
        cushion = self.of(article)
        return 0 if cushion is None else cushion.margin_mm


def load_cushioning(data: Path) -> Cushioning:
    """Raises DataRejected with the place of what is wrong."""
    file = read_yaml(data / FILE, name=FILE)
    steps = file.each("cushions", _cushion)
    file.each("sources", source)
    file.close()
    return Cushioning(steps=tuple(sorted(steps, key=lambda each: each.up_to_g)))


def _cushion(record: Record) -> Cushion:
    for name in ("id", "source", "what"):
        record.text(name)
    record.choice("confidence", CONFIDENCE)
    cushion = Cushion(
        up_to_g=whole(record, "up_to_g"), margin_mm=whole(record, "margin_mm"), load_g=whole(record, "load_g")
    )
    record.close()
    return cushion
