"""Likenesses in goods texts: a book about pistols is a book, but a toy pistol is what a law on toy pistols means."""

from collections.abc import Sequence

from engine.goods.categories import Categories
from engine.goods.index import Hit, PhraseIndex
from engine.goods.text import Reading
from engine.goods.words import Role, Words

Spans = Sequence[Hit[Role]]


class Likenesses:
    """Holds the words for toys, pictures, books and trinkets, and the categories that are worn."""

    __slots__ = ("_index", "_worn")

    def __init__(self, words: Words, categories: Categories) -> None:
        roles = {Role.DEPICTION, Role.JEWELLERY}
        self._index = PhraseIndex((term, role) for term, role in words.terms if role in roles)
        self._worn = frozenset(name for name, category in categories.items() if category.worn)

    def spans(self, reading: Reading) -> Spans:
        """The words of a text that make it speak of a likeness."""
        return self._index.find(reading)

    def let(self, category: str, start: int, end: int, spans: Spans) -> bool:
        """A term of a restriction counts beside such words: it covers one, and is not itself what is depicted.

        `start` and `end` are the words that it covers. Jewellery is a likeness only of what is not worn.
        """
        if category in self._worn:
            spans = [span for span in spans if Role.JEWELLERY not in span.tags]
        if not spans:
            return True
        if any(span.start == end for span in spans):
            return False
        return any(start <= span.start and span.end <= end for span in spans)
