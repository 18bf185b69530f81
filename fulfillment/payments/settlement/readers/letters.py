"""Bytes of a delimited file to text, and text to rows: encodings, delimiters, quotation, bounds."""

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_LE
from collections.abc import Iterator
from io import StringIO

from fulfillment.payments.settlement.errors import Faults

MOST_BYTES = 150_000_000
MOST_ROWS = 1_000_000  # PayPal ends a file there and begins the next
MOST_CELLS = 1_000
DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 4_096
_TAB = "\t"
_HIGH = re.compile(rb"[\xa1-\xfe]+|[\x80-\xa0\xff]")


def text_of(content: bytes, faults: Faults) -> str:
    """The text: UTF-8 or UTF-16 with or without a mark, else GB18030 or Windows-1252. Raises ReportRejected."""
    if len(content) > MOST_BYTES:
        raise faults.rejected(0, "", "too_large", f"more than {MOST_BYTES:,} bytes; ask for a shorter period")
    if not content.strip():
        raise faults.rejected(0, "", "empty", "the file is empty; download it again")
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError as bad:
        detail = "the text is not UTF-8, UTF-16, GB18030 or Windows-1252; save it as UTF-8"
        raise faults.rejected(0, "", "bad_encoding", detail) from bad
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        detail = "the file holds bytes that no text has; choose the CSV file, not a workbook"
        raise faults.rejected(0, "", "not_text", detail)
    return text


def _encoding(content: bytes) -> str:
    if content.startswith(BOM_UTF8):
        return "utf-8-sig"
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) and not content.startswith(BOM_UTF32_LE):
        return "utf-16"
    head = content[: _LOOKED_AT // 2 * 2]
    # Latin text in UTF-16 has a zero in every second byte; which one tells the order of bytes.
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head and head[start::2].count(0) * 2 > len(head[start::2]) and not head[1 - start :: 2].count(0):
            return encoding
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030" if _chinese(content) else "cp1252"
    return "utf-8"


def _chinese(content: bytes) -> bool:
    """Chinese characters take two high bytes each; letters with accents stand alone between Latin ones."""
    return all(len(run) % 2 == 0 for run in _HIGH.findall(content))


def rows_of(text: str, delimiter: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Number of a row from 1 and its cells, trimmed; blank rows count and are left out. Raises ReportRejected.

    Tab-separated exports do not quote, so a quotation mark in an article's name is one there.
    """
    lines = StringIO(text, newline="")
    if delimiter == _TAB and not text.lstrip().startswith('"'):
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, strict=True)
    else:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MOST_ROWS:
                detail = f"more than {MOST_ROWS:,} rows; ask for a shorter period"
                raise faults.rejected(number, "", "too_many_rows", detail)
            if len(cells) > MOST_CELLS:
                detail = f"more than {MOST_CELLS:,} cells; check the delimiter"
                raise faults.rejected(number, "", "too_many_cells", detail)
            trimmed = [cell.strip() for cell in cells]
            if any(trimmed):
                yield number, trimmed
    except csv.Error as bad:
        detail = "the table cannot be read from here on; check the quotation marks"
        raise faults.rejected(number + 1, "", "not_csv", detail) from bad
