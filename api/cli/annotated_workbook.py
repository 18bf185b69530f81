"""An Excel workbook written again with three cells more in every row of its first sheet.

Values and number formats are kept, also those of further sheets; colours, charts and formulas are not: rows are
streamed, so that a workbook of any length is written in constant memory.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeAlias, cast

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from api.cli.annotated import COLUMNS, Annotation
from api.cli.annotated_rows import Places, RowsAbove, headers_in
from engine.order.formats.files import Record

SourceCell: TypeAlias = Cell | MergedCell
TargetCell: TypeAlias = Cell | str | int | float | None


class AnnotatedWorkbook:
    """Reads the source beside the records: a row belongs to the last record that began at or above it."""

    def __init__(self, source: Path, target: Path) -> None:
        self._target = target
        self._source = load_workbook(source, read_only=True, data_only=True)
        self._book = Workbook(write_only=True)
        first = self._source.worksheets[0]
        self._sheet = _new_sheet(self._book, first.title)
        self._rows = RowsAbove[Sequence[SourceCell]](enumerate(first.iter_rows(), start=1))
        self._places: Places | None = None
        self._annotation: Annotation | None = None

    def add(self, record: Record, annotation: Annotation) -> None:
        """Writes the rows above this record, which belong to the one before it."""
        self._write_before(record.number)
        self._annotation = annotation

    def finish(self) -> None:
        """Writes the rows of the last record and the other sheets."""
        self._write_before(None)
        for each in self._source.worksheets[1:]:
            copy = _new_sheet(self._book, each.title)
            for row in each.iter_rows():
                copy.append(_copied(row, copy))
        self._source.close()
        self._book.save(self._target)

    def _write_before(self, number: int | None) -> None:
        for row in self._rows.above(number):
            self._sheet.append(self._row(row))

    def _row(self, cells: Sequence[SourceCell]) -> list[TargetCell]:
        texts = ["" if cell.value is None else str(cell.value) for cell in cells]
        row = _copied(cells, self._sheet)
        if self._places is None:
            headers = headers_in(texts)
            if headers is None:
                return row
            self._places = Places(headers)
            return self._places.filled(row, list[TargetCell](COLUMNS), None)
        if self._annotation is None or not any(map(str.strip, texts)):
            return row
        return self._places.filled(row, list[TargetCell](self._annotation.cells()), None)


def _new_sheet(book: Workbook, title: str) -> WriteOnlyWorksheet:
    sheet = book.create_sheet(title)
    assert isinstance(sheet, WriteOnlyWorksheet)  # noqa: S101 - what a write-only workbook creates
    return sheet


def _copied(cells: Iterable[SourceCell], sheet: WriteOnlyWorksheet) -> list[TargetCell]:
    return [_copy(cell, sheet) for cell in cells]


def _copy(cell: SourceCell, sheet: WriteOnlyWorksheet) -> TargetCell:
    if cell.value is None:
        return None
    # Read for its values, a workbook holds plain ones only.
    copy = WriteOnlyCell(sheet, value=cast("str | float | datetime", cell.value))
    copy.number_format = cell.number_format
    if isinstance(cell.value, str):
        copy.data_type = "s"  # a text that begins with an equals sign is no formula
    return copy
