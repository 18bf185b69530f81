"""Figures as a table for spreadsheets: CSV after RFC 4180 in UTF-8 with a byte order mark, amounts as plain decimals.

Sums stand in columns of their own for each currency, so that a row is a row of the table. A text that a spreadsheet
would take for a formula stands behind an apostrophe: shops and channels are other people's words.
"""

import csv
from collections.abc import Iterator, Sequence
from datetime import timedelta
from io import StringIO

from engine.spreadsheets import harmless
from engine.store.arrival_waits import PERCENTS, Waited
from fulfillment.analytics.table import AnalyticsRow, AnalyticsTable, MoneySums
from fulfillment.payments.settlement.amounts import major

TOTAL = "(total)"
HOUR = timedelta(hours=1)
OUTCOMES = ("admit", "ask_customer", "hold", "cancel")
MONEY = ("value", "admitted", "disputed", "lost", "won", "open")
SHARES = ("at_once", "decided", "approved", "held", "answered", "charged")


def analytics_sheet(table: AnalyticsTable) -> str:
    """A table, with all orders together behind its rows."""
    stream = StringIO()
    stream.write("\ufeff")
    writer = csv.DictWriter(stream, _columns(table), lineterminator="\r\n")
    writer.writeheader()
    for row in (*table.rows, table.total):
        key = TOTAL if row is table.total else harmless(row.key)
        writer.writerow({table.over.value: key, **dict(_cells(row, table.currencies))})
    return stream.getvalue()


def _columns(table: AnalyticsTable) -> Sequence[str]:
    return [table.over.value, *(name for name, _ in _cells(table.total, table.currencies))]


def _cells(row: AnalyticsRow, currencies: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield "orders", str(row.orders)
    yield from ((f"first_{each}", str(row.first[each])) for each in OUTCOMES)
    yield from ((f"now_{each}", str(row.now[each])) for each in OUTCOMES)
    yield from ((f"{each}_percent", _percent(getattr(row, f"{each}_bp"))) for each in SHARES)
    yield from _of_wait("held", "released", row.held)
    yield from _of_wait("asked", "answered", row.asked)
    yield "labelled_fraud", str(row.fraud)
    yield "charged_back", str(row.charged)
    yield "old_admitted", str(row.old)
    yield "old_charged_back", str(row.charged_old)
    for currency in currencies:
        sums = row.money.get(currency, MoneySums())
        yield from ((f"{each}_{currency}", format(major(getattr(sums, each), currency), "f")) for each in MONEY)


def _of_wait(name: str, done: str, waited: Waited) -> Iterator[tuple[str, str]]:
    yield name, str(waited.orders)
    yield f"{name}_still", str(waited.still)
    yield done, str(waited.done)
    for percent in PERCENTS:
        span = waited.spread.get(percent)
        yield f"{name}_hours_p{percent}", "" if span is None else f"{span / HOUR:.2f}"


def _percent(basis_points: int | None) -> str:
    return "" if basis_points is None else f"{basis_points / 100:.2f}"
