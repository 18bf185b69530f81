"""The restrictions of one destination, indexed: which of them speak of a classified line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.goods.classification import Basis, Classification
from engine.goods.index import PhraseIndex
from engine.goods.restriction import Kind, Reach, Restriction, Trust
from engine.goods.text import Reading


@dataclass(frozen=True, slots=True)
class Match:
    """A restriction that speaks of the goods. `certain`: by code or stated attribute; else by their text."""

    restriction: Restriction
    certain: bool
    firm: bool  # certain, or found by a phrase; a bare keyword is not firm


class DestinationLaw:
    """Restrictions by category, and an index over those with a match of their own."""

    __slots__ = ("_by_category", "_by_prefix", "_counters", "_words", "bans", "restrictions")

    def __init__(self, restrictions: Iterable[Restriction]) -> None:
        self.restrictions = tuple(sorted(restrictions, key=lambda item: item.id))
        self._by_category: dict[str, list[Restriction]] = {}
        own = []
        for restriction in self.restrictions:
            if restriction.match is None:
                self._by_category.setdefault(restriction.category, []).append(restriction)
            else:
                own.append((restriction, restriction.match))
        self._words = PhraseIndex(
            (term, (restriction, strong))
            for restriction, match in own
            for terms, strong in ((match.phrases, True), (match.keywords, False))
            for term in terms
        )
        self._counters = PhraseIndex(
            (term, restriction.id) for restriction, match in own for term in match.not_keywords
        )
        self._by_prefix = tuple((match.hs_prefixes, restriction) for restriction, match in own if match.hs_prefixes)
        self.bans = tuple(item for item in self.restrictions if _is_ban(item))

    def matches(self, classification: Classification, hs_code: str | None) -> Iterator[Match]:
        """Each restriction at most once, in order of ids."""
        found: dict[str, Match] = {}
        for match in self._all(classification, hs_code):
            known = found.get(match.restriction.id)
            if known is None or (match.certain, match.firm) > (known.certain, known.firm):
                found[match.restriction.id] = match
        return (found[name] for name in sorted(found))

    def _all(self, classification: Classification, hs_code: str | None) -> Iterator[Match]:
        firm = {item.category for item in classification.evidence if item.basis is not Basis.KEYWORD}
        for name in classification.categories:
            for restriction in self._by_category.get(name, ()):
                certain = name in classification.certain
                yield Match(restriction, certain, certain or name in firm)
        if hs_code is not None:
            for prefixes, restriction in self._by_prefix:
                if hs_code.startswith(prefixes):
                    yield Match(restriction, certain=True, firm=True)
        if not classification.likeness:
            for reading in classification.readings:
                yield from self._in_text(reading, classification)

    def _in_text(self, reading: Reading, classification: Classification) -> Iterator[Match]:
        hits = self._words.find(reading)
        if not hits:
            return
        countered = {name for hit in self._counters.find(reading) for name in hit.tags}
        for hit in hits:
            for restriction, strong in hit.tags:
                if restriction.id in countered:
                    continue
                if strong or restriction.category in classification.categories:
                    certain = restriction.category in classification.certain
                    yield Match(restriction, certain, firm=strong or certain)


def _is_ban(restriction: Restriction) -> bool:
    banned = restriction.kind is Kind.PROHIBITED and restriction.trust is not Trust.LOW
    return banned and Reach.LAW in restriction.reaches
