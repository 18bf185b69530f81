"""What is left of a word by ear, so that transliterations of one word agree.

Digraphs that romanisations exchange become one letter, double letters one, and vowels go: Youssef and Jusuf, Khaled and
Halid, Schröder and Shroder. A first vowel stays as `a`, so that Omar and Mar differ. Ours, in the way of Soundex
(US patent 1,261,167, 1918) and the Daitch-Mokotoff system (1985), for romanised Arabic, Cyrillic, Turkish and Chinese.
"""

import re
from functools import lru_cache

_TWO = (
    ("shch", "s"), ("tsch", "c"), ("sch", "s"), ("tch", "c"), ("dzh", "j"), ("dsch", "j"), ("sh", "s"), ("ch", "c"),
    ("zh", "j"), ("dj", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ts", "c"), ("tz", "c"),
    ("ck", "k"), ("qu", "k"), ("x", "ks"), ("q", "k"), ("w", "v"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
)  # fmt: skip
_HARD_C = re.compile(r"c(?=[aourlkt]|$)")
_SOFT_C = re.compile(r"c(?=[eiy])")
_TWICE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiouy]+")


@lru_cache(maxsize=131_072)
def sound(word: str) -> str:
    """The sound of a folded word; a word of other letters than Latin stays as it is."""
    if not word.isascii() or not word.isalpha():
        return word
    said = _TWICE.sub(r"\1", word)
    if "c" in said:
        said = _HARD_C.sub("k", _SOFT_C.sub("s", said))
    for written, heard in _TWO:
        if written in said:
            said = said.replace(written, heard)
    said = _TWICE.sub(r"\1", said)
    first = said[0]
    if first in "aeiou":
        first = "a"
    elif first == "y" and len(said) > 1:
        first = "j" if said[1] in "aeou" else "a"
    rest = _VOWELS.sub("", said[1:]).replace("h", "")
    return first + _TWICE.sub(r"\1", rest)
