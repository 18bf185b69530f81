"""Goods texts as tokens: one spelling for capitals, accents and plurals; runs of CJK script kept whole.

Parcel texts are cut at 30 to 50 characters and abbreviated; `Reading.cut` says that the last word may be a stump.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

# Han, kana and Hangul are written without spaces, so they are searched by substring instead of by word.
CJK = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_CJK_RUN = re.compile(f"[{CJK}]+")
_WORD = re.compile(f"[^\\W_{CJK}]+")
_LATIN_MARK = re.compile("(?<=[a-z])[\u0300-\u036f]+")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]")
SHORTEST_CUT, LONGEST_CUT = 27, 52
_PLURAL_ES = ("ches", "shes", "sses", "xes")
_NO_PLURAL = ("ss", "us", "is", "as", "os")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the index sees it: words in order, and runs of CJK script."""

    words: tuple[str, ...]
    runs: tuple[str, ...] = ()
    cut: bool = False

    @property
    def empty(self) -> bool:
        """Nothing to read in it."""
        return not self.words and not self.runs


def plain(text: str) -> str:
    """Lower case, compatibility forms folded, accents of Latin letters dropped; kana keep their marks."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    marked = unicodedata.normalize("NFD", folded)
    return unicodedata.normalize("NFC", _LATIN_MARK.sub("", marked))


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """A word without its English plural ending; the vocabulary goes through the same, so it need not be right."""
    if len(word) < 4 or not word.endswith("s") or not word.isascii():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ives"):
        return word[:-3] + "fe"
    if word.endswith(_PLURAL_ES):
        return word[:-2]
    return word if word.endswith(_NO_PLURAL) else word[:-1]


class Speller(Protocol):
    """Knows which words a written word stands for."""

    def words_of(self, word: str, /) -> tuple[str, ...]:
        """The words, in the spelling that `read_text` gives them."""


def read_text(text: str, speller: Speller | None = None) -> Reading:
    """Tokens of a text. With a speller, short forms and compounds are the words that they stand for."""
    clean = plain(text)
    words = [singular(word) for word in _WORD.findall(clean)]
    if speller is not None:
        words = [full for word in words for full in speller.words_of(word)]
    runs = () if clean.isascii() else tuple(_CJK_RUN.findall(clean))
    return Reading(tuple(words), runs, SHORTEST_CUT <= len(clean) <= LONGEST_CUT and clean[-1:].isalnum())


def term_spelling(term: str) -> str:
    """How the index writes a term: its CJK runs joined, or its words with single blanks."""
    reading = read_text(term)
    return "".join(reading.runs) or " ".join(reading.words)


def ends_inside_katakana(run: str, start: int, end: int) -> bool:
    """The match ends in the middle of a katakana word: in such compounds the last part names the goods."""
    if end >= len(run) or not _KATAKANA.match(run[end - 1]):
        return False
    return _KATAKANA.match(run[end]) is not None and start < end
