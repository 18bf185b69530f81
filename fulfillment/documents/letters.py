"""Texts as a paper can print them: fonts for every letter, direction, and Latin letters beside others.

The only importer of anyascii. A letter that no font of this machine draws is written in Latin letters, and where that
is not possible either the paper is refused: no empty box is ever printed. Marks that nobody sees and that turn text
around (Unicode 15.1, annex 9) are left out, so that a text reads as it was declared.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from anyascii import anyascii

from engine.address.script import BLOCKS, readable, scripts_of
from fulfillment.documents.errors import FontMissing, LettersMissing
from fulfillment.documents.fonts import BASE, BY_SCRIPT, SYMBOLS, han_family, package_of

JOINERS = "\u200c\u200d"  # Persian and the Indic scripts are written with them
EAST_ASIAN = ((0x1100, 0x11FF), (0x2E80, 0x9FFF), (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0xF900, 0xFAFF),
              (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF))  # fmt: skip
RIGHT_TO_LEFT = frozenset({"R", "AL"})
STRONG = RIGHT_TO_LEFT | {"L"}
# Where Han characters are read in another way than the Chinese that the transliteration knows.
NOT_READ_AS_CHINESE = frozenset({"JP", "KR", "KP", "VN"})


class Faces(Protocol):
    """The fonts of a machine."""

    def has(self, family: str) -> bool: ...

    def draws(self, family: str, letter: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Written:
    """A text with the families that draw it, in this order."""

    text: str
    families: tuple[str, ...]
    right_to_left: bool = False

    def as_json(self) -> dict[str, object]:
        """What the templates read."""
        return {"t": self.text, "f": list(self.families), "r": self.right_to_left}


@dataclass(frozen=True, slots=True)
class Scribe:
    """Writes for one reader: `country` and `language` choose among the shapes of Han characters."""

    faces: Faces
    country: str = ""
    language: str = ""

    def write(self, text: str) -> Written:
        """Raises FontMissing for a known script without its font, LettersMissing for letters that nothing can write."""
        clean = visible(text)
        families: list[str] = [BASE]
        lost: list[str] = []
        letters = [self._letter(letter, clean, families, lost) for letter in clean]
        if lost:
            raise LettersMissing(tuple(dict.fromkeys(lost)))
        return Written("".join(letters), tuple(families), is_right_to_left(clean))

    def json(self, text: str) -> dict[str, object]:
        """As templates read it."""
        return self.write(text).as_json()

    def _letter(self, letter: str, text: str, families: list[str], lost: list[str]) -> str:
        if letter in JOINERS or letter == " ":
            return letter
        for family in (*families, *self._others(letter, text)):
            if self.faces.draws(family, letter):
                if family not in families:
                    families.append(family)
                return letter
        self._must_have_font(letter, text)
        latin = anyascii(letter)
        if not latin:
            lost.append(letter)
        return latin

    def _others(self, letter: str, text: str) -> Iterator[str]:
        script = _script_of(letter)
        if script in BY_SCRIPT:
            yield BY_SCRIPT[script]
        if _is_east_asian(letter):
            yield self._han(text)
        yield from SYMBOLS
        yield self._han(text)
        # The standard names a letter after its script, and so does Noto its families.
        name = unicodedata.name(letter, "").split(" ")[0].title()
        yield f"Noto Sans {name}"
        yield f"Noto Serif {name}"

    def _must_have_font(self, letter: str, text: str) -> None:
        script = _script_of(letter)
        family = BY_SCRIPT.get(script) or (self._han(text) if _is_east_asian(letter) else BASE)
        if not self.faces.has(family):
            raise FontMissing(family, package_of(family))

    def _han(self, text: str) -> str:
        found = scripts_of(text)
        shown_in = "JP" if "kana" in found else "KR" if "hangul" in found else self.country
        return han_family(shown_in, self.language)


def visible(text: str) -> str:
    """The text on one line, composed, without control marks and marks of direction."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(each for each in composed if each in JOINERS or unicodedata.category(each) not in ("Cc", "Cf", "Cs"))


def is_right_to_left(text: str) -> bool:
    """By the first letter that has a direction (Unicode annex 9, rules P2 and P3)."""
    strong = (kind for each in text if (kind := unicodedata.bidirectional(each)) in STRONG)
    return next(strong, "L") in RIGHT_TO_LEFT


def latin(text: str, country: str) -> str:
    """The text in Latin letters; words begin with capitals.

    Nothing for Han characters of Japan and Korea: how a name is read is not in the letters, and the Chinese reading
    names another place.
    """
    clean = visible(text)
    if country in NOT_READ_AS_CHINESE and "han" in scripts_of(clean):
        return ""
    words = anyascii(clean).replace("`", "").split()
    return " ".join(word[:1].upper() + word[1:] for word in words)


def needs_latin(text: str, carrier_country: str) -> bool:
    """Whether carriers of the country that the parcel starts in cannot read the text."""
    return not readable(visible(text), carrier_country)


def _script_of(letter: str) -> str:
    point = ord(letter)
    return next((name for name, first, last in BLOCKS if first <= point <= last), "")


def _is_east_asian(letter: str) -> bool:
    return any(first <= ord(letter) <= last for first, last in EAST_ASIAN)
