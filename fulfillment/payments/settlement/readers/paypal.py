"""PayPal: the settlement report (STL) and the transaction detail report (TRR) of the secure FTP server.

Shape: PayPal, "Settlement Report Specification" 9.0 and "Transaction Detail Report Specification" (read in November
2026). Rows say what they are in their first cell: RH and FH open report and file, SH a section (an account's day), CH
names the columns, SB are transactions, SF, SC, RF, RC and FF close with totals and counts. Amounts are unsigned and
count hundredths of every currency, yen too; CR comes and DR goes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from engine.order.currency import exponents
from fulfillment.payments.settlement.errors import quoted
from fulfillment.payments.settlement.readers.amounts import BadAmount, hundredths
from fulfillment.payments.settlement.readers.drafting import Draft
from fulfillment.payments.settlement.readers.letters import DELIMITERS, rows_of, text_of
from fulfillment.payments.settlement.readers.moments import BadMoment, read_moment
from fulfillment.payments.settlement.readers.paypal_codes import GROUP_DIGITS, NO_MONEY, kind_of
from fulfillment.payments.settlement.readers.paypal_footers import Footers
from fulfillment.payments.settlement.readers.paypal_pairs import paired
from fulfillment.payments.settlement.readers.sheet import LONGEST_TEXT, plain
from fulfillment.payments.settlement.report import LineKind, References, SettlementLine, SettlementReport

PROVIDER = "paypal"
KINDS_OF_ROW = ("RH", "FH", "SH", "CH", "SB", "SF", "SC", "RF", "RC", "FF")
OPENERS = ("RH", "FH", "SH", "CH")
FORMATS = ("%Y/%m/%d %H:%M:%S %z", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d")
MOVED = frozenset({"", "S", "V", "F"})  # settled, or settled and given back since; STL has no such column
COLUMNS = (
    "Transaction ID",
    "Invoice ID",
    "PayPal Reference ID",
    "PayPal Reference ID Type",
    "Transaction Event Code",
    "Transaction Initiation Date",
    "Transaction Completion Date",
    "Transaction Debit or Credit",
    "Gross Transaction Amount",
    "Gross Transaction Currency",
    "Fee Debit or Credit",
    "Fee Amount",
    "Fee Currency",
)


@dataclass(slots=True)
class _Reading:
    """Where in the file reading is: the section, its columns, the footers that were met."""

    draft: Draft
    footers: Footers
    section: str = ""
    sections: int = 0
    places: Mapping[str, int] = field(default_factory=dict)
    number: int = 0
    cells: Sequence[str] = ()

    def bad(self, column: str, code: str, detail: str) -> None:
        self.draft.faults.add(self.number, column, code, detail)

    def text(self, column: str) -> str:
        at = self.places.get(plain(column))
        return self.cells[at] if at is not None and at < len(self.cells) else ""

    def moment(self, column: str, text: str) -> datetime | None:
        if not text:
            return None
        try:
            return read_moment(text, FORMATS, UTC)
        except BadMoment as bad:
            self.bad(column, "bad_moment", str(bad))
            return None

    def currency(self, column: str) -> str:
        code = self.text(column).upper()
        if code not in exponents():
            self.bad(column, "bad_currency", f"`{quoted(code)}` is no currency; write three letters such as EUR")
            return ""
        return code

    def amount(self, column: str, currency: str, direction: str) -> int:
        """Signed by another column, which says CR or DR."""
        text, way = self.text(column), self.text(direction).upper()
        if not currency or not text:
            if currency:
                self.bad(column, "missing", "the cell is empty; write the hundredths, 0 if there are none")
            return 0
        if way not in ("CR", "DR"):
            self.bad(direction, "bad_direction", f"`{quoted(way)}` is neither CR nor DR")
        try:
            amount = hundredths(text, currency)
        except BadAmount as bad:
            self.bad(column, "bad_amount", str(bad))
            return 0
        return -amount if way == "DR" else amount


def read(content: bytes, name: str) -> SettlementReport:
    """The report of a file. Raises ReportRejected."""
    draft = Draft(PROVIDER, name, content)
    text = text_of(content, draft.faults)
    reading = _Reading(draft, Footers(draft))
    for reading.number, reading.cells in rows_of(text, delimiter_of(text), draft.faults):
        _take(reading)
    draft.faults.settle()
    draft.lines = paired(draft)
    reading.footers.settle()
    return draft.report()


def delimiter_of(text: str) -> str:
    """The delimiter by the first row, which begins with its own kind; a comma when it cannot be told."""
    first = text.lstrip().partition("\n")[0]
    return next((each for each in DELIMITERS if first.split(each)[0].strip().strip('"') in OPENERS), DELIMITERS[0])


def looks_like(text: str) -> bool:
    """Whether a file begins as these do."""
    first = text.lstrip().partition("\n")[0]
    return any(each in first and first.split(each)[0].strip().strip('"') in OPENERS for each in DELIMITERS)


def _take(reading: _Reading) -> None:
    kind = reading.cells[0].upper()
    match kind:
        case "SH":
            _open_section(reading)
        case "CH":
            _name_columns(reading)
        case "SB" if reading.places:
            _take_transaction(reading)
        case "SB":
            reading.bad("", "no_columns", "a transaction before any CH row; the file is not complete, get it again")
        case "RH":
            pass
        case "FH" | "SF" | "SC" | "RF" | "RC" | "FF":
            reading.footers.take(reading.number, reading.cells, reading.section)
        case _:
            detail = f"`{quoted(kind)}` is no kind of row; rows begin with {', '.join(KINDS_OF_ROW)}"
            reading.bad("", "unknown_row", detail)


def _open_section(reading: _Reading) -> None:
    cells = [*reading.cells, "", "", "", ""]
    since, until = reading.moment("SH", cells[1]), reading.moment("SH", cells[2])
    draft = reading.draft
    reading.sections += 1
    reading.section = f"{cells[3] or f'section {reading.sections}'} {cells[2][:10].replace('/', '-')}".strip()
    draft.since = min((each for each in (draft.since, since) if each is not None), default=None)
    draft.until = max((each for each in (draft.until, until) if each is not None), default=None)


def _name_columns(reading: _Reading) -> None:
    reading.places = {plain(name): at for at, name in enumerate(reading.cells) if at}
    for column in COLUMNS:
        if plain(column) not in reading.places:
            reading.bad(column, "no_column", "this column is missing; order the standard report")


def _take_transaction(reading: _Reading) -> None:
    reading.footers.count(reading.section)
    code, status = reading.text("Transaction Event Code").upper(), reading.text("Transactional Status").upper()
    draft, number = reading.draft, reading.number
    if status not in MOVED:
        draft.warn(number, "no_money_moved", status, f"`{code}` has the status `{quoted(status)}` and moved no money")
        return
    if code[:GROUP_DIGITS] in NO_MONEY:
        draft.warn(number, "no_money_moved", code, f"`{quoted(code)}` moves no money")
        return
    currency = reading.currency("Gross Transaction Currency")
    gross = reading.amount("Gross Transaction Amount", currency, "Transaction Debit or Credit")
    kind = kind_of(code, comes=gross > 0)
    if kind is None:
        draft.warn(number, "unknown_word", code, f"`{quoted(code)}` is not known here and counts as an adjustment")
    line = _line(reading, code, kind or LineKind.ADJUSTMENT, currency, gross)
    draft.lines.extend(line)


def _line(reading: _Reading, code: str, kind: LineKind, currency: str, gross: int) -> list[SettlementLine]:
    """The transaction, and its fee as a line of its own where that is in another currency."""
    fee_currency = currency
    fee = 0
    if reading.text("Fee Amount"):
        fee_currency = reading.currency("Fee Currency")
        fee = reading.amount("Fee Amount", fee_currency, "Fee Debit or Credit")
    at = reading.moment("Transaction Initiation Date", reading.text("Transaction Initiation Date"))
    available = reading.moment("Transaction Completion Date", reading.text("Transaction Completion Date"))
    apart = bool(fee) and fee_currency != currency
    line = SettlementLine(
        row=reading.number,
        kind=kind,
        word=code,
        currency=currency,
        gross=gross,
        fee=0 if apart else fee,
        at=at,
        references=_references(reading),
        batch=reading.section,
        available_at=available,
        text=reading.text("Bank Reference ID")[:LONGEST_TEXT],
    )
    if not apart:
        return [line]
    return [line, replace(line, kind=LineKind.FEE, currency=fee_currency, gross=0, fee=fee)]


def _references(reading: _Reading) -> References:
    """Refunds, fees and chargebacks refer to their payment; a payment is its own reference."""
    own, other = reading.text("Transaction ID"), reading.text("PayPal Reference ID")
    refers = reading.text("PayPal Reference ID Type").upper() == "TXN" and bool(other)
    return References(
        merchant=reading.text("Invoice ID"),
        metadata=reading.text("Custom Field"),
        payment=other if refers else own,
        modification=own,
    )
