"""Harmonized System codes: does the heading exist, and which table entry has the longest prefix of a code."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from engine.errors import DataRejected
from engine.goods.faults import Faults
from engine.goods.files import read_yaml

Entry = TypeVar("Entry")
HEADING = 4


class HsStatus(StrEnum):
    VALID = "valid"
    UNKNOWN_HEADING = "unknown_heading"
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
    """The headings of one edition of the nomenclature."""

    __slots__ = ("_headings",)

    def __init__(self, headings: frozenset[str]) -> None:
        self._headings = headings

    def status(self, code: str | None) -> HsStatus:
        """Whether the code's heading exists. Beyond the heading, tariffs differ by country and are not judged."""
        if code is None or not code.strip():
            return HsStatus.ABSENT
        return HsStatus.VALID if code[:HEADING] in self._headings else HsStatus.UNKNOWN_HEADING


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
