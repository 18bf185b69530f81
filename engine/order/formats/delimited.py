"""Rows of a delimited text file: UTF-8 or GB18030, with comma, semicolon, tab or bar between the cells."""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator
from pathlib import Path

from engine.errors import UnknownFormat

DELIMITERS = ",;\t|"
_CHUNK = 1 << 16
# Characters of GB18030 beyond ASCII, of four bytes and of two; the last bytes of the usual Chinese ones are no ASCII.
_WIDE = re.compile(rb"[\x81-\xfe](?:[0-9][\x81-\xfe][0-9]|[\x40-\x7e]|[\x80-\xfe])")
WESTERN = (
    "the text looks like Windows-1252 or Latin-1, as Western versions of Excel write CSV, and letters such as é would "
    "be read wrongly; save the file as `CSV UTF-8`, or as .xlsx"
)


class UnclosedQuote(csv.Error):
    """`row`: of the file, counted from 1, in which a quotation mark opens that nothing closes."""

    def __init__(self, row: int) -> None:
        self.row = row
        super().__init__(f"row {row} opens a quotation mark that nothing closes; close it, or take it out")


csv.field_size_limit(1_000_000)


def encoding_of(path: Path) -> str:
    """The encoding of a text file. What is valid UTF-8 is UTF-8; GB18030 is what Chinese software writes else."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    if _decodes(path, "utf-8-sig"):
        return "utf-8-sig"
    if _decodes(path, "gb18030"):
        if _is_western(path):
            raise UnknownFormat(WESTERN)
        return "gb18030"
    msg = "the text is neither UTF-8 nor GB18030; save the file as UTF-8"
    raise UnknownFormat(msg)


def delimited_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Number of the line that a row ends on, from 1, and its cells.

    Raises UnclosedQuote in the place of a row that runs to the end of the file: a quotation mark that nobody meant
    would swallow all orders behind it.
    """
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        delimiter = delimiter_of(file.readline())
        file.seek(0)
        lines = _Lines(file)
        rows = csv.reader(lines, delimiter=delimiter)
        begins = 1
        for row in rows:
            if lines.are_over:
                raise UnclosedQuote(begins)
            yield rows.line_num, row
            begins = rows.line_num + 1


class _Lines:
    """The lines of a file, and whether somebody wanted one more: in the middle of a row, it has no end."""

    def __init__(self, file: Iterator[str]) -> None:
        self._file = file
        self.are_over = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._file, None)
        if line is None:
            self.are_over = True
            raise StopIteration
        return line


def _is_western(path: Path) -> bool:
    """Whether most characters that GB18030 would read are a high byte before an ASCII letter, as an accented letter is
    within a word of a Western language."""
    ascii_behind = others = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            for found in _WIDE.finditer(chunk):
                if chunk[found.end() - 1] < 0x80 and found.end() - found.start() == 2:
                    ascii_behind += 1
                else:
                    others += 1
    return ascii_behind > others


def delimiter_of(header: str) -> str:
    """The delimiter that splits a header line into most cells."""
    return max(DELIMITERS, key=lambda each: _cells(header, each))


def _cells(header: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([header], delimiter=delimiter), []))
    except csv.Error:  # one cell longer than any may be, as reading the rows will tell
        return 0


def _decodes(path: Path, encoding: str) -> bool:
    decoder = getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
