"""Files of bins and of stock: CSV in UTF-8 with a heading row (RFC 4180), columns in any order.

A row that cannot be taken is told with its line and what to do, and keeps no other row from being taken.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.spreadsheets import FORMULAS, QUOTE
from fulfillment.errors import WarehouseRefused

MOST_BYTES = 20 << 20
MOST_ROWS = 200_000
LONGEST = 128
QUOTED = (*FORMULAS, QUOTE)  # what is written behind a quote, so that it can be taken off when the file comes back


@dataclass(frozen=True, slots=True)
class RowRefused:
    """One row that was not taken; `line` counts from 1, the heading included."""

    line: int
    column: str
    detail: str


@dataclass(frozen=True, slots=True)
class Taken:
    """How many rows were taken, how many of them changed something, and what became of all others."""

    rows: int
    changed: int
    refused: tuple[RowRefused, ...]


class Reader(Protocol):
    """What `csv.reader` gives."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


class Cells:
    """One row, read field by field."""

    def __init__(self, line: int, values: Mapping[str, str]) -> None:
        self.line = line
        self._values = values

    def text(self, column: str, usual: str = "") -> str:
        """What stands there. Raises WarehouseRefused where it is too long or holds what cannot be kept."""
        found = self._values.get(column, "").strip() or usual
        found = found[1:] if found.startswith(QUOTE) and found[1:].startswith(QUOTED) else found
        if len(found) > LONGEST or any(ord(each) < ord(" ") for each in found):
            raise CellRefused(column, f"use at most {LONGEST} characters on one line")
        return found

    def needed(self, column: str) -> str:
        """A cell that must not be empty."""
        found = self.text(column)
        if not found:
            raise CellRefused(column, "the cell is empty; fill it in")
        return found

    def number(self, column: str, usual: int | None = None) -> int:
        """A whole number of at least 0."""
        found = self.text(column)
        if not found and usual is not None:
            return usual
        if not (found.isascii() and found.isdigit()) or len(found) > 9:
            raise CellRefused(column, f"`{found}` is no whole number from 0; write digits only")
        return int(found)


class CellRefused(WarehouseRefused):
    """a cell that cannot be read"""

    def __init__(self, column: str, detail: str) -> None:
        self.column = column
        self.detail = detail
        super().__init__(f"{column}: {detail}")


def rows_of(content: bytes, columns: Sequence[str], needed: Sequence[str]) -> Iterator[Cells | RowRefused]:
    """All rows that hold something. Raises WarehouseRefused when the file is none of these, before any row."""
    if len(content) > MOST_BYTES:
        raise WarehouseRefused(f"the file has more than {MOST_BYTES} bytes; send it in parts")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WarehouseRefused("the file is not UTF-8; save it as CSV in UTF-8") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    return _rows(reader, columns, needed)


def _rows(reader: Reader, columns: Sequence[str], needed: Sequence[str]) -> Iterator[Cells | RowRefused]:
    heading = _heading(reader, columns, needed)
    line = reader.line_num
    try:
        for number, row in enumerate(reader, 1):
            if number > MOST_ROWS:
                raise WarehouseRefused(f"the file has more than {MOST_ROWS} rows; send it in parts")
            begins, line = line + 1, reader.line_num
            if len(row) != len(heading) and any(row):
                yield RowRefused(begins, "", f"has {len(row)} cells and the heading {len(heading)}; look for commas")
            elif any(row):
                yield Cells(begins, dict(zip(heading, row, strict=True)))
    except csv.Error as error:
        yield RowRefused(reader.line_num, "", f"is no CSV ({error}); what follows was not read, put quotes right")


def _heading(reader: Reader, columns: Sequence[str], needed: Sequence[str]) -> list[str]:
    try:
        heading = [each.strip().lower() for each in next(reader, [])]
    except csv.Error as error:
        raise WarehouseRefused(f"the heading is no CSV: {error}") from error
    unknown = [each for each in heading if each not in columns]
    if unknown:
        raise WarehouseRefused(f"there is no column `{unknown[0]}`; columns are {', '.join(columns)}")
    if len(set(heading)) != len(heading) or not set(needed) <= set(heading):
        raise WarehouseRefused(f"the file needs the columns {', '.join(needed)}, and each column once")
    return heading


def written(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Lines of a file that can be read again, the heading first."""
    yield _line(columns)
    for row in rows:
        yield _line([_harmless(str(row[name])) for name in columns])


def _line(values: Sequence[str]) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerow(values)
    return made.getvalue()


def _harmless(text: str) -> str:
    return f"{QUOTE}{text}" if text.startswith(QUOTED) else text
