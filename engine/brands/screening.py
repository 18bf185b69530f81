"""Screens the texts of a line for brands. The same texts always give the same mentions, so they are remembered."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from engine.brands.brand import Confidence, Mention, MentionKind, Screening
from engine.brands.disguise import Disguised, disguised
from engine.brands.imitation import Imitation, imitation
from engine.brands.naming import Named, named
from engine.brands.text import Text, read
from engine.brands.usage import compatible
from engine.brands.vocabulary import Vocabulary

REMEMBERED = 20_000
LONGEST_READ = 400  # a long description names much that is not sold; its beginning says what the thing is
TITLE, DESCRIPTION, BRAND = "title", "description", "brand"
_STATED = -9  # stands beside no word of a title


class BrandScreen:
    """Holds the vocabulary. `edition` is the digest of its data."""

    def __init__(self, vocabulary: Vocabulary, edition: str = "") -> None:
        self.vocabulary = vocabulary
        self.edition = edition
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._screen)

    def screen(self, title: str | None, description: str | None = None, brand: str | None = None) -> Screening:
        """Mentions in a line's title, the beginning of its description, and the brand that its seller states.

        Without a title the description stands for it. A description beside a title says whether the goods are an
        imitation, and tells disguised names; brands that it names otherwise need not be those of the goods.
        """
        # Read no further, so not remembered by more either.
        return self._remembered(title or None, (description or "")[:LONGEST_READ] or None, brand or None)

    def forget(self) -> None:
        """Empties the memory, for those who measure."""
        self._remembered.cache_clear()

    def _screen(self, title: str | None, description: str | None, brand: str | None) -> Screening:
        claimed = [] if brand is None else self._claimed(brand)
        field, text = (TITLE, title) if title else (DESCRIPTION, description)
        mentions = [] if text is None else self._read(field, text, claimed)
        if title and description:
            mentions += [each for each in self._read(DESCRIPTION, description, claimed) if _counts_aside(each)]
        return Screening((*mentions, *claimed))

    def _claimed(self, brand: str) -> list[Mention]:
        """What the seller states as the brand is claimed, whatever else the word means."""
        text = read(brand)
        if not text.units:
            return []
        found = self.vocabulary.find(text)
        names = [
            Named(self.vocabulary.brands[each.term.names[0].brand], each.start, each.end)
            for each in found
            if each.term.names
        ]
        odd = disguised(text, found, self.vocabulary)
        return [*(_own(BRAND, text, each) for each in names), *(_confusable(BRAND, text, each) for each in odd)]

    def _read(self, field: str, written: str, claimed: Sequence[Mention]) -> list[Mention]:
        text = read(written[:LONGEST_READ])
        found = self.vocabulary.find(text)
        odd = disguised(text, found, self.vocabulary)
        hidden = {each.start for each in odd}
        names = [each for each in named(text, found, self.vocabulary) if each.start not in hidden]
        if not names and not odd and not claimed:
            return []
        fits = compatible(text, found, names)
        said = imitation(text, found)
        mentions = [_used(field, text, each, fits.get(each), said) for each in names]
        mentions += [_confusable(field, text, each) for each in odd]
        return [*mentions, *self._copies(field, text, odd, claimed, said)]

    def _copies(
        self, field: str, text: Text, odd: Sequence[Disguised], claimed: Sequence[Mention], said: Imitation
    ) -> Iterator[Mention]:
        """Imitations of a disguised name, or of the brand that the seller states."""
        brands = self.vocabulary.brands
        for each in odd:
            word = said.of(brands[each.brand], each.start, each.end, claimed=True)
            if word is not None:
                yield _at(field, text, each.start, each.end, each.brand, MentionKind.REPLICA, word)
        for stated in claimed:
            word = said.of(brands[stated.brand], _STATED, _STATED, claimed=True)
            if word is not None:
                yield _at(field, text, 0, len(text.units), stated.brand, MentionKind.REPLICA, word)


def _used(field: str, text: Text, each: Named, fits: str | None, said: Imitation) -> Mention:
    copies = said.of(each.brand, each.start, each.end, claimed=fits is None)
    if copies is not None:
        return _at(field, text, each.start, each.end, each.brand.id, MentionKind.REPLICA, copies)
    if fits is not None:
        return _at(field, text, each.start, each.end, each.brand.id, MentionKind.COMPATIBLE, fits)
    return _own(field, text, each)


def _own(field: str, text: Text, each: Named) -> Mention:
    return _at(field, text, each.start, each.end, each.brand.id, MentionKind.OWN_NAME, "name")


def _confusable(field: str, text: Text, each: Disguised) -> Mention:
    kind = MentionKind.CONFUSABLE
    return _at(field, text, each.start, each.end, each.brand, kind, each.evidence, each.confidence)


def _at(
    field: str,
    text: Text,
    start: int,
    end: int,
    brand: str,
    kind: MentionKind,
    evidence: str,
    confidence: Confidence = Confidence.HIGH,
) -> Mention:
    first, last = text.spans[start][0], text.spans[end - 1][1]
    return Mention(
        brand=brand,
        kind=kind,
        field=field,
        start=first,
        end=last,
        written=text.written[first:last],
        confidence=confidence,
        evidence=evidence,
    )


def _counts_aside(mention: Mention) -> bool:
    disguise = mention.kind is MentionKind.CONFUSABLE and mention.confidence is Confidence.HIGH
    return disguise or mention.kind is MentionKind.REPLICA
