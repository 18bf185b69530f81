"""CSV files of any provider or bank by a mapping: collection accounts, gateways without a reader, bank statements.

Our own columns are read without a mapping of the merchant's: data/settlement/generic.yaml and bank.yaml name them.
Where a column has the balance after each row, opening and closing balance are told from its first and last row.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from fulfillment.payments.settlement.errors import quoted
from fulfillment.payments.settlement.readers.amounts import decimal_mark
from fulfillment.payments.settlement.readers.drafting import NOT_EXCHANGED, Draft, Exchanged
from fulfillment.payments.settlement.readers.mapping import CsvMapping
from fulfillment.payments.settlement.readers.sheet import Needed, Row, Sheet, open_sheet
from fulfillment.payments.settlement.report import LineKind, References, SettlementLine, SettlementReport, TotalOf

MONEY = ("amount", "credit", "debit", "fee", "tax", "net", "balance", "original_amount")
TIMES = (" %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p")
_TIMED = re.compile(r"%[HIMScXfpzZ]")
HELD = ("amount", "credit", "debit", "currency", "kind", "at")  # these must be there if the mapping names them
Balances = dict[str, list[tuple[int, int, int]]]  # by currency: row, what it moved, balance after it


def read(content: bytes, name: str, mapping: CsvMapping) -> SettlementReport:
    """The report of a file. Raises ReportRejected."""
    draft = Draft(mapping.name, name, content)
    sheet = open_sheet(content, needed_of(mapping), draft.faults)
    sheet.formats = _formats(mapping)
    sheet.mark = mapping.mark or _mark(draft, sheet, mapping)
    balances: Balances = defaultdict(list)
    for row in sheet.rows():
        _take(draft, row, mapping, balances)
    for currency, steps in balances.items():
        _balance(draft, currency, steps)
    return draft.report()


def needed_of(mapping: CsvMapping) -> Needed:
    """The columns without which a file is not of this mapping."""
    return tuple(mapping.of(column) for column in HELD if mapping.of(column))


def _formats(mapping: CsvMapping) -> tuple[str, ...]:
    """Dates; where a date has no time of day, with one behind it too, which may stand in a column of its own."""
    formats = (*mapping.dates, "%Y-%m-%d")
    timed = (f"{day}{time}" for day in formats if not _TIMED.search(day) for time in TIMES)
    return (*formats, *timed)


def _mark(draft: Draft, sheet: Sheet, mapping: CsvMapping) -> str:
    mark = decimal_mark(text for column in MONEY for text in sheet.values(*mapping.of(column)))
    if mark is None:
        detail = "some amounts write decimals with a comma and some with a point; say `decimal` in the mapping"
        raise draft.faults.rejected(sheet.header_row, "", "mixed_marks", detail)
    return mark


def _take(draft: Draft, row: Row, mapping: CsvMapping, balances: Balances) -> None:
    status = row.text(*mapping.of("status"))
    if mapping.moved and status.casefold() not in mapping.moved:
        detail = f"the status `{quoted(status)}` says that no money moved; the row is left out"
        draft.warn(row.number, "no_money_moved", status, detail)
        return
    currency = row.currency(*mapping.of("currency")) if mapping.of("currency") else mapping.currency
    gross = _amount(row, mapping, currency)
    cost = -1 if mapping.fees_are_costs else 1
    net = row.amount(currency, *mapping.of("net")) if mapping.of("net") else None
    was = _original(row, mapping, currency)
    line = SettlementLine(
        row=row.number,
        kind=_kind(draft, row, mapping, gross),
        word=row.text(*mapping.of("kind")),
        currency=currency,
        gross=gross,
        fee=cost * (row.amount(currency, *mapping.of("fee")) or 0) if mapping.of("fee") else 0,
        tax=cost * (row.amount(currency, *mapping.of("tax")) or 0) if mapping.of("tax") else 0,
        at=_moment(row, mapping),
        references=_references(row, mapping),
        batch=row.text(*mapping.of("batch")),
        original_currency=was.currency,
        original_amount=was.amount,
        exchange_rate=was.rate,
        available_at=row.moment(*mapping.of("available_at"), zone=mapping.zone) if mapping.of("available_at") else None,
        text=row.short(*mapping.of("text")),
        stated_net=None if net is None else net * (-1 if mapping.reversed else 1),
    )
    draft.lines.append(line)
    if line.kind is LineKind.PAYOUT and line.batch and line.net < 0:
        draft.total(row.number, line.batch, currency, -line.net, TotalOf.PAYOUT)
    if mapping.of("balance"):
        balance = row.amount(currency, *mapping.of("balance"))
        if balance is not None:
            balances[currency].append((row.number, line.net, balance))


def _amount(row: Row, mapping: CsvMapping, currency: str) -> int:
    """Signed as the merchant sees it, of one column, of two, or of one beside a word."""
    if mapping.of("amount"):
        amount = row.needed(currency, *mapping.of("amount"))
        if mapping.of("direction"):
            amount = _directed(row, mapping, amount)
    else:
        credit = row.amount(currency, *mapping.of("credit")) if mapping.of("credit") else None
        debit = row.amount(currency, *mapping.of("debit")) if mapping.of("debit") else None
        if credit is None and debit is None:
            column = row.column(*mapping.of("credit"), *mapping.of("debit"))
            row.bad(column, "missing", "the row has neither a credit nor a debit; write one of them")
        amount = (credit or 0) - abs(debit or 0)
    return -amount if mapping.reversed else amount


def _directed(row: Row, mapping: CsvMapping, amount: int) -> int:
    text = row.text(*mapping.of("direction"))
    way = mapping.directions.get(text.casefold())
    if way is None:
        known = ", ".join(mapping.directions) or "credit and debit, under `directions` of the mapping"
        row.bad(row.column(*mapping.of("direction")), "bad_direction", f"`{quoted(text)}` is none of: {known}")
    return -abs(amount) if way == "debit" else abs(amount)


def _kind(draft: Draft, row: Row, mapping: CsvMapping, gross: int) -> LineKind:
    word = row.text(*mapping.of("kind")) if mapping.of("kind") else ""
    otherwise = mapping.otherwise.get("credit" if gross >= 0 else "debit")
    if otherwise is not None and word.casefold() not in mapping.kinds:
        return otherwise
    return draft.kind(row.number, word, mapping.kinds)


def _moment(row: Row, mapping: CsvMapping) -> datetime | None:
    if not mapping.of("at"):
        return None
    zone = row.zone(*mapping.of("zone"), otherwise=mapping.zone) if mapping.of("zone") else mapping.zone
    time = mapping.of("time")
    return row.moment_with(row.text(*time) if time else "", *mapping.of("at"), zone=zone)


def _references(row: Row, mapping: CsvMapping) -> References:
    return References(
        merchant=row.text(*mapping.of("merchant")),
        metadata=row.text(*mapping.of("metadata")),
        payment=row.text(*mapping.of("payment")),
        modification=row.text(*mapping.of("modification")),
    )


def _original(row: Row, mapping: CsvMapping, currency: str) -> Exchanged:
    columns = mapping.of("original_currency")
    if not columns or not row.text(*columns):
        return NOT_EXCHANGED
    sold = row.currency(*columns)
    if sold == currency or not mapping.of("original_amount"):
        return NOT_EXCHANGED
    rate = row.rate(*mapping.of("rate")) if mapping.of("rate") else None
    return Exchanged(sold, row.amount(sold, *mapping.of("original_amount")) or 0, rate)


def _balance(draft: Draft, currency: str, steps: Sequence[tuple[int, int, int]]) -> None:
    """Opening and closing balance. Files begin with the oldest row or with the newest: the balances tell which."""
    onward = sum(later - moved == earlier for (_, _, earlier), (_, moved, later) in pairwise(steps))
    backward = sum(newer - moved == older for (_, moved, newer), (_, _, older) in pairwise(steps))
    ordered = list(steps) if onward >= backward else list(reversed(steps))
    _, moved, after = ordered[0]
    draft.opening[currency] = after - moved
    draft.closing[currency] = ordered[-1][2]
    for (_, _, before), (row, moved, after) in pairwise(ordered):
        if before + moved != after:
            detail = f"the balance after this row is not that before it and {moved} minor units"
            draft.warn(row, "balance_leaps", currency, detail)
