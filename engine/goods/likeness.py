"""Likenesses in goods texts: a book about pistols is a book, but a toy pistol is what a law on toy pistols means.

Trinkets are none here: what hangs on a key ring may well be a pepper spray.
"""

from collections.abc import Sequence

from engine.goods.index import Hit, PhraseIndex
from engine.goods.text import Reading
from engine.goods.words import Role, Words

Spans = Sequence[Hit[None]]


class Likenesses:
    """Holds the words for toys, pictures and books."""

    __slots__ = ("_index",)

    def __init__(self, words: Words) -> None:
        self._index = PhraseIndex((term, None) for term, role in words.terms if role is Role.DEPICTION)

    def spans(self, reading: Reading) -> Spans:
        """The words of a text that make it speak of a likeness."""
        return self._index.find(reading)


def counts_beside(spans: Spans, start: int, end: int) -> bool:
    """A term of a restriction, from word `start` up to `end`, is meant: it names the likeness and is not depicted."""
    if not spans:
        return True
    if any(span.start == end for span in spans):
        return False
    return any(start <= span.start and span.end <= end for span in spans)
