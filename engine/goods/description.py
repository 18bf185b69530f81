"""What a description sells beside what its title names.

A title may name ordinary goods while the description names what is really sold, so descriptions are always read. Only
phrases count there, clause by clause, and only where the clause names goods instead of mentioning them. A book, a toy
or a print talks of other things, so behind such a title a clause counts only when it reads like an article of its own:
the goods at its beginning, with a measure or little else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from engine.goods.attributes import LITHIUM_CATEGORIES
from engine.goods.categories import Categories
from engine.goods.classification import Basis, Evidence
from engine.goods.evidence import Marked, weigh
from engine.goods.index import Hit
from engine.goods.mentions import LISTED_WORDS, Mention, clauses, lists_goods, sentences
from engine.goods.text import Reading

LONGEST_DESCRIPTION = 1500  # characters; behind that a description tells of care, delivery and returns
_BESIDE = 3  # words that may stand beside the goods in a clause that names an article
_BEFORE = 2


class Readers(Protocol):
    """How a text is read: whether it holds a phrase at all, and all that it says."""

    def names_restricted(self, text: str, /) -> bool:
        """Some phrase stands in it, mentioned or sold."""

    def marked(self, text: str, /) -> tuple[Reading, Marked, tuple[Hit[Mention], ...]]:
        """Its words, what they name, and the patterns by which it only mentions goods."""


@dataclass(frozen=True, slots=True)
class Sold:
    """What a description names as sold: the evidence, and the clauses that it stands in."""

    evidence: tuple[Evidence, ...] = ()
    readings: tuple[Reading, ...] = ()


def sold_in(text: str, title: Marked | None, read: Readers, categories: Categories) -> Sold:
    """Phrases of the description that name goods. `title` is what the title says, if it says anything."""
    likeness = title is not None and title.likeness
    ordinary = title is not None and title.names_goods
    evidence: dict[tuple[str, str], Evidence] = {}
    readings: list[Reading] = []
    for reading, marked in _naming(text[:LONGEST_DESCRIPTION], read):
        if likeness:
            marked.drop({hit for _, hit in marked.strong if not _article(hit.start, hit.end, reading)})
        found = [item for item in weigh(marked, categories, None) if item.basis is Basis.PHRASE]
        if found:
            readings.append(reading)
        for item in found:
            named = _installed(item) if ordinary else item
            evidence.setdefault((named.category, named.term), named)
    return Sold(tuple(evidence.values()), tuple(readings))


def _naming(text: str, read: Readers) -> Iterator[tuple[Reading, Marked]]:
    """Clauses that name goods. A list of what is only mentioned goes on over the commas of its sentence."""
    for sentence in sentences(text):
        if not read.names_restricted(sentence):  # as most do not; the others are worth a closer look
            continue
        listing = False
        for clause in clauses(sentence):
            reading, marked, patterns = read.marked(clause)
            if marked.strong and not (listing and len(reading.words) <= LISTED_WORDS):
                yield reading, marked
            listing = listing or lists_goods(patterns)


def _article(start: int, end: int, reading: Reading) -> bool:
    """The clause reads like the name of an article: the goods lead it, with a number or little else."""
    if start >= len(reading.words):  # in a run, where words cannot be counted
        return True
    measured = any(character.isdigit() for word in reading.words for character in word)
    return start <= _BEFORE and (measured or len(reading.words) - (end - start) <= _BESIDE)


def _installed(item: Evidence) -> Evidence:
    """A battery in the description of some other thing is built into it; a power bank is not."""
    loose = item.category in LITHIUM_CATEGORIES and not item.term.startswith(_POWER_BANKS)
    return Evidence("lithium_battery_in_equipment", item.basis, item.term) if loose else item


_POWER_BANKS = ("power", "banco", "batterie externe", "bateria externa", "portable", "充电宝", "移动电源", "モバイル")
