"""Causes as a table for spreadsheets: CSV after RFC 4180 in UTF-8 with a byte order mark, amounts as plain decimals.

A text that a spreadsheet would take for a formula stands behind an apostrophe: SKUs and shops are other people's words.
"""

import csv
from collections.abc import Iterator, Mapping
from io import StringIO

from engine.spreadsheets import harmless
from fulfillment.learning.causes import CauseRow, CauseTable
from fulfillment.learning.reasons import Family
from fulfillment.payments.settlement.amounts import major

TOTAL = "(total)"
MONEY = ("at_stake", "refund", "chargeback", "reship", "freight_lost", "recovered")
FAMILIES = tuple(each.value for each in Family if each is not Family.NONE)
COLUMNS = ("orders", "cases", "share_percent", "low_percent", "high_percent", "currency", *MONEY, "pieces", "days",
           *FAMILIES, "causes", "some_orders")  # fmt: skip
TEXTS = frozenset({"currency", "causes", "some_orders"})


def causes_sheet(table: CauseTable) -> str:
    """A table, with all orders together behind its rows; an order may be in several."""
    stream = StringIO()
    writer = csv.DictWriter(stream, (table.over, *COLUMNS), lineterminator="\r\n")
    stream.write("\ufeff")
    writer.writeheader()
    for row in (*table.rows, table.total):
        cells = {table.over.value: row.key or TOTAL, **dict(_cells(row, table.currency))}
        theirs = TEXTS | {table.over.value}
        writer.writerow({name: harmless(value) if name in theirs else value for name, value in cells.items()})
    return stream.getvalue()


def _cells(row: CauseRow, currency: str) -> Iterator[tuple[str, str]]:
    share, days = row.share, row.mean_days
    yield "orders", str(row.orders)
    yield "cases", str(row.cases)
    for name, value in _percents(None if share is None else (share.estimate, share.low, share.high)).items():
        yield name, value
    yield "currency", currency
    for name in MONEY:
        yield name, format(major(getattr(row, name), currency), "f")
    yield "pieces", str(row.pieces)
    yield "days", "" if days is None else f"{days:.1f}"
    yield from ((family, str(row.families[family])) for family in FAMILIES)
    yield "causes", " ".join(f"{cause}:{many}" for cause, many in row.causes.most_common())
    yield "some_orders", " ".join(row.links)


def _percents(shares: tuple[float, float, float] | None) -> Mapping[str, str]:
    names = ("share_percent", "low_percent", "high_percent")
    return dict.fromkeys(names, "") if shares is None else {
        name: f"{each * 100:.2f}" for name, each in zip(names, shares, strict=True)
    }  # fmt: skip
