"""The restrictions of one place, indexed: which of them speak of a classified line.

Looking up costs what is found, not what is on file: a dictionary by category, one by code prefix, one by first word.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.goods.categories import Categories
from engine.goods.classification import Basis, Classification, Evidence
from engine.goods.index import PhraseIndex
from engine.goods.likeness import Likenesses, counts_beside
from engine.goods.restriction import Kind, Reach, Restriction, Trust
from engine.goods.text import Reading

ANY_GOODS = "any_goods"  # the category of what speaks of every line


@dataclass(frozen=True, slots=True)
class Match:
    """A restriction that speaks of the goods, and by what. `certain`: by code or stated attribute; else by their text.

    `firm`: certain, or found by a phrase; a bare keyword is not firm. Without `found` its category did it.
    """

    restriction: Restriction
    certain: bool
    firm: bool
    found: Evidence | None = None


class DestinationLaw:
    """Restrictions by category, and indexes over those with a match of their own.

    Without `likenesses`, a text that speaks of a toy, a picture or a book meets no match by its words.
    """

    __slots__ = (
        "_by_category",
        "_by_prefix",
        "_counters",
        "_lengths",
        "_likenesses",
        "_of_all",
        "_words",
        "bans",
        "restrictions",
    )

    def __init__(self, restrictions: Iterable[Restriction], likenesses: Likenesses | None = None) -> None:
        self._likenesses = likenesses
        self.restrictions = tuple(sorted(restrictions, key=lambda item: item.id))
        self._of_all = tuple(item for item in self.restrictions if item.category == ANY_GOODS and item.match is None)
        self._by_category: dict[str, list[Restriction]] = {}
        own = []
        for restriction in self.restrictions:
            if restriction.match is not None:
                own.append((restriction, restriction.match))
            elif restriction.category != ANY_GOODS:
                self._by_category.setdefault(restriction.category, []).append(restriction)
        # Overlapping, since a longer term of one restriction says nothing against a shorter one of another.
        self._words = PhraseIndex(
            (
                (term, (restriction, strong))
                for restriction, match in own
                for terms, strong in ((match.phrases, True), (match.keywords, False))
                for term in terms
            ),
            overlapping=True,
        )
        self._counters = PhraseIndex(
            ((term, restriction.id) for restriction, match in own for term in match.not_keywords), overlapping=True
        )
        self._by_prefix: dict[str, list[Restriction]] = {}
        for restriction, match in own:
            for prefix in match.hs_prefixes:
                self._by_prefix.setdefault(prefix, []).append(restriction)
        self._lengths = tuple(sorted({len(prefix) for prefix in self._by_prefix}))
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
        for restriction in self._of_all:
            yield Match(restriction, certain=True, firm=True, found=Evidence(ANY_GOODS, Basis.NONE, "any goods"))
        if classification.categories:
            firm = {item.category for item in classification.evidence if item.basis is not Basis.KEYWORD}
            for name in classification.categories:
                for restriction in self._by_category.get(name, ()):
                    certain = name in classification.certain
                    yield Match(restriction, certain, certain or name in firm)
        if hs_code is not None:
            yield from self._by_code(hs_code)
        if not classification.likeness or self._likenesses is not None:
            for reading in classification.readings:
                yield from self._in_text(reading, classification)

    def _by_code(self, hs_code: str) -> Iterator[Match]:
        for length in self._lengths:
            prefix = hs_code[:length]
            for restriction in self._by_prefix.get(prefix, ()) if len(prefix) == length else ():
                found = Evidence(restriction.category, Basis.HS, prefix)
                yield Match(restriction, certain=True, firm=True, found=found)

    def _in_text(self, reading: Reading, classification: Classification) -> Iterator[Match]:
        hits = self._words.find(reading)
        if not hits:
            return
        countered = {name for hit in self._counters.find(reading) for name in hit.tags}
        spans = () if self._likenesses is None else self._likenesses.spans(reading)
        for hit in hits:
            for restriction, strong in hit.tags:
                if restriction.id in countered or not counts_beside(spans, hit.start, hit.end):
                    continue
                if strong or restriction.category in classification.categories or restriction.category == ANY_GOODS:
                    certain = restriction.category in classification.certain
                    found = Evidence(restriction.category, Basis.PHRASE if strong else Basis.KEYWORD, hit.term)
                    yield Match(restriction, certain, firm=strong or certain, found=found)


def evidence_of(match: Match, classification: Classification, categories: Categories) -> Evidence:
    """What made a restriction speak: its own match, or the words or code that its category was taken by."""
    if match.found is not None:
        return match.found
    name = match.restriction.category
    for item in classification.evidence:
        if item.category == name or name in categories.with_ancestors((item.category,)):
            return item
    return Evidence(name, Basis.NONE, name)


def _is_ban(restriction: Restriction) -> bool:
    banned = restriction.kind is Kind.PROHIBITED and restriction.trust is not Trust.LOW
    return banned and Reach.LAW in restriction.reaches and restriction.category != ANY_GOODS
