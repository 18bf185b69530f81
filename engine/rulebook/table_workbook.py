"""A table's sheet as an Excel workbook: read into the text of the CSV file that it stands for, and written from it.

Everything behind this module sees CSV text alone, so editions and digests know no workbooks. Row n of the first sheet
is line n of the text. A number is written `= 5` where it stands under a fact, so that the reader of cells can refuse
it for a code: what Excel takes for a number has lost the zeros in front.
"""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell

from engine.rulebook.table_shape import RULE_COLUMNS
from engine.rulebook.table_sheet import MOST_COLUMNS, MOST_ROWS
from engine.spreadsheets import BROKEN

MOST_BYTES = 4 << 20
MOST_UNPACKED = 32 << 20
_TEXT = "@"  # Excel's own mark of cells that hold text


class WorkbookRefused(Exception):
    """what keeps a workbook from being read, in lower case"""


def sheet_text(content: bytes) -> str:
    """The first sheet as CSV text. Raises WorkbookRefused for what is no workbook, or too large."""
    rows = list(_rows(content))
    header = [str(cell or "").strip() for cell in rows[0]] if rows else []
    while header and not header[-1]:
        header.pop()
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    for number, row in enumerate(rows):
        cells = [_text(cell, header[at] if number and at < len(header) else "") for at, cell in enumerate(row)]
        while len(cells) > len(header) and not cells[-1]:
            cells.pop()
        cells += [""] * (len(header) - len(cells))
        writer.writerow(cells if any(cells) else [])
    return file.getvalue()


def workbook_of(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook with these rows on its only sheet; every cell is text, so that Excel changes none."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        msg = "a new workbook has no sheet"
        raise WorkbookRefused(msg)
    for line, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(line, column)
            cell.number_format = _TEXT
            if text and isinstance(cell, Cell):
                cell.value = text
                cell.data_type = "s"  # what begins with `=` is no formula here
    sheet.freeze_panes = "B2"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _rows(content: bytes) -> Iterator[tuple[object, ...]]:
    _check_size(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size is not to be relied on
        for number, row in enumerate(sheet.iter_rows(values_only=True)):
            if number > MOST_ROWS or len(row) > MOST_COLUMNS:
                msg = f"the sheet has more than {MOST_ROWS} rows or {MOST_COLUMNS} columns"
                raise WorkbookRefused(msg)
            yield tuple(row)
        book.close()
    except BROKEN as fault:
        msg = "the file is no readable Excel workbook"
        raise WorkbookRefused(msg) from fault


def _check_size(content: bytes) -> None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            size = sum(each.file_size for each in archive.infolist())
    except BROKEN as fault:
        msg = "the file is no readable Excel workbook"
        raise WorkbookRefused(msg) from fault
    if len(content) > MOST_BYTES or size > MOST_UNPACKED:
        msg = f"the workbook has more than {MOST_BYTES >> 20} MiB, or unpacks to more than {MOST_UNPACKED >> 20} MiB"
        raise WorkbookRefused(msg)


def _text(cell: object, column: str) -> str:
    """A cell as a hand would write it in CSV. `column` is the name of its column, blank in the header itself."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (int, float)):
        number = str(int(cell)) if float(cell).is_integer() else repr(cell)
        return f"= {number}" if column and column not in RULE_COLUMNS else number
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    # What else there is (formulas over ranges, times) is shown as it prints, for the reader of cells to refuse.
    return " ".join(str(cell).split("\n")) if isinstance(cell, str) else f"={cell}"
