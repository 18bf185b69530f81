"""Rows of a sheet with three cells more: where they go, and a delimited text file written that way."""

import csv
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from api.cli.annotated import COLUMNS, Annotation
from engine.order.formats.delimited import delimiter_of, encoding_of
from engine.order.formats.files import Record
from engine.order.formats.profiles import bundled_profiles, profile_for

Cell = TypeVar("Cell")
Row = TypeVar("Row")


class Places:
    """Where the three columns stand: under the same headers if the file has them already, else behind the last."""

    def __init__(self, headers: Sequence[str]) -> None:
        self._width = len(headers)
        self._known = {name: headers.index(name) for name in COLUMNS if name in headers}

    def filled(self, row: Sequence[Cell], values: Sequence[Cell], empty: Cell) -> list[Cell]:
        """The row with the values in their columns. Cells beyond the headers stay, behind them."""
        own = [*row[: self._width], *[empty] * (self._width - len(row))]
        added = list[Cell]()
        for name, value in zip(COLUMNS, values, strict=True):
            if name in self._known:
                own[self._known[name]] = value
            else:
                added.append(value)
        return [*own, *added, *row[self._width :]]


def headers_in(row: Sequence[str]) -> list[str] | None:
    """The headers, when this is the row that a column profile knows."""
    headers = [cell.strip() for cell in row]
    return headers if profile_for(headers, bundled_profiles()) is not None else None


class RowsAbove(Generic[Row]):
    """The numbered rows of a source, handed out as far as the next record begins."""

    def __init__(self, rows: Iterator[tuple[int, Row]]) -> None:
        self._rows = rows
        self._waiting = next(rows, None)

    def above(self, number: int | None) -> Iterator[Row]:
        """The rows that stand above this one and have not been handed out; all that are left for None."""
        while self._waiting is not None and (number is None or self._waiting[0] < number):
            yield self._waiting[1]
            self._waiting = next(self._rows, None)


class AnnotatedRows:
    """Reads the source beside the records: a row belongs to the last record that began at or above it."""

    def __init__(self, source: Path, target: Path) -> None:
        encoding = encoding_of(source)
        with source.open("rb") as file:
            marked = file.read(len(BOM_UTF8)) == BOM_UTF8
        self._source = source.open(encoding=encoding, newline="")
        first = self._source.readline()
        self._source.seek(0)
        self._target = target.open("w", encoding="utf-8" if encoding == "utf-8-sig" and not marked else encoding,
                                   newline="")  # fmt: skip
        delimiter = delimiter_of(first)
        self._writer = csv.writer(
            self._target, delimiter=delimiter, lineterminator="\r\n" if first.endswith("\r\n") else "\n"
        )
        self._rows = RowsAbove(self._numbered(delimiter))
        self._places: Places | None = None
        self._annotation: Annotation | None = None

    def add(self, record: Record, annotation: Annotation) -> None:
        """Writes the rows above this record, which belong to the one before it."""
        self._write_before(record.number)
        self._annotation = annotation

    def finish(self) -> None:
        """Writes the rows of the last record."""
        self._write_before(None)
        self._source.close()
        self._target.close()

    def _numbered(self, delimiter: str) -> Iterator[tuple[int, list[str]]]:
        rows = csv.reader(self._source, delimiter=delimiter)
        for row in rows:
            yield rows.line_num, row

    def _write_before(self, number: int | None) -> None:
        for row in self._rows.above(number):
            self._writer.writerow(self._row(row))

    def _row(self, row: list[str]) -> list[str]:
        if self._places is None:
            headers = headers_in(row)
            if headers is None:
                return row
            self._places = Places(headers)
            return self._places.filled(row, COLUMNS, "")
        if self._annotation is None or not any(map(str.strip, row)):
            return row
        return self._places.filled(row, self._annotation.cells(), "")
