"""All words that the screening knows, in one index: names of brands, and how offers speak about them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from engine.brands.brand import Brand
from engine.brands.confusable import skeleton
from engine.brands.near import NearNames
from engine.brands.text import KATAKANA, Text, is_cjk, read


class Role(StrEnum):
    """What a phrase does; the values are its lists in `phrases.yaml`."""

    BEFORE = "compatible_before"
    NEAR = "compatible_near"
    AFTER = "compatible_after"
    SKIPPED = "skipped"
    ACCESSORY = "accessories"
    CLAIM = "claims"
    REPLICA = "replica_anywhere"
    WEAK_REPLICA = "replica_weak"
    WEAK_COUNTER = "weak_counters"
    REPLICA_BEHIND = "replica_behind"
    REPLICA_BEFORE = "replica_before"
    TRADE_TERM = "trade_terms"


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a brand. `ordinary`: also an everyday word; `device`: others make accessories for it."""

    brand: str
    ordinary: bool = False
    device: bool = False


@dataclass(slots=True)
class Term:
    """What one row of units means."""

    units: tuple[str, ...]
    names: list[Name] = field(default_factory=list)
    roles: set[Role] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Found:
    """A term in a text, from unit `start` to before unit `end`."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spellings:
    """What disguised and misspelt names are looked up by; values are ids of brands.

    `joined` has names without blanks, `seen` their skeletons, `squeezed` skeletons without doubled letters. Spellings
    near an everyday word, by the name's `ordinary` spelling or skeleton, count only beside goods of the brand.
    """

    joined: Mapping[str, str]
    seen: Mapping[str, str]
    squeezed: Mapping[str, str]
    near: NearNames
    ordinary: frozenset[str]
    words: frozenset[str]
    not_brands: frozenset[str]


class Vocabulary:
    """The index, and the brands by id."""

    __slots__ = ("_by_first", "brands", "spellings")

    def __init__(
        self,
        brands: Sequence[Brand],
        phrases: Mapping[Role, Iterable[str]],
        groups: Mapping[str, Iterable[str]],
        not_brands: Iterable[str] = (),
    ) -> None:
        terms: dict[tuple[str, ...], Term] = {}
        other = frozenset(not_brands)
        for brand in brands:
            for text in (*brand.names, *brand.devices):
                name = Name(brand.id, text in brand.ordinary, text in brand.devices)
                for units in _spelt(text, other):
                    _term(terms, units).names.append(name)
        for role, texts in phrases.items():
            for text in texts:
                _term(terms, read(text).units).roles.add(role)
        for group, texts in groups.items():
            for text in texts:
                _term(terms, read(text).units).groups.add(group)
        self.brands: Mapping[str, Brand] = {brand.id: brand for brand in brands}
        self._by_first = _by_first(terms.values())
        self.spellings = _spellings(brands, other)

    def find(self, text: Text) -> list[Found]:
        """Terms of a text, longest first, without overlaps."""
        units, by_first = text.units, self._by_first
        found, at, count = list[Found](), 0, len(units)
        while at < count:
            term = self._at(text, at) if units[at] in by_first else self._glued(text, at)
            if term is None:
                at += 1
                continue
            end = min(at + len(term.units), count)
            found.append(Found(term, at, end))
            at = end
        return found

    def _at(self, text: Text, at: int) -> Term | None:
        units = text.units
        for term in self._by_first[units[at]]:
            size = len(term.units)
            if units[at : at + size] == term.units and not _inside_katakana(text, at, at + size):
                return term
        return None

    def _glued(self, text: Text, at: int) -> Term | None:
        """A name with its model's number, or a plural: `iPhone15`, `iPads`."""
        unit = text.units[at]
        if len(unit) < _SHORTEST_GLUED:
            return None
        end = next((place for place, letter in enumerate(unit) if letter.isdigit()), 0)
        stem = unit[:end] if end else unit[:-1] if unit[-1] == "s" else ""
        if len(stem) < _SHORTEST_GLUED - 1:
            return None
        terms = self._by_first.get(stem, ())
        return next((term for term in terms if len(term.units) == 1 and term.names and not term.roles), None)


_SHORTEST_GLUED = 5


def _spelt(text: str, other: frozenset[str]) -> list[tuple[str, ...]]:
    """A name as it is written, and in one word if that is no word of its own."""
    units = read(text).units
    joined = "".join(units)
    if len(units) < 2 or len(joined) < _SHORTEST_GLUED or joined in other or any(is_cjk(unit) for unit in units):
        return [units]
    return [units, (joined,)]


def _term(terms: dict[tuple[str, ...], Term], units: tuple[str, ...]) -> Term:
    return terms.setdefault(units, Term(units))


def _by_first(terms: Iterable[Term]) -> Mapping[str, tuple[Term, ...]]:
    found: dict[str, list[Term]] = {}
    for term in terms:
        if term.units:
            found.setdefault(term.units[0], []).append(term)
    return {first: tuple(sorted(each, key=lambda term: -len(term.units))) for first, each in found.items()}


def _inside_katakana(text: Text, start: int, end: int) -> bool:
    """A row of katakana is one word: `コーチ` does not stand in `コーチング`."""
    return _one_word(text, start - 1) or _one_word(text, end - 1)


def _one_word(text: Text, at: int) -> bool:
    """Whether unit `at` and the one behind it are katakana without a blank between."""
    if at < 0 or at + 1 >= len(text.units) or text.units[at] < "\u3040":
        return False
    joined = text.spans[at][1] == text.spans[at + 1][0]
    return joined and bool(KATAKANA.match(text.units[at]) and KATAKANA.match(text.units[at + 1]))


def _spellings(brands: Sequence[Brand], not_brands: Iterable[str]) -> Spellings:
    other = frozenset(not_brands)
    names = _joined(brands, other, of_devices=False)
    long = {name: brand for name, brand in _joined(brands, other).items() if len(name) >= SHORTEST_DISGUISED}
    ordinary = {"".join(read(name).units) for brand in brands for name in brand.ordinary}
    words = {unit for brand in brands for name in brand.names for unit in read(name).units}
    return Spellings(
        joined=names,
        seen={skeleton(name): brand for name, brand in long.items()},
        squeezed={squeeze(skeleton(name)): brand for name, brand in names.items() if len(name) >= SHORTEST_SQUEEZED},
        near=NearNames(names),
        ordinary=frozenset(ordinary | {skeleton(name) for name in ordinary}),
        words=frozenset(words),
        not_brands=other,
    )


def _joined(brands: Sequence[Brand], other: frozenset[str], *, of_devices: bool = True) -> dict[str, str]:
    """Names in one word of Latin letters."""
    joined: dict[str, str] = {}
    for brand in brands:
        for name in (*brand.names, *(brand.devices if of_devices else ())):
            whole = "".join(read(name).units)
            if whole.isascii() and whole.isalpha() and whole not in other:
                joined.setdefault(whole, brand.id)
    return joined


SHORTEST_DISGUISED, SHORTEST_SQUEEZED = 4, 5


def squeeze(word: str) -> str:
    """A word with each row of one letter written once."""
    return "".join([letter for at, letter in enumerate(word) if at == 0 or word[at - 1] != letter])
