"""Kept shares that a database has summed up, as tables. Pure; what `tabulate` says of the same orders."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fulfillment.profit.figure import Known, Part
from fulfillment.profit.tables import NO_SKU, Over, ProfitRow, ProfitTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Shares that have the same `keys` and lack the same things, summed up. `rows` counts shares, `orders` those of
    them that are the first of their order."""

    keys: Mapping[str, str]
    lacking: tuple[str, ...]
    orders: int
    rows: int
    pieces: int
    incomplete: int
    incomplete_skus: int
    parts: Mapping[Part, int]
    known: Mapping[Known, int]


def table_of(cells: Iterable[Cell], over: Over, currency: str) -> ProfitTable:
    """The table by one of their keys."""
    rows: dict[str, ProfitRow] = {}
    total, why = ProfitRow(""), Counter[str]()
    for cell in cells:
        key = cell.keys[over] or NO_SKU
        row = rows.setdefault(key, ProfitRow(key))
        is_sku = over is Over.SKU
        row.orders += cell.rows if is_sku else cell.orders
        row.incomplete += cell.incomplete_skus if is_sku else cell.incomplete
        total.orders += cell.orders
        total.incomplete += cell.incomplete
        for each in (row, total):
            each.pieces += cell.pieces
            each.parts.update(cell.parts)
            each.known.update(cell.known)
        why.update(dict.fromkeys(cell.lacking, cell.orders))
    ranked = sorted(rows.values(), key=lambda row: (-row.profit, row.key))
    told = sorted(why.items(), key=lambda each: (-each[1], each[0]))
    return ProfitTable(over=over, currency=currency, rows=tuple(ranked), total=total, why=dict(told))
