"""How a written word is brought to one spelling: invisible marks, digits, dashes, case and accents."""

import re
import unicodedata
from functools import lru_cache

# Letters that carry no combining mark, so that decomposing does not free them of their stroke or ligature.
STROKES = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ə": "e",
        "ŋ": "n",
        "臺": "台",
    }
)
LATIN_END = "\u0250"
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
QUOTES = dict.fromkeys(map(ord, "‘’ʼ′`´ʻʿʾ"), "'")
INVISIBLE = dict.fromkeys(
    [0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)
TYPOGRAPHY = DASHES | QUOTES | INVISIBLE
SPACES = re.compile(r"\s+")
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
NOT_WORD = re.compile(r"[\W_]+")


def tidy(text: str) -> str:
    """The same words without what nobody sees: half and full width made one, spaces single, marks removed."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip().replace("`", "'")
    once = unicodedata.normalize("NFKC", text).translate(TYPOGRAPHY)
    # Taking marks away can bring a letter and its accent together.
    return SPACES.sub(" ", CONTROLS.sub(" ", unicodedata.normalize("NFKC", once))).strip()


def western_digits(text: str) -> str:
    """Arabic-Indic, Devanagari and other decimal digits as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Words for comparing: no case, no accents on Latin letters, no punctuation; other scripts keep their marks."""
    if text.isascii():
        return NOT_WORD.sub(" ", text.lower()).strip()
    # Decomposed before and after the case is folded: a letter in a circle has a case only once it is out of it.
    plain = unicodedata.normalize("NFKD", text.translate(TYPOGRAPHY)).casefold()
    folded = unicodedata.normalize("NFKD", plain).translate(STROKES)
    bare = "".join(_without_latin_marks(folded))
    # Vowel signs of Indic and Thai scripts belong to their word, though a pattern does not count them as letters.
    composed = unicodedata.normalize("NFC", bare)
    return " ".join("".join(char if _in_word(char) else " " for char in composed).split())


def _in_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char).startswith("M")


def _without_latin_marks(text: str) -> list[str]:
    kept: list[str] = []
    latin = True
    for char in text:
        if unicodedata.combining(char):
            if not latin:
                kept.append(char)
            continue
        latin = char < LATIN_END or "\u1e00" <= char < "\u1f00" or char in "'\u02bc"
        kept.append(char)
    return kept
