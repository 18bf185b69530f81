"""The places of a walk as a table: a bin's code, or code, aisle and cell. CSV, with or without a header row.

A code alone is read by its first two numbers: `A03-017-2` is aisle 3, cell 17.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO

from fulfillment.picking.errors import StopRejected
from fulfillment.picking.layout import Layout, Stop

_CODE = re.compile(r"\D*(\d{1,6})\D+(\d{1,6})(?!\d)")
_WHOLE = re.compile(r"[0-9]{1,6}")
COLUMNS = 3


def read_stops(text: str, layout: Layout) -> tuple[Stop, ...]:
    """The stops in the order of the table, each bin once.

    Raises StopRejected for the first row that names no place of the warehouse.
    """
    found: dict[str, Stop] = {}
    for number, cells in enumerate(_rows(text.removeprefix("\ufeff")), 1):
        cells = [each.strip() for each in cells]
        if not any(cells) or (number == 1 and _is_header(cells)):
            continue
        stop = _stop(number, cells)
        layout.point(stop)
        if found.setdefault(stop.bin, stop) != stop:
            raise StopRejected(f"row {number}", f"bin `{stop.bin}` was at another place before; give each its own code")
    return tuple(found.values())


def _rows(text: str) -> Iterator[list[str]]:
    rows = csv.reader(StringIO(text, newline=""))
    try:
        yield from rows
    except csv.Error as error:
        raise StopRejected(f"row {rows.line_num}", "cannot be read as delimited text; check its quotes") from error


def stop_of(code: str) -> Stop | None:
    """The place that a bin's code names; None for a code without two numbers."""
    read = _CODE.match(code)
    return None if read is None else Stop(code, int(read[1]), int(read[2]))


def _is_header(cells: Sequence[str]) -> bool:
    return not any(character.isdigit() for cell in cells for character in cell)


def _stop(number: int, cells: Sequence[str]) -> Stop:
    if len(cells) == 1:
        stop = stop_of(cells[0])
        if stop is None:
            detail = f"`{cells[0]}` names no aisle and cell; write it as 03-017, or add the columns aisle and cell"
            raise StopRejected(f"row {number}", detail)
        return stop
    if len(cells) != COLUMNS or not all(_WHOLE.fullmatch(each) for each in cells[1:]):
        raise StopRejected(f"row {number}", "must be a bin, or bin, aisle and cell with whole numbers")
    return Stop(cells[0], int(cells[1]), int(cells[2]))
