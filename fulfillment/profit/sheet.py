"""Profits as tables for spreadsheets: CSV after RFC 4180 in UTF-8 with a byte order mark, amounts as plain decimals.

A text that a spreadsheet would take for a formula stands behind an apostrophe: SKUs and shops are other people's words.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from itertools import chain

from engine.spreadsheets import harmless
from fulfillment.payments.settlement.amounts import major
from fulfillment.profit.figure import Known, Part
from fulfillment.profit.kept_order import KeptOrder
from fulfillment.profit.tables import ProfitRow, ProfitTable

TOTAL, PENDING = "(total)", "(still to be counted)"
OF_TABLE = ("orders", "incomplete", "pieces", "currency", *Part, "profit", "margin_percent", "expected", "billed")
OF_ORDERS = (
    "order", "shop", "channel", "month", "lane", "kind", "original_order", "currency", *Part, "known", "profit",
    "not_known",
)  # fmt: skip
NUMBERS = frozenset({*Part, *OF_TABLE[:3], "profit", "margin_percent", "expected", "billed", "known"})


def table_sheet(table: ProfitTable, pending: int = 0) -> str:
    """A table, with the sum of all its rows behind them, and how many orders are still to be counted, if any."""
    rows = chain(_of_table(table), _of_pending(table.over, "orders", pending))
    return "".join(_written((table.over, *OF_TABLE), rows))


def orders_sheet(profits: Iterable[KeptOrder], pending: int = 0) -> Iterator[str]:
    """Orders, a row each; part by part. `profit` is empty where a part is not known. The last row says how many orders
    are still to be counted, if any."""
    rows = chain((_of_order(each) for each in profits), _of_pending("order", "not_known", pending))
    return _written(OF_ORDERS, rows)


def _of_pending(named: str, column: str, pending: int) -> Iterator[Mapping[str, object]]:
    if pending:
        yield {named: PENDING, column: pending}


def _written(columns: tuple[str, ...], rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    stream = StringIO()
    writer = csv.DictWriter(stream, columns, restval="", lineterminator="\r\n")
    stream.write("\ufeff")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: harmless(value) if _is_theirs(name) else value for name, value in _texts(row)})
        yield stream.getvalue()
        stream.seek(0)
        stream.truncate()
    yield stream.getvalue()


def _texts(row: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    yield from ((name, "" if value is None else str(value)) for name, value in row.items())


def _is_theirs(name: str) -> bool:
    """Amounts may be negative and are ours; everything else is text."""
    return name not in NUMBERS


def _of_table(table: ProfitTable) -> Iterator[Mapping[str, object]]:
    for row in (*table.rows, table.total):
        yield {table.over: row.key or TOTAL, **_row(row, table.currency)}


def _row(row: ProfitRow, currency: str) -> Mapping[str, object]:
    margin = row.margin_bp
    return {
        "orders": row.orders,
        "incomplete": row.incomplete,
        "pieces": row.pieces,
        "currency": currency,
        **{part: _major(row.parts[part], currency) for part in Part},
        "profit": _major(row.profit, currency),
        "margin_percent": "" if margin is None else f"{margin / 100:.2f}",
        "expected": _major(row.known[Known.EXPECTED], currency),
        "billed": _major(row.known[Known.BILLED], currency),
    }


def _of_order(profit: KeptOrder) -> Mapping[str, object]:
    currency = profit.currency
    parts = {part: profit.of(part) for part in Part}
    return {
        "order": profit.order_id,
        "shop": profit.shop,
        "channel": profit.channel,
        "month": profit.month,
        "lane": profit.lane,
        "kind": profit.kind,
        "original_order": profit.original_order,
        "currency": currency,
        **{part: "" if minor is None else _major(minor, currency) for part, minor in parts.items()},
        "known": _major(profit.known_minor, currency),
        "profit": "" if profit.total_minor is None else _major(profit.total_minor, currency),
        "not_known": " ".join(dict.fromkeys(each.source for each in profit.unknown)),
    }


def _major(minor: int, currency: str) -> str:
    return format(major(minor, currency), "f")
