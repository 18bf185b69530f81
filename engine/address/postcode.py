"""Postcodes: brought to their country's form before they are judged, by general means before special ones.

A code that only lost its separators, case or country sign is simply mended. A guess that the buyer should confirm
(a lost leading zero, O for 0) is mended with a warning, so that a foreign code does not slip through as a repaired one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from engine.address.countries import country_words
from engine.address.sources import own_rows
from engine.address.spelling import fold, tidy, western_digits
from engine.address.table import CountryTable, Postcodes

NOT_ALNUM = re.compile(r"[^0-9A-Z]")
LETTERS = re.compile(r"[A-Z]+")
LOOKS_LIKE = {"9": str.maketrans("OIL", "011"), "A": str.maketrans("01", "OI")}
LONGEST_UNKNOWN = 10
SHORTEST_NAME = 4  # shorter ones are codes of states, and parts of postcodes


@dataclass(frozen=True, slots=True)
class PostcodeReading:
    """`value` is the repaired code, or what was written when it fits no form; `sure` is false for a guess."""

    value: str
    fits: bool
    sure: bool = True


def read_postcode(table: CountryTable, written: str, city: str | None = None) -> PostcodeReading:
    """The code as the country writes it. A country without a known form takes any short code with a digit in it."""
    codes = table.postcodes
    text = western_digits(tidy(written)).upper()
    if codes.pattern is None:
        plausible = len(text) <= LONGEST_UNKNOWN and any(char.isdigit() for char in text)
        return PostcodeReading(text, fits=plausible)
    compact = NOT_ALNUM.sub("", text)
    for candidate in chain((text,), _plain(codes, compact)):
        if codes.pattern.fullmatch(candidate):
            return PostcodeReading(_in_form(codes, candidate), fits=True)
    for candidate, sure in _mended(table, compact, city):
        for written_out in (candidate, *_plain(codes, NOT_ALNUM.sub("", candidate))):
            if codes.pattern.fullmatch(written_out):
                return PostcodeReading(_in_form(codes, written_out), fits=True, sure=sure)
    return PostcodeReading(text, fits=False)


def _in_form(codes: Postcodes, value: str) -> str:
    """With the separators of the country's own example of that shape; as it is when no example has its shape."""
    compact = NOT_ALNUM.sub("", value)
    template = codes.templates.get(_shape(compact))
    if template is not None:
        return _fill(template, compact)
    spaced = [candidate for candidate in _spaced(compact) if codes.pattern and codes.pattern.fullmatch(candidate)]
    return spaced[0] if len(spaced) == 1 else value


def _spaced(compact: str) -> Iterator[str]:
    return (f"{compact[:-cut]} {compact[-cut:]}" for cut in (3, 4) if len(compact) > cut)


@cache
def _shape_table() -> dict[int, str]:
    digits = {ord(char): "9" for char in "0123456789"}
    return digits | {ord(char): "A" for char in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def _shape(compact: str) -> str:
    return compact.translate(_shape_table())


def _fill(template: str, compact: str) -> str:
    if len(template) == len(compact):
        return compact
    characters = iter(compact)
    return "".join(next(characters) if char.isalnum() else char for char in template)


def _plain(codes: Postcodes, compact: str) -> Iterator[str]:
    """Without doubt the same code: separators put in, the country's sign taken off or put on."""
    template = codes.templates.get(_shape(compact))
    if template is not None:
        yield _fill(template, compact)
    yield compact
    yield from _spaced(compact)
    for prefix in codes.prefixes:
        if codes.pattern is not None and prefix in codes.pattern.pattern:
            yield from (f"{prefix}-{compact}", f"{prefix}{compact}")
        if compact.startswith(prefix) and len(compact) > len(prefix):
            bare = compact[len(prefix) :]
            filled = codes.templates.get(_shape(bare))
            yield _fill(filled, bare) if filled is not None else bare


def _mended(table: CountryTable, compact: str, city: str | None) -> Iterator[tuple[str, bool]]:
    """Codes that may have been meant, the surest first."""
    for pattern, replacement, sure in _repairs().get(table.country, ()):
        found = pattern.fullmatch(compact)
        if found is not None:
            yield found.expand(replacement), sure
    bare = _without_words(table, compact, city)
    if bare != compact:
        yield bare, True
    wanted = table.postcodes.digits_only
    if compact.isdigit() and wanted is not None and len(compact) == wanted - 1 and compact[0] != "0":
        yield f"0{compact}", False
    yield from ((unmistaken, False) for unmistaken in _unmistaken(table.postcodes, compact))


def _without_words(table: CountryTable, compact: str, city: str | None) -> str:
    """Without the names that people write along: the country's, the town's, a state's, or a word such as ZIP."""
    known = {fold(word).replace(" ", "").upper() for word in (*country_words(table.country), city or "")} | _words()

    def kept(found: re.Match[str]) -> str:
        word = found[0]
        named = word in known or (len(word) >= SHORTEST_NAME and word.lower() in table.index.exact)
        return "" if named else word

    return LETTERS.sub(kept, compact)


def _unmistaken(codes: Postcodes, compact: str) -> Iterator[str]:
    """O read as 0, I as 1, and the other way round, where an example of the country says which it must be."""
    for shape in codes.templates:
        if len(shape) == len(compact):
            swapped = "".join(char.translate(LOOKS_LIKE[kind]) for char, kind in zip(compact, shape, strict=True))
            if swapped != compact and _shape(swapped) == shape:
                yield swapped


@cache
def _repairs() -> dict[str, tuple[tuple[re.Pattern[str], str, bool], ...]]:
    listed: dict[str, tuple[tuple[re.Pattern[str], str, bool], ...]] = {}
    for row in own_rows("postcode_repairs"):
        repair = (re.compile(row["pattern"]), row["replacement"], row["sure"] == "yes")
        listed[row["country"]] = (*listed.get(row["country"], ()), repair)
    return listed


@cache
def _words() -> frozenset[str]:
    return frozenset(row["word"] for row in own_rows("postcode_words"))
