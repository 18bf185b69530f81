"""What may not lie in one parcel together: `data/packing/apart.yaml`."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.goods.files import Record, read_yaml
from fulfillment.packing.articles import Article
from fulfillment.packing.sources import CONFIDENCE, source

FILE = "packing/apart.yaml"
ANYTHING = "anything"  # stands for every other article
DANGEROUS = "dangerous"  # stands for every article with a UN number
MODES = frozenset({"air", "courier", "post", "road", "sea"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Goods with a mark of `one` do not lie with goods that have a mark of `other` and none of `one`.

    Marks are flags (`liquid`), UN numbers (`UN3480`), classes (`class 3`), `dangerous` or `anything`. `modes` are the
    ways of carriage that it counts for.
    """

    id: str
    one: frozenset[str]
    other: frozenset[str]
    modes: frozenset[str]
    confidence: str
    what: str

    def keeps_apart(self, first: frozenset[str], second: frozenset[str]) -> bool:
        """These two kinds of marks may not meet."""
        return self._meets(first, second) or self._meets(second, first)

    def _meets(self, first: frozenset[str], second: frozenset[str]) -> bool:
        return not self.one.isdisjoint(first) and self.one.isdisjoint(second) and not self.other.isdisjoint(second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """All pairs. What is of low confidence is kept for people to read and keeps nothing apart."""

    pairs: tuple[Pair, ...] = ()

    def on(self, mode: str | None) -> tuple[Pair, ...]:
        """What counts on a way of carriage; all of it when the way is not known yet."""
        known = (each for each in self.pairs if each.confidence != "low")
        return tuple(each for each in known if mode is None or mode in each.modes)


def marks(article: Article) -> frozenset[str]:
    """All that a pair may name an article by."""
    found: set[str] = {ANYTHING, *article.flags, *article.un}
    found.update(f"class {each}" for each in article.classes)
    if article.un:
        found.add(DANGEROUS)
    return frozenset(found)


def sides(article: Article, pairs: Iterable[Pair]) -> tuple[frozenset[str], frozenset[str]]:
    """On which sides of which pairs an article is, and the sides that it may not lie with."""
    own, foes = set(), set()
    marked = marks(article)
    for each in pairs:
        if not each.one.isdisjoint(marked):
            own.add(f"{each.id} one")
            foes.add(f"{each.id} other")
        elif not each.other.isdisjoint(marked):
            own.add(f"{each.id} other")
            foes.add(f"{each.id} one")
    return frozenset(own), frozenset(foes)


def load_apart(data: Path) -> Apart:
    """Raises DataRejected with the place of what is wrong."""
    file = read_yaml(data / FILE, name=FILE)
    pairs = file.each("pairs", _pair)
    file.each("sources", source)
    file.close()
    return Apart(pairs=pairs)


def _pair(record: Record) -> Pair:
    record.text("source")
    pair = Pair(
        id=record.text("id"),
        one=frozenset(record.texts("one")),
        other=frozenset(record.texts("other")),
        modes=frozenset(record.choices("modes", MODES, tuple(sorted(MODES)))),
        confidence=record.choice("confidence", CONFIDENCE),
        what=record.text("what"),
    )
    record.close()
    return pair
