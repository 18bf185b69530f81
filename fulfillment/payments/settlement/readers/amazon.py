"""Amazon: settlement reports V2 as flat files, the narrow one (FLAT_FILE_V2) and the wide one before it.

Columns: Amazon SP-API, "Settlement reports attributes" (read in November 2026). The first row states settlement, period
and total; every further row one amount (narrow: amount-type, amount-description, amount) or several (wide: a type and
an amount for prices, item-related fees, promotions and so on). European files write 95,00 and 25.11.2026.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from fulfillment.payments.settlement.errors import quoted
from fulfillment.payments.settlement.readers.amazon_words import kind_of
from fulfillment.payments.settlement.readers.amounts import decimal_mark
from fulfillment.payments.settlement.readers.drafting import Draft
from fulfillment.payments.settlement.readers.sheet import Needed, Row, Sheet, open_sheet
from fulfillment.payments.settlement.report import LineKind, References, SettlementLine, SettlementReport

PROVIDER = "amazon"
NEEDED: Needed = (
    ("settlement-id",),
    ("total-amount",),
    ("currency",),
    ("transaction-type",),
    ("order-id",),
    ("amount", "item-related-fee-amount"),
)
# Wide files: the column that says what an amount is, and the column of the amount.
WIDE = (
    ("order-fee-type", "order-fee-amount", "order-fee"),
    ("shipment-fee-type", "shipment-fee-amount", "shipment-fee"),
    ("price-type", "price-amount", "price"),
    ("item-related-fee-type", "item-related-fee-amount", "item-related-fee"),
    ("", "misc-fee-amount", "misc-fee"),
    ("other-fee-reason-description", "other-fee-amount", "other-fee"),
    ("promotion-type", "promotion-amount", "promotion"),
    ("direct-payment-type", "direct-payment-amount", "direct-payment"),
    ("", "other-amount", "other"),
)
AMOUNTS = ("amount", "total-amount", *(amount for _, amount, _ in WIDE))
DATES = ("posted-date", "deposit-date", "settlement-start-date", "settlement-end-date")
_YEAR_OR_DAY = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d")
_SLASHES = {True: ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y", "%d/%m/%y"), False: ("%m/%d/%Y %H:%M:%S", "%m/%d/%Y", "%m/%d/%y")}
MONTH_FIRST = frozenset({"USD"})
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/", re.ASCII)
MOST_MONTH = 12


def read(content: bytes, name: str) -> SettlementReport:
    """The report of a file. Raises ReportRejected."""
    draft = Draft(PROVIDER, name, content)
    sheet = open_sheet(content, NEEDED, draft.faults)
    mark = decimal_mark(sheet.values(*AMOUNTS))
    if mark is None:
        detail = "some amounts write decimals with a comma and some with a point; download the file again"
        raise draft.faults.rejected(sheet.header_row, "amount", "mixed_marks", detail)
    sheet.mark = mark
    sheet.formats = _formats(sheet)
    currencies: dict[str, str] = {}
    for row in sheet.rows():
        _take(draft, row, currencies)
    return draft.report()


def _take(draft: Draft, row: Row, currencies: dict[str, str]) -> None:
    """The first row of a settlement states its total, and in some files currency; the rest need not repeat it."""
    batch = row.text("settlement-id")
    if not batch:
        row.bad("settlement-id", "missing", "the row names no settlement; download the file again")
        return
    is_first = batch not in currencies
    if is_first or row.text("currency"):
        currencies[batch] = row.currency("currency")
    if is_first:
        _take_total(draft, row, batch, currencies[batch])
    if not row.text("transaction-type"):
        if not is_first:
            row.bad("transaction-type", "missing", "the row does not say what it is about; download the file again")
        return
    for form, described, column in _amounts(row):
        _take_amount(draft, row, (form, described, column), batch, currencies[batch])


def _take_total(draft: Draft, row: Row, batch: str, currency: str) -> None:
    total = row.needed(currency, "total-amount")
    since, until = row.moment("settlement-start-date"), row.moment("settlement-end-date")
    draft.since = min((each for each in (draft.since, since) if each is not None), default=None)
    draft.until = max((each for each in (draft.until, until) if each is not None), default=None)
    draft.total(row.number, batch, currency, total)
    if total > 0:  # what is owed to Amazon is carried into the next settlement, and nothing reaches the bank
        draft.lines.append(
            SettlementLine(
                row=row.number,
                kind=LineKind.PAYOUT,
                word="total-amount",
                currency=currency,
                gross=-total,
                at=row.moment("deposit-date"),
                batch=batch,
            )
        )


def _amounts(row: Row) -> Iterator[tuple[str, str, str]]:
    """What kind of amount, described how, in which column."""
    if row.sheet.has("amount"):
        yield row.text("amount-type"), row.text("amount-description"), "amount"
        return
    filled = [(form, type_, column) for type_, column, form in WIDE if row.text(column)]
    for form, type_, column in filled:
        yield form, row.text(type_) if type_ else "", column
    if not filled:
        row.bad("other-amount", "missing", "the row has no amount in any column; download the file again")


def _take_amount(draft: Draft, row: Row, told: tuple[str, str, str], batch: str, currency: str) -> None:
    form, described, column = told
    transaction = row.text("transaction-type")
    amount = row.needed(currency, column)
    word = f"{transaction}/{form}/{described}"
    kind = kind_of(transaction, form, described, amount)
    if kind is None:
        draft.warn(row.number, "unknown_word", word, f"`{quoted(word)}` is not known here and counts as an adjustment")
    draft.lines.append(
        SettlementLine(
            row=row.number,
            kind=kind or LineKind.ADJUSTMENT,
            word=word,
            currency=currency,
            gross=amount,
            at=_posted(row),
            references=References(
                merchant=row.text("order-id"),
                metadata=row.text("merchant-order-id"),
                payment=row.text("shipment-id"),
                modification=row.text("adjustment-id", "order-item-code"),
            ),
            batch=batch,
            text=row.short("sku"),
        )
    )


def _posted(row: Row) -> datetime | None:
    return row.moment("posted-date-time", "posted-date")


def _formats(sheet: Sheet) -> tuple[str, ...]:
    """Dates with slashes put the month first in America; a number above 12 tells, else the currency does."""
    days = [_slashed(text) for text in sheet.values(*DATES)]
    firsts = [day[0] for day in days if day]
    seconds = [day[1] for day in days if day]
    if max(firsts, default=0) > MOST_MONTH:
        day_first = True
    elif max(seconds, default=0) > MOST_MONTH:
        day_first = False
    else:
        day_first = not MONTH_FIRST & set(sheet.values("currency"))
    return (*_YEAR_OR_DAY, *_SLASHES[day_first])


def _slashed(text: str) -> tuple[int, int] | None:
    """The first two numbers of a date with slashes, unless it begins with its year."""
    found = _SLASHED.match(text)
    return (int(found[1]), int(found[2])) if found else None
