"""Spellings that look like another word: other scripts' letters, digits and signs for letters, letters set apart.

A skeleton is what a reader sees of a word, after Unicode Technical Standard #39 section 4: two words are confusable
when their skeletons are the same. The table is our own and small: what is used to disguise Latin names.
"""

import re
import unicodedata

from engine.brands.text import UNSEEN

_LETTERS = {
    # Cyrillic and Greek letters that look like Latin ones
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ё": "e", "һ": "h", "і": "l", "ї": "l", "ј": "j", "к": "k",
    "ӏ": "l", "м": "m", "н": "h", "п": "n", "о": "o", "р": "p", "ԛ": "q", "г": "r", "ѕ": "s", "т": "t", "у": "y",
    "ү": "y", "ѵ": "v", "ԝ": "w", "х": "x", "ѡ": "w", "ь": "b",
    "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "l", "κ": "k", "μ": "m", "ν": "v", "ο": "o", "ρ": "p", "σ": "o",
    "τ": "t", "υ": "u", "χ": "x", "ω": "w", "γ": "y", "ζ": "z", "π": "n",
    # Latin letters of other alphabets
    "ı": "l", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ɑ": "a", "ɡ": "g", "ɩ": "l", "ᴏ": "o", "ʀ": "r", "ɴ": "n",
    "ɪ": "l", "ᴀ": "a", "ᴇ": "e", "ᴋ": "k", "æ": "ae", "œ": "oe", "ß": "ss", "ſ": "s", "ƒ": "f", "ŋ": "n", "ɛ": "e",
    # digits and signs
    "0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "6": "b", "7": "t", "8": "b", "9": "g", "2": "z",
    "$": "s", "@": "a", "!": "l", "|": "l", "¢": "c", "€": "e", "£": "l",
    # one stroke looks like the other
    "i": "l",
}  # fmt: skip
# Greek capitals whose small letters look like something else.
_CAPITALS = str.maketrans({"Ν": "n", "Η": "h", "Υ": "y", "Ρ": "p", "Χ": "x", "Ζ": "z", "Σ": "e"})
_TABLE = str.maketrans(_LETTERS)
_ASCII_TABLE = str.maketrans({key: value for key, value in _LETTERS.items() if key.isascii()})
# Squared and circled capitals, of which each alphabet begins 32 behind the one before.
_ENCLOSED = {start + place: chr(ord("a") + place) for start in (0x1F130, 0x1F150, 0x1F170) for place in range(26)}
_MARK = re.compile("[\u0300-\u036f]")
# Letters of mathematics, circled, squared or small: nobody writes goods in them, but those who disguise a name.
_STYLED = re.compile("[\U0001d400-\U0001d7ff\u24b6-\u24e9\U0001f130-\U0001f189\u1d00-\u1d7f]")
_JOINERS = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff]")


def skeleton(word: str) -> str:
    """What a reader sees of a word. A skeleton is its own skeleton."""
    if word.isascii():
        return _joined(word.lower().translate(_ASCII_TABLE))
    while (seen := _seen(word)) != word:  # folding one form may open up another
        word = seen
    return seen


def _seen(word: str) -> str:
    folded = unicodedata.normalize("NFKC", UNSEEN.sub("", word).translate(_ENCLOSED | _CAPITALS)).casefold()
    bare = _MARK.sub("", unicodedata.normalize("NFD", folded))
    return _joined(unicodedata.normalize("NFC", bare).translate(_TABLE))


def _joined(seen: str) -> str:
    """Pairs that look like one letter; again, until nothing changes."""
    while True:
        once = seen.replace("rn", "m").replace("vv", "w")
        if once == seen:
            return once
        seen = once


def is_styled(word: str) -> bool:
    """Whether a word is written with letters, or unseen characters inside, that are there to disguise it."""
    return not word.isascii() and (_STYLED.search(word) or _JOINERS.search(word.strip())) is not None


def mixes_scripts(word: str) -> bool:
    """Latin letters beside Cyrillic or Greek ones."""
    if word.isascii():
        return False
    scripts = {_script(each) for each in word.casefold() if each.isalpha()}
    return len(scripts - {""}) > 1


def is_foreign(word: str) -> bool:
    """Written wholly in Cyrillic or Greek letters."""
    return {_script(each) for each in word.casefold() if each.isalpha()} == {"other"}


def _script(letter: str) -> str:
    if letter < "\u0250":
        return "latin"
    return "other" if "\u0370" <= letter <= "\u052f" else ""
