"""Tables of items and boxes as shops keep them: CSV without or with a header row. Pure; names every bad row.

Items: order, quantity, item, width, length, depth (mm), weight (g), then flags and UN numbers, apart by blanks.
Boxes: name, outer width, length, depth (mm), empty weight (g), inner width, length, depth (mm), maximum weight of the
goods (g), then cost in minor units and materials, apart by blanks. The last two columns of each may be left out.
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from typing import TypeVar

from fulfillment.packing.articles import Article, Flag
from fulfillment.packing.boxes import Box
from fulfillment.packing.errors import TableRejected

Row = TypeVar("Row")
Orders = Mapping[str, tuple[Article, ...]]
ITEM_COLUMNS = (7, 9)
BOX_COLUMNS = (9, 11)
MOST_MM = 100_000
MOST_G = 10_000_000
MOST_PIECES = 10_000


def read_items(text: str) -> tuple[Orders, tuple[TableRejected, ...]]:
    """The pieces of every order, in the order of the table, and the rows that cannot be read.

    An order with such a row is left out as a whole: planned without that piece it would be packed without it.
    """
    rows, bad = _read(text, "items", ITEM_COLUMNS, _item, of_numbers=(1, 3, 4, 5, 6))
    orders: dict[str, list[Article]] = {}
    for order, quantity, article in rows:
        orders.setdefault(order, []).extend([article] * quantity)
    incomplete = {each.name for each in bad}
    return {order: tuple(pieces) for order, pieces in orders.items() if order not in incomplete}, bad


def read_boxes(text: str) -> tuple[tuple[Box, ...], tuple[TableRejected, ...]]:
    """The boxes, and the rows that cannot be read; a second box of the same name is one."""
    rows, bad = _read(text, "boxes", BOX_COLUMNS, _box, of_numbers=tuple(range(1, 9)))
    named: dict[str, Box] = {}
    twice = []
    for each in rows:
        if each.name in named:
            twice.append(TableRejected("boxes", each.name, "is named twice; give each box a name of its own"))
        named.setdefault(each.name, each)
    return tuple(named.values()), (*bad, *twice)


def _read(
    text: str,
    what: str,
    columns: tuple[int, int],
    read: Callable[[Sequence[str]], Row],
    *,
    of_numbers: Sequence[int],
) -> tuple[list[Row], tuple[TableRejected, ...]]:
    found, bad = [], []
    rows = csv.reader(StringIO(text.removeprefix("\ufeff")))
    for number, cells in enumerate(rows, 1):
        cells = [each.strip() for each in cells]
        if not any(cells) or (number == 1 and _is_header(cells, of_numbers)):
            continue
        try:
            _count(cells, columns)
            found.append(read(cells))
        except ValueError as error:
            bad.append(TableRejected(f"{what} row {number}", cells[0], str(error)))
    return found, tuple(bad)


def _count(cells: Sequence[str], columns: tuple[int, int]) -> None:
    if not columns[0] <= len(cells) <= columns[1]:
        raise ValueError(f"has {len(cells)} cells and needs {columns[0]} to {columns[1]}; compare the columns")


def _is_header(cells: Sequence[str], of_numbers: Sequence[int]) -> bool:
    """Words stand where numbers belong, in all of the columns."""
    return len(cells) > max(of_numbers) and all(cells[at][:1].isalpha() for at in of_numbers)


def _item(cells: Sequence[str]) -> tuple[str, int, Article]:
    cells = [*cells, "", ""]
    width, length, depth = (_number(cells[at], name, 1, MOST_MM) for at, name in _sides(3))
    article = Article(
        sku=_name(cells[2], "item"),
        length_mm=length,
        width_mm=width,
        height_mm=depth,
        weight_g=_number(cells[6], "weight", 0, MOST_G),
        flags=frozenset(_flag(each) for each in cells[7].split()),
        un=frozenset(cells[8].upper().split()),
    )
    return _name(cells[0], "order"), _number(cells[1], "quantity", 1, MOST_PIECES), article


def _box(cells: Sequence[str]) -> Box:
    cells = [*cells, "", ""]
    outer = [_number(cells[at], f"outer {name}", 1, MOST_MM) for at, name in _sides(1)]
    inner = [_number(cells[at], f"inner {name}", 1, MOST_MM) for at, name in _sides(5)]
    if any(within > around for within, around in zip(inner, outer, strict=True)):
        raise ValueError("is larger inside than outside; check its sides")
    return Box(
        name=_name(cells[0], "box"),
        outer_width_mm=outer[0],
        outer_length_mm=outer[1],
        outer_height_mm=outer[2],
        empty_g=_number(cells[4], "empty weight", 0, MOST_G),
        inner_width_mm=inner[0],
        inner_length_mm=inner[1],
        inner_height_mm=inner[2],
        max_g=_number(cells[8], "maximum weight", 0, MOST_G),
        cost_minor=_number(cells[9] or "0", "cost", 0, MOST_G),
        materials=frozenset(cells[10].split()),
    )


def _sides(first: int) -> tuple[tuple[int, str], ...]:
    return (first, "width"), (first + 1, "length"), (first + 2, "depth")


def _name(cell: str, what: str) -> str:
    if not cell:
        raise ValueError(f"has no {what}; fill the cell in")
    return cell


def _number(cell: str, what: str, least: int, most: int) -> int:
    if not cell.isascii() or not cell.isdigit() or not least <= int(cell) <= most:
        raise ValueError(f"{what} is `{cell}` and must be a whole number from {least} to {most}")
    return int(cell)


def _flag(word: str) -> Flag:
    if word.lower() not in frozenset(Flag):
        raise ValueError(f"does not know the flag `{word}`; there are {', '.join(Flag)}")
    return Flag(word.lower())
