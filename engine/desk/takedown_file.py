"""A file of notices: CSV in UTF-8 with a heading row (RFC 4180), columns in any order."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from engine.desk.errors import TakedownsRefused
from engine.desk.takedowns import MOST_ENTRIES, TakedownEntry

MOST_BYTES = 5 << 20
LONGEST = {"sku": 128, "title": 256, "reason": 1000, "complainant": 256, "reference": 256}
COLUMNS = (*LONGEST, "date")


def read_takedowns(content: bytes) -> tuple[TakedownEntry, ...]:
    """The notices of a file. Raises TakedownsRefused, with the row (the heading is row 1)."""
    if len(content) > MOST_BYTES:
        raise TakedownsRefused(None, f"the file has more than {MOST_BYTES} bytes; send it in parts")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TakedownsRefused(None, "the file is not UTF-8; save it as CSV in UTF-8") from error
    return tuple(_entries(text))


def _entries(text: str) -> Iterator[TakedownEntry]:
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        _check(rows.fieldnames or ())
        for number, row in enumerate(rows, 2):
            if number > MOST_ENTRIES + 1:
                raise TakedownsRefused(number, f"send at most {MOST_ENTRIES} notices at once")
            if any(row.values()):
                yield _entry(row, number)
    except csv.Error as error:
        raise TakedownsRefused(rows.line_num, f"is no row of a CSV file: {error}") from error


def _check(found: Sequence[str]) -> None:
    unknown = [name for name in found if name not in COLUMNS]
    if unknown:
        raise TakedownsRefused(1, f"does not know the column `{unknown[0]}`; columns are {', '.join(COLUMNS)}")
    if not {"sku", "title"} & set(found) or len(set(found)) != len(found):
        raise TakedownsRefused(1, "needs a column `sku` or `title`, and each column once")


def _entry(row: Mapping[str | None, object], number: int) -> TakedownEntry:
    if None in row or None in row.values():
        raise TakedownsRefused(number, "has more or fewer values than the heading")
    values = {str(name): str(value).strip() for name, value in row.items()}
    for name, longest in LONGEST.items():
        value = values.get(name, "")
        if len(value) > longest or "\0" in value:
            raise TakedownsRefused(number, f"`{name}` must have at most {longest} characters")
    return TakedownEntry(
        sku=values.get("sku") or None,
        title=values.get("title") or None,
        reason=values.get("reason", ""),
        complainant=values.get("complainant", ""),
        reference=values.get("reference", ""),
        dated=_day(values.get("date", ""), number),
    )


def _day(text: str, number: int) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise TakedownsRefused(number, f"`date` must be such as 2026-11-25, not `{text[:20]}`") from error
