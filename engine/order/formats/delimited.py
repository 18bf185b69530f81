"""Rows of a delimited text file: UTF-8 or GB18030, with comma, semicolon, tab or bar between the cells."""

import csv
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator
from pathlib import Path

from engine.errors import UnknownFormat

DELIMITERS = ",;\t|"
_CHUNK = 1 << 16
csv.field_size_limit(1_000_000)


def encoding_of(path: Path) -> str:
    """The encoding of a text file. What is valid UTF-8 is UTF-8; GB18030 is what Chinese software writes else."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(path, encoding):
            return encoding
    msg = "the text is neither UTF-8 nor GB18030; save the file as UTF-8"
    raise UnknownFormat(msg)


def delimited_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Number of the line that a row ends on, from 1, and its cells."""
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        delimiter = delimiter_of(file.readline())
        file.seek(0)
        rows = csv.reader(file, delimiter=delimiter)
        for row in rows:
            yield rows.line_num, row


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
