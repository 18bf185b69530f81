"""What a goods text says: which categories it points to, how strongly, and what speaks against them.

A phrase counts unless a likeness (a toy, a book) or a container right behind it, or a counter-word, says otherwise.
A keyword counts under a fitting HS code, or, without a code, when the text names no other goods.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from engine.goods.categories import Categories, Category
from engine.goods.classification import Basis, Evidence
from engine.goods.index import Hit, PhraseIndex
from engine.goods.mentions import Mention, mentioned
from engine.goods.text import Reading
from engine.goods.words import Role, Words

# What may be said of goods of any kind, and so leaves open which they are.
OF_ANY_GOODS = frozenset({"counterfeit_suspected", "used_goods"})
OTHER_GOODS = (Role.EVERYDAY, Role.DEPICTION, Role.JEWELLERY)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a term is for: evidence of a category, or a word with a role."""

    role: Role | Basis
    category: str = ""


@dataclass(slots=True)
class Marked:
    """The hits of one reading, sorted by what they are."""

    strong: list[tuple[str, Hit[Mark]]] = field(default_factory=list)
    weak: list[tuple[str, Hit[Mark]]] = field(default_factory=list)
    counters: dict[str, list[Hit[str]]] = field(default_factory=dict)
    spans: dict[Role, list[Hit[Mark]]] = field(default_factory=dict)

    def spans_of(self, role: Role) -> list[Hit[Mark]]:
        """Hits that have a role."""
        return self.spans.get(role, [])

    def countered(self, category: str, hit: Hit[Mark] | None = None) -> bool:
        """A counter-word of the category stands in the text, outside the hit itself."""
        found = self.counters.get(category, ())
        return any(hit is None or other.start < hit.start or other.end > hit.end for other in found)

    def drop(self, hits: set[Hit[Mark]]) -> None:
        """Takes out evidence that only mentions goods."""
        self.strong = [(name, hit) for name, hit in self.strong if hit not in hits]
        self.weak = [(name, hit) for name, hit in self.weak if hit not in hits]

    @property
    def names_goods(self) -> bool:
        """The text names some goods, restricted or not."""
        return bool(self.strong or self.weak or any(self.spans_of(role) for role in OTHER_GOODS))

    @property
    def likeness(self) -> bool:
        """The text speaks of a toy, a picture, a book or a trinket."""
        return bool(self.spans_of(Role.DEPICTION) or self.spans_of(Role.JEWELLERY))

    def depicts(self, category: Category) -> bool:
        """The text speaks of a likeness; jewellery is one of whatever is not worn itself."""
        return bool(self.spans_of(Role.DEPICTION) or (self.spans_of(Role.JEWELLERY) and not category.worn))

    def names_other_goods(self, *, packed: bool = False) -> bool:
        """Ordinary goods, a likeness, or something that holds goods; `packed`: a mere packing is none of them."""
        if any(self.spans_of(role) for role in OTHER_GOODS):
            return True
        packings = self.spans_of(Role.PACKING) if packed else ()
        return any(span not in packings for span in self.spans_of(Role.CONTAINER))


def build_index(categories: Categories, words: Words) -> PhraseIndex[Mark]:
    """One index over all terms, so that a longer term of any kind hides the shorter ones inside it."""
    return PhraseIndex((*_category_terms(categories.values()), *((term, Mark(role)) for term, role in words.terms)))


def _category_terms(categories: Iterable[Category]) -> Iterable[tuple[str, Mark]]:
    for category in categories:
        vocabulary = category.vocabulary
        for phrase in vocabulary.phrases:
            yield phrase, Mark(Basis.PHRASE, category.id)
        for keyword in vocabulary.keywords:
            yield keyword, Mark(Basis.KEYWORD, category.id)


def build_counters(categories: Categories) -> PhraseIndex[str]:
    """Counter-words apart, since a longer term must not hide them: `phone case` still holds `case`."""
    return PhraseIndex(
        ((word, category.id) for category in categories.values() for word in category.vocabulary.not_keywords),
        overlapping=True,
    )


def mark(
    reading: Reading, hits: Iterable[Hit[Mark]], counters: Iterable[Hit[str]], patterns: Sequence[Hit[Mention]] = ()
) -> Marked:
    """Sorts the hits of a reading by what they are for, and leaves out goods that it only mentions."""
    marked = Marked()
    for counter in counters:
        for name in counter.tags:
            marked.counters.setdefault(name, []).append(counter)
    for hit in hits:
        for tag in hit.tags:
            if tag.role is Basis.PHRASE:
                marked.strong.append((tag.category, hit))
            elif tag.role is Basis.KEYWORD:
                marked.weak.append((tag.category, hit))
            elif isinstance(tag.role, Role):
                marked.spans.setdefault(tag.role, []).append(hit)
    if patterns:
        named = {hit for _, hit in (*marked.strong, *marked.weak)}
        marked.drop({hit for hit in named if mentioned(hit.start, hit.end, patterns, reading)})
    return marked


def weigh(marked: Marked, categories: Categories, hs_code: str | None) -> list[Evidence]:
    """The evidence that stands. `hs_code` is a valid code or None."""
    found = [
        Evidence(name, Basis.PHRASE, hit.term) for name, hit in marked.strong if _stands(categories[name], hit, marked)
    ]
    # A phrase says what the thing is; without a code to the contrary, keywords beside it are flavours and materials.
    said = frozenset[str]()
    if hs_code is None:
        said = categories.with_ancestors(item.category for item in found if item.category not in OF_ANY_GOODS)
    found += [
        Evidence(name, Basis.KEYWORD, hit.term)
        for name, hit in marked.weak
        if not marked.countered(name, hit)
        and _weak_stands(categories[name], hit, marked, hs_code)
        and (not said or said & categories.with_ancestors([name]))
    ]
    return _without_outranked(found, categories)


def _stands(category: Category, hit: Hit[Mark], marked: Marked) -> bool:
    if marked.countered(category.id, hit) or marked.depicts(category):
        return False
    return not any(0 <= span.start - hit.end < 1 for span in marked.spans_of(Role.CONTAINER))


def _weak_stands(category: Category, hit: Hit[Mark], marked: Marked, hs_code: str | None) -> bool:
    if hs_code is not None:
        return category.lets_keywords_count(hs_code)
    if category.keywords_need_code or hit in marked.spans_of(
        Role.QUALITY
    ):  # a colour until a code says otherwise: gold, ivory, cream
        return False
    other_goods = marked.depicts(category) or marked.spans_of(Role.EVERYDAY)
    return not other_goods and not any(span.start >= hit.end for span in marked.spans_of(Role.CONTAINER))


def _without_outranked(found: list[Evidence], categories: Categories) -> list[Evidence]:
    """Chicken in a flavour and flowers in a scent are silenced by the crisps and the perfume they belong to."""
    strong = frozenset(item.category for item in found if item.basis is Basis.PHRASE)
    named = frozenset(item.category for item in found)
    silenced = {
        name for name in named if any(_silences(categories[other], categories[name], strong) for other in named)
    }
    return [item for item in found if item.category not in silenced]


def _silences(other: Category, this: Category, strong: frozenset[str]) -> bool:
    """A category silences one that it outranks, unless the other stands on stronger words or outranks it too."""
    if this.id not in other.outranks or (this.id in strong and other.id not in strong):
        return False
    return other.id not in this.outranks or (other.id in strong and this.id not in strong)
