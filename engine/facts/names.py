"""Whether two names may be one person's, and whether a mailbox is named after its owner.

Unknown, never "no", where the two are written in different scripts: 张伟 and `zhangwei` are beyond us.
"""

import unicodedata
from functools import lru_cache

_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "mme", "mlle", "sr", "sra", "srta"})


@lru_cache(maxsize=16384)
def name_words(name: str, *, spelt_out: bool = False) -> tuple[str, ...]:
    """Words of a name in lower case without accents and titles. `spelt_out` writes ü as ue, otherwise as u."""
    text = name.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = (text.translate(_SPELT_OUT) if spelt_out else text).translate(_LETTERS)
        text = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    text = "".join(one if one.isalnum() else " " for one in text.replace("'", "").replace("’", ""))
    return tuple(word for word in text.split() if word not in _TITLES)


def is_latin(words: tuple[str, ...]) -> bool:
    """Whether all words are in Latin letters."""
    return all(word.isascii() for word in words)


@lru_cache(maxsize=16384)
def same_person(first: str | None, second: str | None) -> bool | None:
    """Whether every word of the shorter name stands in the longer one, an initial counting for its word."""
    if first is None or second is None:
        return None
    one, two = name_words(first), name_words(second)
    if not one or not two or is_latin(one) != is_latin(two):
        return None
    return _contained(one, two) or _contained(name_words(first, spelt_out=True), name_words(second, spelt_out=True))


def _contained(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    if not is_latin(one):
        return "".join(one) == "".join(two)
    short, long = (one, two) if len(one) <= len(two) else (two, one)
    whole = sum(1 for word in short if len(word) > 1 and word in long)
    return whole > 0 and all(_stands_in(word, long) for word in short)


def _stands_in(word: str, words: tuple[str, ...]) -> bool:
    return any(word == other or (1 in (len(word), len(other)) and word[0] == other[0]) for other in words)


@lru_cache(maxsize=16384)
def mailbox_likeness(mailbox: str, name: str) -> int | None:
    """0 to 100: the share of the mailbox's letters that the name explains. Unknown across scripts."""
    letters = "".join(one for word in name_words(mailbox) for one in word if one.isalpha())
    words = name_words(name)
    if not words or not is_latin(words) or not letters.isascii():
        return None
    if not letters:
        return 0
    return max(_explained(letters, words), _explained(letters, name_words(name, spelt_out=True)))


def _explained(letters: str, words: tuple[str, ...]) -> int:
    """Whole words first, longest first, then initials of words that were not found."""
    left, covered, unseen = letters, 0, []
    for word in sorted(words, key=len, reverse=True):
        if len(word) > 1 and word in left:
            left, covered = left.replace(word, " ", 1), covered + len(word)
        else:
            unseen.append(word[0])
    if covered:
        for initial in unseen:
            if initial in left.split():
                left, covered = left.replace(initial, " ", 1), covered + 1
    return covered * 100 // len(letters)
