"""A period as one table for spreadsheets: what a row is about stands in its first column, amounts are plain decimals.

CSV after RFC 4180 in UTF-8 with a byte order mark, as spreadsheets expect it. A text that they would take for a formula
stands behind an apostrophe.
"""

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal
from io import StringIO

from engine.spreadsheets import harmless
from fulfillment.payments.settlement.ages import days_between
from fulfillment.payments.settlement.amounts import major
from fulfillment.payments.settlement.order_ladder import RUNGS
from fulfillment.payments.settlement.periods import Period

COLUMNS = (
    "record", "provider", "currency", "name", "order", "batch", "state", "lines", "gross", "fee", "tax", "net", *RUNGS,
    "paid_out", "amount", "opened_at", "age_days", "appeal_until",
)  # fmt: skip


def sheet(period: Period) -> str:
    """The whole table."""
    written = StringIO()
    written.write("\ufeff")
    rows = csv.DictWriter(written, COLUMNS, restval="", lineterminator="\r\n")
    rows.writeheader()
    for row in (*_totals(period), *_orders(period), *_batches(period), *_reserves(period), *_cases(period)):
        rows.writerow({name: _cell(value) for name, value in row.items()})
    return written.getvalue()


def _totals(period: Period) -> Iterator[Mapping[str, object]]:
    for each in period.totals:
        amounts = {name: major(getattr(each, name), each.currency) for name in ("gross", "fee", "tax", "net")}
        told = {"provider": each.provider, "currency": each.currency, "name": each.kind, "lines": each.lines}
        yield {"record": "total", **told, **amounts}


def _orders(period: Period) -> Iterator[Mapping[str, object]]:
    for each in period.ladders:
        rungs = {name: major(amount, each.currency) for name, amount in each.rungs.items()}
        told = {"order": each.order_id, "currency": each.currency, "state": each.reached}
        batches = " ".join(batch for _, batch in each.batches)
        providers = " ".join(sorted({provider for provider, _ in each.batches}))
        yield {
            "record": "order",
            **told,
            "provider": providers,
            "batch": batches,
            "net": major(each.net, each.currency),
            **rungs,
        }


def _batches(period: Period) -> Iterator[Mapping[str, object]]:
    for each in period.batches:
        sums = each.sums
        yield {
            "record": "batch",
            "provider": sums.provider,
            "currency": sums.currency,
            "batch": sums.batch,
            "state": each.standing,
            "lines": sums.lines,
            "net": major(sums.net, sums.currency),
            "paid_out": "" if sums.paid_out is None else major(-sums.paid_out, sums.currency),
        }


def _reserves(period: Period) -> Iterator[Mapping[str, object]]:
    for (provider, currency), amount in period.reserves.items():
        yield {"record": "reserve", "provider": provider, "currency": currency, "amount": major(amount, currency)}


def _cases(period: Period) -> Iterator[Mapping[str, object]]:
    for each in period.cases:
        yield {
            "record": "case",
            "provider": each.provider,
            "currency": each.currency,
            "name": each.kind,
            "order": each.order_id or "",
            "batch": each.batch,
            "state": each.state,
            "amount": major(each.amount, each.currency),
            "opened_at": each.opened_at.date(),
            "age_days": days_between(each.opened_at, period.asked.now),
            "appeal_until": "" if each.due_at is None else each.due_at.date(),
        }


def _cell(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    return harmless(value) if isinstance(value, str) else value
