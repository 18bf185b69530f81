"""From a word as a parcel text writes it to the words that the vocabulary knows.

Short forms are written out. Of a compound that the vocabulary does not know, the last part is kept, which is what the
thing is in German (`Brotmesser` is a knife, `Kaffeetasse` a cup) and in words glued to save blanks; the number of
a shade behind it goes.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from string import digits

from engine.goods.text import plain, singular

REMEMBERED = 65_536
SHORTEST_COMPOUND = 7
_SHORTEST_REST = 2


class Spelling:
    """Short forms, heads of compounds, and the words of the vocabulary, which are never taken apart."""

    def __init__(
        self, abbreviations: Mapping[str, tuple[str, ...]], heads: Iterable[str], known: Iterable[str] = ()
    ) -> None:
        self._abbreviations = abbreviations
        self._known = frozenset(known)
        ends = sorted({singular(plain(head)) for head in heads}, key=lambda head: (-len(head), head))
        self._compound = (
            re.compile(f"^[^\\d]{{{_SHORTEST_REST},}}?({'|'.join(map(re.escape, ends))})$") if ends else None
        )
        self.words_of = lru_cache(maxsize=REMEMBERED)(self._words_of)

    def _words_of(self, word: str) -> tuple[str, ...]:
        """What the word, already in the spelling of `read_text`, stands for."""
        full = self._abbreviations.get(word)
        if full is not None:
            return full
        if self._compound is None or len(word) < SHORTEST_COMPOUND or word in self._known:
            return (word,)
        found = self._compound.match(word.rstrip(digits))
        return (word,) if found is None else (found[1],)
