"""Harmonized System codes: does a code exist, and which table entry has the longest prefix of it."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from engine.errors import DataRejected
from engine.goods.faults import Faults
from engine.goods.files import read_yaml
from engine.goods.nomenclature import SUBHEADING, subheadings

Entry = TypeVar("Entry")
HEADING = 4


class HsStatus(StrEnum):
    """`too_short`: right as far as it goes, but a declaration wants six digits."""

    VALID = "valid"
    UNKNOWN_HEADING = "unknown_heading"
    UNKNOWN_SUBHEADING = "unknown_subheading"
    TOO_SHORT = "too_short"
    ABSENT = "absent"


class PrefixTable(Generic[Entry]):
    """Entries by code prefix; the longest prefix of a code decides, shorter ones are not looked at."""

    __slots__ = ("_entries", "_lengths")

    def __init__(self, pairs: Iterable[tuple[str, Entry]]) -> None:
        self._entries: dict[str, list[Entry]] = {}
        for prefix, entry in pairs:
            self._entries.setdefault(prefix, []).append(entry)
        self._lengths = sorted({len(prefix) for prefix in self._entries}, reverse=True)

    def longest(self, code: str) -> tuple[str, tuple[Entry, ...]]:
        """The longest prefix of the code that is listed, and what stands there; empty when there is none."""
        for length in self._lengths:
            if length <= len(code) and (found := self._entries.get(code[:length])) is not None:
                return code[:length], tuple(found)
        return "", ()


class HsHeadings:
    """The headings of one edition of the nomenclature, and its subheadings, which are read when first asked for."""

    __slots__ = ("_headings", "_subheadings")

    def __init__(self, headings: frozenset[str], known_subheadings: Callable[[], frozenset[str]] = subheadings) -> None:
        self._headings = headings
        self._subheadings = known_subheadings

    def status(self, code: str | None) -> HsStatus:
        """Whether the code exists. Beyond six digits tariffs differ by country, so those are not judged."""
        if code is None or not code.strip():
            return HsStatus.ABSENT
        if len(code) < HEADING:
            begun = any(heading.startswith(code) for heading in self._headings)
            return HsStatus.TOO_SHORT if begun else HsStatus.UNKNOWN_HEADING
        if code[:HEADING] not in self._headings:
            return HsStatus.UNKNOWN_HEADING
        if len(code) < SUBHEADING:
            return HsStatus.TOO_SHORT
        known = code[:SUBHEADING] in self._subheadings()
        return HsStatus.VALID if known else HsStatus.UNKNOWN_SUBHEADING

    def telling(self, code: str | None) -> str | None:
        """So much of the code as says what the goods are; of an unknown subheading its heading, else None."""
        status = self.status(code)
        if code is None or status in {HsStatus.ABSENT, HsStatus.UNKNOWN_HEADING}:
            return None
        return code[:HEADING] if status is HsStatus.UNKNOWN_SUBHEADING else code


def load_headings(path: Path, faults: Faults | None = None) -> HsHeadings:
    """Reads `01: [01-06]` as headings 0101 to 0106."""
    record = read_yaml(path, faults)
    record.text("edition")
    chapters = record.part("chapters")
    record.close()
    found = {
        f"{chapter}{number:02d}"
        for chapter in chapters.names()
        for run in chapters.texts(chapter)
        for number in _numbers(run, f"{path.name}/{chapter}")
    }
    return HsHeadings(frozenset(found))


def _numbers(run: str, where: str) -> range:
    first, _, last = run.partition("-")
    if not first.isdigit() or not (last or first).isdigit():
        raise DataRejected(where, f"`{run}` must be two digits, or a range such as 01-06")
    return range(int(first), int(last or first) + 1)
