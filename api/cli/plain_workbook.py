"""Rows of text as an Excel workbook."""

from collections.abc import Iterator
from io import BytesIO

from openpyxl import Workbook


def plain_workbook(rows: Iterator[list[str]], title: str = "orders") -> bytes:
    """One sheet, streamed, all cells as text."""
    book = Workbook(write_only=True)
    target = book.create_sheet(title)
    for row in rows:
        target.append(row)
    found = BytesIO()
    book.save(found)
    return found.getvalue()
