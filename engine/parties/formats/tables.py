"""Tables of text: CSV with any separator, read row by row with its number; a broken row is reported, not lost."""

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from engine.errors import DataRejected
from engine.parties.formats.reading import BadRow, Collected

LONGEST_FIELD = 400_000
END_OF_FILE = "\x1a"  # OFAC's delimited files end with DOS's end-of-file mark


def decoded(data: bytes) -> str:
    """Text of UTF-8, with or without a mark, or of Windows 1252, which some publishers still use."""
    try:
        return data.decode("utf-8-sig").rstrip(END_OF_FILE)
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace").rstrip(END_OF_FILE)


def cells(data: bytes, separator: str, where: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of their last line; blank rows are left out. Raises DataRejected for endless fields."""
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(decoded(data), newline=""), delimiter=separator)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, [cell.strip() for cell in row]
    except csv.Error as error:
        raise DataRejected(where, f"line {reader.line_num}: {error}; get the file again") from error


def named(
    data: bytes, separator: str, header: str, collected: Collected, where: str
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Rows by column name. The header is the first row that has a column named `header`; banners may come before.

    A row with more or fewer cells than the header is reported and left out, but for missing empty cells at its end.
    """
    columns: list[str] | None = None
    for number, row in cells(data, separator, where):
        if columns is None:
            columns = [cell.strip('"') for cell in row] if header in [cell.strip('"') for cell in row] else None
            continue
        collected.seen += 1
        if (len(row) > len(columns) and any(row[len(columns) :])) or len(row) < len(columns) // 2:
            collected.bad(number, f"has {len(row)} cells where the header has {len(columns)}")
        else:
            padded = row + [""] * (len(columns) - len(row))
            yield number, dict(zip(columns, padded, strict=False))
    if columns is None:
        raise DataRejected(where, f"there is no column `{header}`; get the file again")


@contextmanager
def reported(collected: Collected, row: int) -> Iterator[None]:
    """A row that cannot be read is reported under its number."""
    try:
        yield
    except BadRow as why:
        collected.bad(row, why)
