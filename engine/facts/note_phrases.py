"""The small language of note phrases, and how it becomes regular expressions.

    cancel [my|the] (order|purchase) ~ $

Words stand for themselves, `word*` for any ending, `[…]` may be left out, `(…)` may not, `|` parts alternatives,
`~` is up to three words of any kind (up to six characters where words are written together), `$` the clause's end.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from engine.errors import DataRejected

STEM = 4  # letters of a word that its phrases are found by
_ELEMENT = re.compile(r"\[([^\[\]()]+)\]|\(([^\[\]()]+)\)|([~$]|[^\s\[\]()~$]+)")
_MARKS = re.compile("[̀-ͯ]")  # accents of Latin letters; the voicing marks of kana stay
_NOT_WORD = re.compile(r"[^\w%@$]+|_+")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Lower case, without accents, one form of each character; `don't` is written as one word."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("n't", "nt")
    if plain.isascii():
        return plain
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", plain)))


def spaced(clause: str) -> str:
    """The words of a folded clause, each followed by one space."""
    return " ".join(_NOT_WORD.sub(" ", clause).split()) + " "


def joined(clause: str) -> str:
    """The characters of a folded clause without anything between them."""
    return _NOT_WORD.sub("", clause)


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """One phrase, and the beginnings of words (or characters) without one of which it cannot be there."""

    source: str
    together: bool
    anchors: frozenset[str]

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when first needed: most phrases of six languages never are."""
        return _compiled(self.source, together=self.together)


def read_phrase(source: str, *, together: bool, where: str) -> Phrase:
    """Raises DataRejected for a phrase with nothing but optional parts, or a stem too short to be found by."""
    for _, required, plain in _elements(source):
        if required or plain not in {"", "~", "$"}:
            words = (required or plain).split("|")
            anchors = frozenset(_anchor(word, where, together=together) for word in words)
            return Phrase(source, together, anchors)
    raise DataRejected(where, f"phrase `{source}` has no word that must be there; take one out of its brackets")


def _elements(source: str) -> list[tuple[str, str, str]]:
    return _ELEMENT.findall(source.replace(" |", "|").replace("| ", "|"))


@cache
def _compiled(source: str, *, together: bool) -> re.Pattern[str]:
    pieces = [_piece(*element, together=together) for element in _elements(source)]
    return re.compile(("" if together else r"(?<!\S)") + "".join(pieces))


def _piece(optional: str, required: str, plain: str, *, together: bool) -> str:
    if plain == "$":
        return "$"
    if plain == "~":
        return ".{0,6}?" if together else r"(?:\S+ ){0,3}?"
    words = (optional or required or plain).split("|")
    group = f"(?:{'|'.join(_word(word, together=together) for word in words)})"
    return f"{group}?" if optional else group


def _word(word: str, *, together: bool) -> str:
    text = joined(folded(word)) if together else spaced(folded(word.replace("*", "")))
    if together:
        return re.escape(text)
    return re.escape(text.rstrip()) + (r"\w* " if word.endswith("*") else " ")


def _anchor(word: str, where: str, *, together: bool) -> str:
    text = folded(word.strip())
    if together:
        return joined(text)[:1]
    first = spaced(text.replace("*", "")).split(" ", 1)[0]
    if "*" in text.split(" ", 1)[0] and len(first) < STEM:
        raise DataRejected(where, f"`{word}` is too short a stem; write at least {STEM} letters before the star")
    return first[:STEM]
