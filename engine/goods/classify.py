"""Classification of an order line: HS code first, then stated attributes, then the text, phrases before keywords."""

from collections.abc import Iterable
from functools import lru_cache

from engine.goods.attributes import Stated, categories_of, denied_by, stated
from engine.goods.categories import Categories
from engine.goods.classification import Basis, Classification, Evidence, Status
from engine.goods.evidence import Marked, weigh
from engine.goods.hs import HsHeadings, PrefixTable
from engine.goods.reader import Reader, Said
from engine.goods.trade_names import TradeNames
from engine.goods.words import Role, Words
from engine.order.line import Line

REMEMBERED = 20_000
_STRENGTH = tuple(Basis)


class Classifier:
    """Holds the vocabulary; answers depend on the line alone, so they are remembered."""

    def __init__(self, categories: Categories, words: Words, trade_names: TradeNames, headings: HsHeadings) -> None:
        self.categories = categories
        self.headings = headings
        self._chapters = words.chapters
        self._reader = Reader(categories, words)
        self._trade_names = trade_names
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
        said = self._reader.read(title, description, shop_category)
        evidence = weigh(said.marked, self.categories, code)
        if said.readings:
            evidence = self._trade_names.decide(said.readings[0], said.marked, evidence, code)
        evidence = _joined(evidence, said.sold.evidence)
        contradicted = None if code is None else self._contradicts(code, evidence, said.marked)
        if code is not None:
            evidence = [*self._by_code(code, said.marked, evidence), *evidence]
        suspected = frozenset(item.category for item in evidence)
        if attributes is not None:
            settled = sorted(categories_of(attributes, code, suspected))
            # What a code or a phrase says stands against what the seller states; only a bare keyword gives way.
            denied = denied_by(attributes)
            kept = [item for item in evidence if item.basis is not Basis.KEYWORD or item.category not in denied]
            evidence = [*(Evidence(name, Basis.ATTRIBUTE, "stated") for name in settled), *kept]
        return self._answer(evidence, said, code, contradicted=contradicted)

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
        allowed = [self._chapters.get(hit.term) for hit in marked.spans_of(Role.EVERYDAY)]
        return bool(allowed) and all(chapters is not None and code[:2] not in chapters for chapters in allowed)

    def _answer(
        self, evidence: list[Evidence], said: Said, code: str | None, *, contradicted: bool | None
    ) -> Classification:
        lineage = self.categories.with_ancestors
        certain = [item.category for item in evidence if item.basis in {Basis.ATTRIBUTE, Basis.HS}]
        unrestricted = _unrestricted_basis(code, said)
        basis = min((item.basis for item in evidence), key=_STRENGTH.index, default=unrestricted)
        known_by_code = code is not None and not contradicted
        untold = code is None and not certain and (said.bare or basis is Basis.NONE)
        return Classification(
            status=_status(bool(certain) or known_by_code, basis, vague=said.vague),
            basis=basis,
            categories=lineage(item.category for item in evidence),
            certain=lineage(certain),
            evidence=tuple(evidence),
            description_vague=said.vague,
            undeclarable=said.vague or untold,
            hs_contradicts_text=contradicted,
            likeness=bool(said.marked.spans_of(Role.DEPICTION)),
            readings=said.readings,
        )


def _joined(evidence: list[Evidence], sold: Iterable[Evidence]) -> list[Evidence]:
    """What title and description say; a category that both name stands once."""
    named = {item.category for item in evidence}
    return [*evidence, *(item for item in sold if item.category not in named)]


def _unrestricted_basis(code: str | None, said: Said) -> Basis:
    if code is not None:
        return Basis.HS
    return Basis.KEYWORD if said.marked.names_other_goods() and not said.vague else Basis.NONE


def _status(settled: bool, basis: Basis, *, vague: bool) -> Status:  # noqa: FBT001
    if settled:
        return Status.CLASSIFIED
    if basis is not Basis.NONE:
        return Status.PROBABLE
    return Status.VAGUE if vague else Status.UNCLASSIFIED
