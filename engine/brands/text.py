"""A text as units: words in one plain spelling, and each character of scripts that are written without blanks.

A name is a row of units, so that `iPhone用ケース` and `case for iPhone` are read by the same index.
"""

import re
import unicodedata
from dataclasses import dataclass

CJK = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]")
UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f]")
_IN_WORD = f"[^\\W_{CJK}]|[\u0300-\u036f\u00ad\u200b-\u200f\u2060-\u2064\ufeff]|[\u24b6-\u24e9\U0001f130-\U0001f189]"
# A sign that stands for a letter counts as one only where a letter follows: not in prices.
_SIGN = "[$@!|¢€£](?=[^\\W\\d_])"
_UNIT = re.compile(f"\\b1 ?[:：∶] ?1(?!\\d)|[{CJK}]|(?:{_IN_WORD}|{_SIGN})+(?:[&+](?:{_IN_WORD})+)*")
_ASCII_UNIT = re.compile(r"\b1 ?: ?1(?!\d)|(?:[a-z0-9]|[$@!|](?=[a-z]))+(?:[&+][a-z0-9]+)*", re.IGNORECASE)
_MARK = re.compile("[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Text:
    """Plain units, and where each stands in the text as written."""

    written: str
    units: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def raw(self, start: int, end: int) -> str:
        """What is written from unit `start` to before unit `end`."""
        return self.written[self.spans[start][0] : self.spans[end - 1][1]]


def plain(text: str) -> str:
    """Lower case, compatibility forms folded, accents of letters and unseen characters dropped; kana keep theirs."""
    if text.isascii():
        return text.lower()
    folded = UNSEEN.sub("", unicodedata.normalize("NFKC", text).casefold())
    # The marks of kana, and the parts of Hangul, lie outside the range of accents.
    return unicodedata.normalize("NFC", _MARK.sub("", unicodedata.normalize("NFD", folded)))


def read(text: str) -> Text:
    """The units of a text."""
    ascii_ = text.isascii()
    found = list((_ASCII_UNIT if ascii_ else _UNIT).finditer(text))
    if ascii_:
        units = tuple([each.group().lower().replace(" ", "") for each in found])
    else:
        units = tuple([plain(each.group()).replace(" ", "").replace("：", ":") for each in found])
    return Text(text, units, tuple([each.span() for each in found]))


def is_cjk(unit: str) -> bool:
    """A character of a script without blanks."""
    return len(unit) == 1 and unit >= "\u3040"
