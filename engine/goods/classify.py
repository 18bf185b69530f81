"""Classification of an order line: HS code first, then stated attributes, then the text, phrases before keywords."""

from collections.abc import Iterable
from functools import lru_cache

from engine.goods.attributes import Stated, categories_of, denied_by, stated
from engine.goods.brands import Brands
from engine.goods.categories import Categories
from engine.goods.classification import Basis, Classification, Evidence, Status
from engine.goods.description import Sold, sold_in
from engine.goods.evidence import Marked, build_counters, build_index, is_vague, mark, weigh
from engine.goods.hs import HsHeadings, PrefixTable
from engine.goods.index import Hit, PhraseIndex
from engine.goods.mentions import Mention
from engine.goods.spelling import Spelling
from engine.goods.text import Reading, read_text
from engine.goods.words import Role, Words
from engine.order.line import Line

REMEMBERED = 20_000
LONGEST_READ = 400  # a long title names much that is not sold; its beginning says what the thing is
_STRENGTH = tuple(Basis)


class Classifier:
    """Holds the vocabulary; answers depend on the line alone, so they are remembered."""

    def __init__(self, categories: Categories, words: Words, brands: Brands, headings: HsHeadings) -> None:
        self.categories = categories
        self.headings = headings
        self._words = words
        self._spelling = spelling_of(words, categories)
        self._brands = brands
        self._index = build_index(categories, words)
        self._counters = build_counters(categories)
        self._mentions = PhraseIndex(words.mentions, shortest_in_run=1)
        self._settled = PrefixTable(
            (prefix, name) for name, category in categories.items() for prefix in category.vocabulary.hs_prefixes
        )
        self._presumed = PrefixTable(
            (prefix, name) for name, category in categories.items() for prefix in category.hs_default
        )
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._classify)

    def classify(self, line: Line) -> Classification:
        """What the line is taken for."""
        return self._remembered(line.title, line.description, line.category, line.hs_code, stated(line))

    def _classify(
        self,
        title: str | None,
        description: str | None,
        shop_category: str | None,
        hs_code: str | None,
        attributes: Stated | None,
    ) -> Classification:
        code = self.headings.telling(hs_code)
        readings, marked, vague = self._read((title, description, shop_category))
        evidence = weigh(marked, self.categories, code)
        if readings:
            evidence = self._brands.decide(readings[0], marked, evidence, code)
        if title and description:
            sold = self._sold(title, description)
            readings = (*readings, *(reading for reading in sold.readings if reading not in readings))
            evidence = _joined(evidence, sold.evidence)
        contradicted = None if code is None else self._contradicts(code, evidence, marked)
        if code is not None:
            evidence = [*self._by_code(code, marked, evidence), *evidence]
        suspected = frozenset(item.category for item in evidence)
        if attributes is not None:
            settled = sorted(categories_of(attributes, code, suspected))
            # What a code or a phrase says stands against what the seller states; only a bare keyword gives way.
            denied = denied_by(attributes)
            kept = [item for item in evidence if item.basis is not Basis.KEYWORD or item.category not in denied]
            evidence = [*(Evidence(name, Basis.ATTRIBUTE, "stated") for name in settled), *kept]
        return self._answer(evidence, marked, readings, code, vague=vague, contradicted=contradicted)

    def _read(self, texts: Iterable[str | None]) -> tuple[tuple[Reading, ...], Marked, bool]:
        """The first of title, description and shop category that names goods; vague if none of them does."""
        readings: list[Reading] = []
        first: Marked | None = None
        vague = True
        for text in texts:
            if text is None or not text.strip():
                continue
            reading, marked, _ = self._marked(text[:LONGEST_READ])
            readings.append(reading)
            vague = vague and is_vague(reading, marked)
            first = marked if first is None else first
            if marked.names_goods:
                return tuple(readings), marked, vague
        return tuple(readings), first or Marked(), vague

    def _marked(self, text: str) -> tuple[Reading, Marked, tuple[Hit[Mention], ...]]:
        reading = read_text(text, self._spelling)
        patterns = tuple(self._mentions.find(reading))
        return reading, mark(reading, self._index.find(reading), self._counters.find(reading), patterns), patterns

    def _sold(self, title: str, description: str) -> Sold:
        _, named, _ = self._marked(title[:LONGEST_READ])
        return sold_in(description, named, self._marked, self.categories)

    def _by_code(self, code: str, marked: Marked, evidence: list[Evidence]) -> list[Evidence]:
        prefix, settled = self._settled.longest(code)
        if settled:
            return [Evidence(name, Basis.HS, prefix) for name in settled]
        prefix, presumed = self._presumed.longest(code)
        rivals = {item.category for item in evidence if self.categories[item.category].fits(code)}
        return [
            Evidence(name, Basis.KEYWORD, prefix)
            for name in presumed
            if not marked.countered(name) and not rivals - {name}
        ]

    def _contradicts(self, code: str, evidence: list[Evidence], marked: Marked) -> bool:
        """A strong phrase that the code does not allow, or a restricted code on a text that names ordinary goods."""
        if any(item.basis is Basis.PHRASE and not self.categories[item.category].fits(code) for item in evidence):
            return True
        _, settled = self._settled.longest(code)
        if not settled or evidence:
            return False
        allowed = [self._words.chapters.get(hit.term) for hit in marked.spans_of(Role.EVERYDAY)]
        return bool(allowed) and all(chapters is not None and code[:2] not in chapters for chapters in allowed)

    def _answer(
        self,
        evidence: list[Evidence],
        marked: Marked,
        readings: tuple[Reading, ...],
        code: str | None,
        *,
        vague: bool,
        contradicted: bool | None,
    ) -> Classification:
        lineage = self.categories.with_ancestors
        certain = [item.category for item in evidence if item.basis in {Basis.ATTRIBUTE, Basis.HS}]
        basis = min((item.basis for item in evidence), key=_STRENGTH.index, default=_unrestricted_basis(code, marked))
        known_by_code = code is not None and not contradicted
        return Classification(
            status=_status(bool(certain) or known_by_code, basis, vague=vague),
            basis=basis,
            categories=lineage(item.category for item in evidence),
            certain=lineage(certain),
            evidence=tuple(evidence),
            description_vague=vague,
            hs_contradicts_text=contradicted,
            likeness=bool(marked.spans_of(Role.DEPICTION) or marked.spans_of(Role.JEWELLERY)),
            readings=readings,
        )


def spelling_of(words: Words, categories: Categories) -> Spelling:
    """How texts are spelt out before they are searched for the terms of the vocabulary."""
    terms = [term for term, _ in (*words.terms, *words.mentions)]
    for category in categories.values():
        terms += (*category.vocabulary.phrases, *category.vocabulary.keywords, *category.vocabulary.not_keywords)
    known = {word for term in terms for word in read_text(term).words}
    return Spelling(words.abbreviations, words.heads, known)


def _joined(evidence: list[Evidence], sold: Iterable[Evidence]) -> list[Evidence]:
    """What title and description say; a category that both name stands once."""
    named = {item.category for item in evidence}
    return [*evidence, *(item for item in sold if item.category not in named)]


def _unrestricted_basis(code: str | None, marked: Marked) -> Basis:
    if code is not None:
        return Basis.HS
    return Basis.KEYWORD if marked.names_other_goods() else Basis.NONE


def _status(settled: bool, basis: Basis, *, vague: bool) -> Status:  # noqa: FBT001
    if settled:
        return Status.CLASSIFIED
    if basis is not Basis.NONE:
        return Status.PROBABLE
    return Status.VAGUE if vague else Status.UNCLASSIFIED
