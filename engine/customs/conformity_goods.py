"""Which requirements of a destination speak of a line's goods, and how sure that is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from engine.customs.requirement import Requirement
from engine.goods.index import PhraseIndex
from engine.goods.text import read_text

REMEMBERED = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """What a line is: its code, what it is taken for, and its text. `certain`: the categories rest on a code or on a
    stated attribute. Hashable, so that answers can be remembered."""

    hs_code: str | None = None
    categories: frozenset[str] = frozenset()
    certain: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A requirement that binds the goods; `sure` unless only words of the text say so."""

    requirement: Requirement
    sure: bool


@dataclass(slots=True)
class _Words:
    """Phrases of several requirements, and the words that silence each."""

    phrases: PhraseIndex[str]
    counters: PhraseIndex[str]
    by_id: dict[str, Requirement] = field(default_factory=dict)


class GoodsIndex:
    """The requirements of one destination by code, category and phrase. A code outranks the text: what it does not
    cover is not bound, whatever the title sounds like."""

    def __init__(self, requirements: Iterable[Requirement]) -> None:
        self.requirements = tuple(requirements)
        self._words = _Words(
            PhraseIndex((term, each.id) for each in self.requirements for term in each.goods.phrases),
            PhraseIndex((term, each.id) for each in self.requirements for term in each.goods.not_keywords),
            {each.id: each for each in self.requirements},
        )
        self.bound = lru_cache(maxsize=REMEMBERED)(self._bound)

    def _bound(self, goods: Goods) -> tuple[Bound, ...]:
        found: dict[str, Bound] = {}
        for bound in (*self._by_code(goods), *self._by_category(goods), *self._by_text(goods)):
            known = found.get(bound.requirement.id)
            if known is None or (bound.sure and not known.sure):
                found[bound.requirement.id] = bound
        return tuple(found[name] for name in sorted(found))

    def _by_code(self, goods: Goods) -> Iterator[Bound]:
        code = goods.hs_code
        for each in self.requirements:
            if each.all_goods or (code is not None and code.startswith(each.goods.hs_prefixes)):
                yield Bound(each, sure=True)

    def _by_category(self, goods: Goods) -> Iterator[Bound]:
        for each in self.requirements:
            if each.categories & goods.categories:
                yield Bound(each, sure=goods.certain)

    def _by_text(self, goods: Goods) -> Iterator[Bound]:
        if goods.hs_code is not None or not goods.text:
            return
        reading = read_text(goods.text)
        silenced = {name for hit in self._words.counters.find(reading) for name in hit.tags}
        for hit in self._words.phrases.find(reading):
            for name in hit.tags:
                if name not in silenced:
                    yield Bound(self._words.by_id[name], sure=False)
