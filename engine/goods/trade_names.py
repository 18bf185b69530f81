"""Trade names that say what is sold where the rest of a text does not: a maker's name, then a shade or a range."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.errors import DataRejected
from engine.goods.categories import Categories
from engine.goods.classification import Basis, Evidence
from engine.goods.evidence import OF_ANY_GOODS, Marked
from engine.goods.faults import Faults
from engine.goods.files import read_yaml
from engine.goods.index import PhraseIndex
from engine.goods.text import Reading


@dataclass(frozen=True, slots=True)
class TradeName:
    """The category that a maker's goods mostly belong to, and the codes under which his name says nothing.

    `ranges`: he sells other goods too, so that a keyword of an outranking category says more.
    """

    category: str
    not_under: tuple[str, ...] = ()
    ranges: bool = False


class TradeNames:
    """Names in one index of their own, so that they never hide a word that names goods."""

    def __init__(self, names: Iterable[tuple[str, TradeName]], categories: Categories) -> None:
        self._index = PhraseIndex(names)
        self._categories = categories

    def decide(self, reading: Reading, marked: Marked, evidence: list[Evidence], hs_code: str | None) -> list[Evidence]:
        """The evidence with a name taken into account.

        A name counts like a keyword. It gives way to every phrase, to other goods that the text names, to a code that
        does not allow its category, and to a keyword of a category that outranks its own.
        """
        named = any(item.basis is Basis.PHRASE and item.category not in OF_ANY_GOODS for item in evidence)
        if named or marked.names_other_goods(packed=True):
            return evidence
        for hit in self._index.find(reading):
            for name in hit.tags:
                if self._counts(name, hs_code, marked) and not self._outranked(name, evidence):
                    return [*(item for item in evidence if self._kin(item, name)), _named(name, hit.term)]
        return evidence

    def _counts(self, name: TradeName, hs_code: str | None, marked: Marked) -> bool:
        if marked.countered(name.category):
            return False
        fits = hs_code is None or self._categories[name.category].fits(hs_code)
        return fits and not (hs_code or "").startswith(name.not_under or ("-",))

    def _outranked(self, name: TradeName, evidence: list[Evidence]) -> bool:
        own = self._categories[name.category].outranks
        return name.ranges and any(
            item.category not in own and name.category in self._categories[item.category].outranks for item in evidence
        )

    def _kin(self, item: Evidence, name: TradeName) -> bool:
        kin = name.category in self._categories.with_ancestors([item.category])
        return kin or item.category in OF_ANY_GOODS


def _named(name: TradeName, term: str) -> Evidence:
    return Evidence(name.category, Basis.KEYWORD, term)


def load_trade_names(path: Path, categories: Categories, faults: Faults | None = None) -> TradeNames:
    """The names of `trade_names.yaml`. Raises DataRejected for a category that nobody knows."""
    record = read_yaml(path, faults)
    names: list[tuple[str, TradeName]] = []
    for item in record.records("trade_names"):
        ranges = item.choice("range", frozenset({"yes", "no"}), "no") == "yes"
        told = TradeName(item.text("category"), item.digits("not_under"), ranges)
        if told.category not in categories:
            raise DataRejected(item.where, f"names the unknown category `{told.category}`")
        names.extend((name, told) for name in item.texts("names"))
        item.close()
    record.close()
    return TradeNames(names, categories)
