"""Rows of the first sheet of an Excel workbook, as text; the only importer of `openpyxl`.

Excel knows only numbers where we mean codes: a number without decimals is written without them, so that `10115`
stays a postcode. Zeros that Excel has already dropped from the front cannot be seen here.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import BinaryIO

from openpyxl import load_workbook

from engine.errors import UnknownFormat
from engine.spreadsheets import BROKEN


def workbook_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Number, from 1, and cells of each row. Raises UnknownFormat when the file is no workbook."""
    with path.open("rb") as file:  # handed over open, because by its name openpyxl would refuse it
        yield from rows_in(file)


def rows_in(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """The same of an open file."""
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            yield number, [cell_text(cell) for cell in row]
        book.close()
    except BROKEN as fault:
        msg = "the file is no readable Excel workbook; save it again as .xlsx or as CSV"
        raise UnknownFormat(msg) from fault


def cell_text(cell: object) -> str:
    """A cell as text: whole numbers without decimals, days and moments in ISO form."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
