"""A carrier's bill read from its file: CSV in any usual encoding, or the first sheet of an Excel workbook.

The file is read whole before anything is kept, and every fault is told with its row and column. Amounts may have more
decimals than their currency (lines bill by the gram): each is rounded half up, and the row's own total is then the
carrier's word that is held against the sum.
"""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO

from engine.errors import UnknownFormat
from engine.order.currency import exponents
from engine.products.sheets import rows_of
from engine.spreadsheets import ARCHIVE
from fulfillment.freight.bill import BillLine, BillWarning, Charged, FreightBill
from fulfillment.freight.errors import BillRejected
from fulfillment.freight.kinds import Charge
from fulfillment.freight.readers.mapping import SHAPES, BillMapping, bundled_bill_mapping
from fulfillment.payments.settlement.errors import Faults, ReportRejected, quoted
from fulfillment.payments.settlement.readers.amounts import MOST_MINOR, decimal_mark
from fulfillment.payments.settlement.readers.letters import text_of
from fulfillment.payments.settlement.readers.sheet import Needed, Row, Sheet, header_in, open_sheet

AUTO = "auto"
MOST = 64  # letters of a name that is kept
KILOGRAM = Decimal(1000)
MOST_G = 100_000_000


def read_bill(
    content: bytes, shape: str, name: str, mapping: BillMapping | None = None, carrier: str = ""
) -> FreightBill:
    """The bill of a file. `shape` is one of SHAPES, or `auto`; a mapping of one's own goes before; `carrier` is whose
    bill it is, where a shape is of several. Raises BillRejected with every fault."""
    try:
        return _read(content, shape, name, mapping, carrier)
    except ReportRejected as rejected:
        raise BillRejected(rejected.provider, rejected.name, rejected.faults) from rejected


def _read(content: bytes, shape: str, name: str, mapping: BillMapping | None, carrier: str) -> FreightBill:
    text = _as_text(content, name)
    chosen = mapping or bundled_bill_mapping(shape_of(text, name) if shape == AUTO else _known(shape, name))
    faults = Faults(carrier or chosen.carrier, name)
    sheet = open_sheet(text, _needed(chosen), faults)
    sheet.formats = chosen.dates
    sheet.mark = chosen.mark or _mark(sheet, chosen)
    warnings: list[BillWarning] = []
    lines = tuple(line for row in sheet.rows() if (line := _line(row, chosen, warnings)) is not None)
    faults.settle()
    if not lines:
        warnings.append(BillWarning(row=0, code="no_lines", word="", detail="the file has no lines; check the period"))
    return FreightBill(
        carrier=carrier or chosen.carrier,
        shape=chosen.shape,
        name=name,
        digest=hashlib.sha256(content).hexdigest(),
        lines=lines,
        services=chosen.services,
        warnings=tuple(warnings),
    )


def shape_of(text: bytes, name: str) -> str:
    """What shape a file has, by the columns that tell. Raises ReportRejected."""
    faults = Faults(AUTO, name)
    plain = text_of(text, faults)
    for shape in SHAPES:
        mapping = bundled_bill_mapping(shape)
        if header_in(plain, [*_needed(mapping), *([each] for each in mapping.telling)], faults) is not None:
            return shape
    detail = f"this is no bill of the shapes {', '.join(SHAPES)}; give a mapping of its columns"
    raise faults.rejected(0, "", "unknown_file", detail)


def _known(shape: str, name: str) -> str:
    if shape in SHAPES:
        return shape
    detail = f"no shape of this name; use one of {', '.join(SHAPES)}, or `auto`"
    raise Faults(shape, name).rejected(0, "", "unknown_shape", detail)


def _as_text(content: bytes, name: str) -> bytes:
    """A workbook's first sheet as CSV whose rows stand where they stood; any other file as it is."""
    if not content.startswith(ARCHIVE):
        return content
    written = StringIO()
    rows = csv.writer(written, lineterminator="\n")
    try:
        before = 0
        for number, cells in rows_of(content):
            for _ in range(number - before - 1):
                rows.writerow([])
            rows.writerow(" ".join(cell.split()) for cell in cells)
            before = number
    except UnknownFormat as bad:
        raise Faults(AUTO, name).rejected(0, "", "not_a_workbook", str(bad)) from bad
    return written.getvalue().encode()


def _needed(mapping: BillMapping) -> Needed:
    if mapping.pairs or mapping.of("amount"):
        return [mapping.of("number"), *([each] for each in mapping.telling)]
    return [mapping.of("number"), tuple(name for names in mapping.charges.values() for name in names)]


