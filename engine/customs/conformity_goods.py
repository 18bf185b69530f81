"""Which requirements of a destination speak of a line's goods, and how sure that is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engine.customs.requirement import Requirement
from engine.goods.index import PhraseIndex
from engine.goods.text import read_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """What a line is: its code, what it is taken for, and its text. `certain` are those categories that rest on a code
    or on a stated attribute. Hashable, so that answers can be remembered."""

    hs_code: str | None = None
    categories: frozenset[str] = frozenset()
    certain: frozenset[str] = frozenset()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A requirement that binds the goods; `sure` unless only words of the text say so. `needs` are the registrations
    that would do at this market."""

    requirement: Requirement
    sure: bool
    needs: tuple[str, ...]


@dataclass(slots=True)
class _Words:
    """Phrases of several requirements, and the words that silence each."""

    phrases: PhraseIndex[str]
    counters: PhraseIndex[str]
    by_id: dict[str, Requirement] = field(default_factory=dict)


class GoodsIndex:
    """The requirements of one destination by code, category and phrase. A code outranks the text: what it does not
    cover is not bound, whatever the title sounds like."""

    def __init__(self, requirements: Iterable[Requirement], market: str) -> None:
        self.requirements = tuple(requirements)
        self._needs = {each.id: each.needs(market) for each in self.requirements}
        self._words = _Words(
            PhraseIndex((term, each.id) for each in self.requirements for term in each.goods.phrases),
            PhraseIndex((term, each.id) for each in self.requirements for term in each.goods.not_keywords),
            {each.id: each for each in self.requirements},
        )

    def bound(self, goods: Goods) -> tuple[Bound, ...]:
        """Each requirement at most once, in order of ids."""
        found: dict[str, Bound] = {}
        for bound in (*self._by_code(goods), *self._by_category(goods), *self._by_text(goods)):
            known = found.get(bound.requirement.id)
            if known is None or (bound.sure and not known.sure):
                found[bound.requirement.id] = bound
        return tuple(found[name] for name in sorted(found))

    def _found(self, requirement: Requirement, *, sure: bool) -> Bound:
        return Bound(requirement, sure, self._needs[requirement.id])

    def _by_code(self, goods: Goods) -> Iterator[Bound]:
        code = goods.hs_code
        for each in self.requirements:
            if each.all_goods or (code is not None and code.startswith(each.goods.hs_prefixes)):
                yield self._found(each, sure=True)

    def _by_category(self, goods: Goods) -> Iterator[Bound]:
        for each in self.requirements:
            if each.categories & goods.categories:
                yield self._found(each, sure=bool(each.categories & goods.certain))

    def _by_text(self, goods: Goods) -> Iterator[Bound]:
        if goods.hs_code is not None or not goods.text:
            return
        reading = read_text(goods.text)
        silenced = {name for hit in self._words.counters.find(reading) for name in hit.tags}
        for hit in self._words.phrases.find(reading):
            for name in hit.tags:
                if name not in silenced:
                    yield self._found(self._words.by_id[name], sure=False)
