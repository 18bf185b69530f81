"""Rows of text as an Excel workbook."""

from collections.abc import Iterator
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE


def plain_workbook(rows: Iterator[list[str]], title: str = "orders") -> bytes:
    """One sheet, streamed, all cells as text, without the signs that a workbook cannot hold."""
    book = Workbook(write_only=True)
    target = book.create_sheet(title)
    for row in rows:
        target.append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row])
    found = BytesIO()
    book.save(found)
    return found.getvalue()
