"""Names that are written so that a reader sees a brand and a search for it does not, or are one letter beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.brands.brand import Confidence
from engine.brands.confusable import is_foreign, is_styled, mixes_scripts, skeleton
from engine.brands.naming import goods_of
from engine.brands.near import SHORTEST
from engine.brands.text import Text, is_cjk
from engine.brands.vocabulary import SHORTEST_DISGUISED, Found, Vocabulary, squeeze


@dataclass(frozen=True, slots=True)
class Disguised:
    """A brand that units from `start` to before `end` are made to look like. `name` is its spelling in one word."""

    brand: str
    start: int
    end: int
    confidence: Confidence
    evidence: str


def disguised(text: Text, found: Sequence[Found], vocabulary: Vocabulary) -> list[Disguised]:
    """Confusable spellings in a text, in its order."""
    search = _Search(text, found, vocabulary)
    hits = [*search.styled(), *search.spaced(), *search.words()]
    return sorted(hits, key=lambda hit: hit.start)


class _Search:
    def __init__(self, text: Text, found: Sequence[Found], vocabulary: Vocabulary) -> None:
        self._text = text
        self._found = found
        self._vocabulary = vocabulary
        self._spellings = vocabulary.spellings
        covered = {at for each in found for at in range(each.start, each.end)}
        self._free = [at for at, unit in enumerate(text.units) if at not in covered and not is_cjk(unit)]
        self._prose: bool | None = None

    def styled(self) -> Iterator[Disguised]:
        """Names in letters of mathematics, circles, or with unseen characters inside."""
        if self._text.written.isascii():
            return
        for each in self._found:
            if each.term.names and is_styled(self._text.raw(each.start, each.end)):
                brand = each.term.names[0].brand
                yield Disguised(brand, each.start, each.end, Confidence.HIGH, "letters in disguise")

    def spaced(self) -> Iterator[Disguised]:
        """`N I K E`: single letters in a row that make a name, or look like one."""
        row: list[int] = []
        for at, unit in enumerate((*self._text.units, "")):
            if len(unit) == 1 and not is_cjk(unit):
                row.append(at)
                continue
            if len(row) >= SHORTEST_DISGUISED:
                brand = self._looks_like("".join(self._text.raw(each, each + 1) for each in row))
                if brand is not None:
                    yield Disguised(brand, row[0], row[-1] + 1, Confidence.HIGH, "letters set apart")
            row = []

    def words(self) -> Iterator[Disguised]:
        """Single words, and pairs of which one is a word of a longer name."""
        free, units = self._free, self._text.units
        taken = -1
        for place, at in enumerate(free):
            if at <= taken or len(units[at]) < 2:
                continue
            hit = None
            if place + 1 < len(free) and free[place + 1] == at + 1:
                hit = self._pair(at)
            hit = hit or self._word(at)
            if hit is not None:
                taken = hit.end - 1
                yield hit

    def _word(self, at: int) -> Disguised | None:
        unit = self._text.units[at]
        if len(unit) < SHORTEST_DISGUISED or unit.isdigit():
            return None
        brand = self._looks_like(self._text.raw(at, at + 1))
        if brand is not None and self._hides(at):
            return Disguised(brand, at, at + 1, Confidence.HIGH, "letters that look alike")
        spellings = self._spellings
        if not (unit.isascii() and unit.isalpha()) or unit in spellings.not_brands or unit in spellings.words:
            return None
        name = spellings.near.of(unit)
        brand = spellings.squeezed.get(squeeze(skeleton(unit))) if name is None else spellings.joined[name]
        if brand is None or _is_plural(unit, name) or self._is_stump(at, name):
            return None
        if not self._is_name(at, brand, name or skeleton(unit)):
            return None
        return Disguised(brand, at, at + 1, Confidence.MEDIUM, "one letter beside the name")

    def _pair(self, at: int) -> Disguised | None:
        """`Ralph Laurent`, and `Adi das`."""
        one, other = self._text.units[at : at + 2]
        whole = one + other
        spellings = self._spellings
        if len(whole) < SHORTEST or len(other) == 1 or whole.isdigit():
            return None
        if not (whole.isascii() and whole.isalpha()):
            brand = self._looks_like(self._text.raw(at, at + 1) + self._text.raw(at + 1, at + 2))
            if brand is None or not (self._hides(at) and self._hides(at + 1)):
                return None
            return Disguised(brand, at, at + 2, Confidence.HIGH, "letters that look alike")
        brand = spellings.joined.get(whole)
        if brand is not None:
            return Disguised(brand, at, at + 2, Confidence.MEDIUM, "name set apart")
        if one not in spellings.words and other not in spellings.words:
            return None
        name = spellings.near.of(whole)
        if name is None or whole in spellings.not_brands or _is_plural(whole, name) or self._is_stump(at + 1, name):
            return None
        brand = spellings.joined[name]
        if not self._is_name(at, brand, name):
            return None
        return Disguised(brand, at, at + 2, Confidence.MEDIUM, "one letter beside the name")

    def _looks_like(self, word: str) -> str | None:
        if sum(each.isalpha() for each in word) * 2 < len(word):
            return None
        seen = skeleton(word)
        brand = self._spellings.seen.get(seen)
        everyday = seen in self._spellings.ordinary
        return None if brand is None or (everyday and not self._goods(brand)) else brand

    def _hides(self, at: int) -> bool:
        """A word of another script alone may be just that: then the text around has more of the script."""
        raw = self._text.raw(at, at + 1)
        if raw.isascii() or mixes_scripts(raw) or not is_foreign(raw):
            return True
        others = (unit for place, unit in enumerate(self._text.units) if place != at)
        return not any(is_foreign(unit) for unit in others)

    def _is_stump(self, at: int, name: str | None) -> bool:
        """The last word of a text that was cut: its end is missing, not misspelt."""
        return name is not None and at == len(self._text.units) - 1 and name[:-1].endswith(self._text.units[at])

    def _is_name(self, at: int, brand: str, name: str) -> bool:
        """A capital letter among small ones, or goods of the brand in the text; for everyday words the goods alone."""
        written = self._text.written
        telling = self._text.raw(at, at + 1)[0].isupper() and not written.isupper()
        return (telling and name not in self._spellings.ordinary) or self._goods(brand)

    def _goods(self, brand: str) -> bool:
        return bool(goods_of(self._vocabulary.brands[brand], self._found))


def _is_plural(word: str, name: str | None) -> bool:
    return name is not None and (word == name + "s" or (word + "s" == name and not name.endswith("ss")))
