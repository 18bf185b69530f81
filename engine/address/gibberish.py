"""Mashed keys: runs along a keyboard row, consonants without end. A weak signal, for Latin letters only."""

import re
from functools import lru_cache

from engine.address.spelling import fold

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "abcdefghijklmnopqrstuvwxyz")
SHORTEST_RUN = 5
RUNS = frozenset(
    piece
    for row in ROWS
    for way in (row, row[::-1])
    for piece in (way[start : start + SHORTEST_RUN] for start in range(len(way) - SHORTEST_RUN + 1))
)
# "str" and "sch" are sounds, and German joins them: Bergstrasse, Gontardstrasse, Hochschulstrasse.
SOUNDS = re.compile(r"strasse|straat|str|sch|tz|ck|ngst|chts|rz|sz|th|ph|gh|sh|ch")
# In Welsh and Polish `w` and `y` carry a syllable or stand in any cluster, so they break a run.
CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvxz]{6,}")
VOWEL = re.compile(r"[aeiouyw]")
REPEATED = re.compile(r"(.)\1{3,}")
REPEATED_PAIR = re.compile(r"^(.{2,3}?)\1{2,}")
LONGEST_WITHOUT_VOWEL = 5


def gibberish(text: str) -> bool:
    """Whether a word of it looks typed by a fist."""
    return any(_mashed(word) for word in fold(text).split() if len(word) >= SHORTEST_RUN)


@lru_cache(maxsize=16384)  # street, avenue, city: most words of an address have been seen before
def _mashed(word: str) -> bool:
    if not word.isascii() or not word.isalpha():
        return False
    if any(word[start : start + SHORTEST_RUN] in RUNS for start in range(len(word) - SHORTEST_RUN + 1)):
        return True
    plain = SOUNDS.sub("s", word)
    if CONSONANTS.search(plain) is not None or REPEATED.search(word) is not None:
        return True
    return REPEATED_PAIR.search(word) is not None or (
        len(plain) > LONGEST_WITHOUT_VOWEL and VOWEL.search(plain) is None
    )
