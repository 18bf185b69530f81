"""Reads the texts of a line: title, description, shop category, in the words of the vocabulary."""

from dataclasses import dataclass

from engine.goods.categories import Categories
from engine.goods.description import Sold, sold_in
from engine.goods.evidence import Marked, build_counters, build_index, mark
from engine.goods.index import Hit, PhraseIndex
from engine.goods.mentions import Mention
from engine.goods.spelling import Spelling
from engine.goods.text import Reading, read_text
from engine.goods.vagueness import is_vague, names_bare_goods, says_too_little
from engine.goods.words import Words

LONGEST_READ = 400  # a long title names much that is not sold; its beginning says what the thing is


@dataclass(frozen=True, slots=True)
class Said:
    """What the texts say. `marked` is the first of them that names goods, and `sold` what the description adds.

    `vague`: none of them names any; `bare`: they hold one bare word for ordinary goods.
    """

    readings: tuple[Reading, ...]
    marked: Marked
    sold: Sold
    vague: bool
    bare: bool


class Reader:
    """Holds the indexes over all terms."""

    def __init__(self, categories: Categories, words: Words) -> None:
        self._categories = categories
        self._spelling = spelling_of(words, categories)
        self._index = build_index(categories, words)
        self._counters = build_counters(categories)
        self._mentions = PhraseIndex(words.mentions, shortest_in_run=1)
        # Overlapping, since here a longer term might reach over a stop: `knife. Block of wood`.
        self._phrases = PhraseIndex(
            ((phrase, True) for category in categories.values() for phrase in category.vocabulary.phrases),
            overlapping=True,
        )

    def read(self, title: str | None, description: str | None, shop_category: str | None) -> Said:
        """The first of the texts that names goods, and beside it what the description sells."""
        readings: list[Reading] = []
        read: list[tuple[Reading, Marked]] = []
        for text in (title, description, shop_category):
            if text is None or not text.strip():
                continue
            reading, marked, _ = self.marked(text[:LONGEST_READ])
            readings.append(reading)
            read.append((reading, marked))
            if marked.names_goods:
                break
        naming = next((marked for _, marked in read if marked.names_goods), read[0][1] if read else Marked())
        sold = Sold()
        if title and title.strip() and description:
            sold = sold_in(description, read[0][1], self, self._categories)
        return Said(
            readings=(*readings, *(reading for reading in sold.readings if reading not in readings)),
            marked=naming,
            sold=sold,
            vague=all(is_vague(reading, marked) for reading, marked in read),
            bare=len(read) == 1 and not sold.evidence and (names_bare_goods(*read[0]) or says_too_little(*read[0])),
        )

    def names_restricted(self, text: str) -> bool:
        """Some phrase of a category stands in the text, mentioned or sold."""
        return bool(self._phrases.find(read_text(text, self._spelling)))

    def marked(self, text: str) -> tuple[Reading, Marked, tuple[Hit[Mention], ...]]:
        """One text: its words, what they name, and the patterns by which it only mentions goods."""
        reading = read_text(text, self._spelling)
        patterns = tuple(self._mentions.find(reading))
        return reading, mark(reading, self._index.find(reading), self._counters.find(reading), patterns), patterns


def spelling_of(words: Words, categories: Categories) -> Spelling:
    """How texts are spelt out before they are searched for the terms of the vocabulary."""
    terms = [term for term, _ in (*words.terms, *words.mentions)]
    for category in categories.values():
        terms += (*category.vocabulary.phrases, *category.vocabulary.keywords, *category.vocabulary.not_keywords)
    known = {word for term in terms for word in read_text(term).words}
    return Spelling(words.abbreviations, words.heads, known)
