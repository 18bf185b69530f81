"""The sheet of a decision table (CSV) -> cells that know where each of their characters stands.

Stock readers tell no columns, and let a cell run over several lines. Here a record is one line, so that a fault can
be shown under it.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from engine.rulebook.faults import Faults
from engine.rulebook.nodes import LARGEST_FILE, Place
from engine.rulebook.source import Span

MOST_ROWS = 500
MOST_COLUMNS = 64
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(slots=True)
class Spot:
    """A place in a text; line and column count from 0."""

    line: int
    column: int


class Cell(NamedTuple):
    """One cell, or a piece of one. `columns` are those of its characters, from 0, and then the one behind the last."""

    text: str
    path: str
    line: int
    columns: tuple[int, ...]

    @property
    def place(self) -> Place:
        return Place(self.path, Spot(self.line, self.columns[0]), Spot(self.line, self.columns[-1]))

    @property
    def span(self) -> Span:
        return self.place.span

    def part(self, start: int, end: int) -> "Cell":
        """The characters from `start` up to `end`, without the blanks around them."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Cell(self.text[start:end], self.path, self.line, self.columns[start : end + 1])


Record = tuple[Cell, ...]


def read_sheet(path: str, text: str, faults: Faults) -> tuple[Record, ...]:
    """Every line that says something, the header first, its cells without outer blanks; none when it is too large."""
    if len(text) > LARGEST_FILE:
        message = f"the sheet has {len(text)} characters; {LARGEST_FILE} is the most"
        faults.add("R018", message, Span(path, 1, 1), "split the table by theme")
        return ()
    records = [_record(path, number, line, faults) for number, line in enumerate(text.splitlines())]
    filled = [record for record in records if any(cell.text for cell in record)]
    widest = max((len(record) for record in filled), default=0)
    if len(filled) > MOST_ROWS + 1 or widest > MOST_COLUMNS:
        message = (
            f"the table has {len(filled) - 1} rows and {widest} columns; {MOST_ROWS} and {MOST_COLUMNS} are the most"
        )
        faults.add("R018", message, Span(path, 1, 1), "split the table by theme, or move values to a list")
        return ()
    return tuple(filled)


def _record(path: str, number: int, line: str, faults: Faults) -> Record:
    if not unicodedata.is_normalized("NFC", line) or _CONTROL.search(line) is not None:
        message = "the line holds a control character, or is not in Unicode normal form C"
        hint = "remove it, and write each accented letter as one character"
        faults.add("R018", message, Span(path, number + 1, 1, max(1, len(line))), hint)
    cells: list[Cell] = []
    at = 0
    while at <= len(line):
        quoted = line[at : at + 1] == '"'
        columns, end = _quoted(line, at + 1) if quoted else _bare(line, at)
        if end < len(line) and line[end] != ",":
            where = Span(path, number + 1, end + 1)
            faults.add("R001", "this is not CSV: text follows a closing quote", where, 'write a quote in quotes as ""')
            return ()
        if end > len(line):
            faults.add("R001", "this is not CSV: a quote is not closed", Span(path, number + 1, at + 1), "close it")
            return ()
        text = "".join(line[column] for column in columns[:-1])
        cells.append(Cell(text, path, number, columns).part(0, len(text)))
        at = end + 1
    return tuple(cells)


def _bare(line: str, at: int) -> tuple[tuple[int, ...], int]:
    """The columns of a cell without quotes, and where it ends."""
    end = line.find(",", at)
    end = len(line) if end < 0 else end
    return tuple(range(at, end + 1)), end


def _quoted(line: str, at: int) -> tuple[tuple[int, ...], int]:
    """The columns of what stands in quotes, and where the cell ends: beyond the line when they are not closed."""
    columns: list[int] = []
    while at < len(line):
        if line[at] == '"':
            if line[at + 1 : at + 2] != '"':
                return (*columns, at), at + 1
            at += 1
        columns.append(at)
        at += 1
    return (*columns, at), len(line) + 1