def _mark(sheet: Sheet, mapping: BillMapping) -> str:
    columns = [*mapping.of("amount"), *mapping.of("total"), *(each.amount for each in mapping.pairs)]
    columns += [name for names in mapping.charges.values() for name in names]
    mark = decimal_mark(sheet.values(*columns))
    if mark is None:
        detail = "some amounts write decimals with a comma and some with a point; say `decimal` in the mapping"
        raise sheet.faults.rejected(sheet.header_row, "", "mixed_marks", detail)
    return mark


def _line(row: Row, mapping: BillMapping, warnings: list[BillWarning]) -> BillLine | None:
    if mapping.kept is not None and row.text(mapping.kept[0]) not in mapping.kept[1]:
        return None
    currency = row.currency(*mapping.of("currency")) if mapping.of("currency") else mapping.currency
    if not currency:
        return None
    number = row.text(*mapping.of("number"))
    charges = tuple(_charges(row, mapping, currency, warnings))
    line = BillLine(
        row=row.number,
        number=number[:MOST],
        currency=currency,
        charges=charges,
        others=tuple(dict.fromkeys(each[:MOST] for name in mapping.of("others") if (each := row.text(name)))),
        bill=row.text(*mapping.of("bill"))[:MOST],
        billed_on=_day(row, mapping),
        weight_g=_grams(row, mapping, "weight"),
        billed_g=_grams(row, mapping, "billed"),
        zone=row.text(*mapping.of("zone"))[:MOST],
        country=row.text(*mapping.of("country"))[:MOST],
        service=row.text(*mapping.of("service"))[:MOST],
    )
    _total(row, mapping, line, warnings)
    return line


def _charges(row: Row, mapping: BillMapping, currency: str, warnings: list[BillWarning]) -> Iterator[Charged]:
    for kind, columns in mapping.charges.items():
        for column in columns:
            amount = _amount(row, currency, column)
            if amount:
                yield Charged(kind, column[:MOST], amount)
    for pair in mapping.pairs:
        amount, word = _amount(row, currency, pair.amount), row.text(pair.word)
        if amount:
            yield Charged(_kind(row, mapping, word, warnings), word[:MOST], amount)
        tax = _amount(row, currency, pair.tax) if pair.tax else 0
        if tax:
            yield Charged(Charge.SERVICE_TAX, word[:MOST], tax)
    if mapping.of("amount"):
        word = row.text(*mapping.of("word"))
        amount = _amount(row, currency, *mapping.of("amount"))
        if amount:
            yield Charged(_kind(row, mapping, word, warnings), word[:MOST], amount)


def _kind(row: Row, mapping: BillMapping, word: str, warnings: list[BillWarning]) -> Charge:
    known = mapping.kind(word)
    if known is not None:
        return known
    detail = f"`{quoted(word)}` is not known here and counts as another charge"
    warnings.append(BillWarning(row=row.number, code="unknown_word", word=word[:MOST], detail=detail))
    return Charge.OTHER


def _amount(row: Row, currency: str, *names: str) -> int:
    """Minor units, 0 when blank or bad; a fault beyond all bounds."""
    amount = row.decimal(*names)
    if amount is None:
        return 0
    minor = int(amount.scaleb(exponents()[currency]).to_integral_value(rounding=ROUND_HALF_UP))
    if abs(minor) > MOST_MINOR:
        row.bad(row.column(*names), "bad_amount", f"`{amount}` is too large; check the decimal mark")
        return 0
    return minor


def _grams(row: Row, mapping: BillMapping, which: str) -> int | None:
    for unit, factor in (("kg", KILOGRAM), ("g", Decimal(1))):
        names = mapping.of(f"{which}_{unit}")
        weight = row.decimal(*names) if names else None
        if weight is None:
            continue
        grams = int((weight * factor).to_integral_value(rounding=ROUND_HALF_UP))
        if 0 <= grams <= MOST_G:
            return grams
        row.bad(row.column(*names), "bad_weight", f"`{weight}` is no weight; check the unit of the column")
    return None


def _day(row: Row, mapping: BillMapping) -> str:
    at = row.moment(*mapping.of("billed_on"), zone=UTC) if mapping.of("billed_on") else None
    return "" if at is None else at.date().isoformat()


def _total(row: Row, mapping: BillMapping, line: BillLine, warnings: list[BillWarning]) -> None:
    names: Sequence[str] = mapping.of("total")
    if not names or not row.text(*names):
        return
    stated = _amount(row, line.currency, *names)
    # Each amount may have been rounded by half a minor unit.
    if abs(stated - line.total) > len(line.charges):
        detail = f"the row says {stated} in all, and its charges are {line.total} (minor units)"
        warnings.append(BillWarning(row=row.number, code="total_differs", word=row.column(*names), detail=detail))
