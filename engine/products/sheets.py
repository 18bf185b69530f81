"""Rows of a product sheet that came as bytes: delimited text, or the first sheet of an Excel workbook; all bounded."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

from engine.errors import UnknownFormat
from engine.order.formats.delimited import delimiter_of
from engine.order.formats.workbook import rows_in
from engine.spreadsheets import ARCHIVE, unpacked_size

MOST_BYTES = 16 << 20
MOST_UNPACKED = 128 << 20  # of a workbook, which is a compressed archive
MOST_ROWS = 50_000
MOST_CELLS = 200  # in a row: ours are some forty

Row = tuple[int, list[str]]


def rows_of(content: bytes) -> Iterator[Row]:
    """Number, from 1, and cells of each row. Raises UnknownFormat when the bytes are neither, or too many."""
    if len(content) > MOST_BYTES:
        msg = f"the file has more than {MOST_BYTES >> 20} MiB; send it in parts"
        raise UnknownFormat(msg)
    rows = _workbook(content) if content.startswith(ARCHIVE) else _delimited(content)
    for number, (place, cells) in enumerate(rows):
        if number > MOST_ROWS:
            msg = f"the file has more than {MOST_ROWS} rows; send it in parts"
            raise UnknownFormat(msg)
        yield place, cells[:MOST_CELLS]


def _delimited(content: bytes) -> Iterator[Row]:
    text = _decoded(content)
    first, _, _ = text.partition("\n")
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(first))
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error as fault:
        msg = f"line {rows.line_num} cannot be read as delimited text; check its quotes"
        raise UnknownFormat(msg) from fault


def _decoded(content: bytes) -> str:
    encodings = ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    msg = "the text is neither UTF-8 nor GB18030; save the file as UTF-8"
    raise UnknownFormat(msg)


def _workbook(content: bytes) -> Iterator[Row]:
    if unpacked_size(content) > MOST_UNPACKED:
        msg = f"the workbook unpacks to more than {MOST_UNPACKED >> 20} MiB; save it as CSV, in parts"
        raise UnknownFormat(msg)
    return rows_in(BytesIO(content))
