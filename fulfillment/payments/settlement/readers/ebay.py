"""eBay: the transaction report as CSV, and documents of the Finances API as JSON.

Columns: the transaction report of the Seller Hub (November 2026): remarks above the header, `--` for nothing, fees in
columns of their own and negative, gross in the transaction's currency, net in that of the payout.
"""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal

from engine.order.currency import exponents
from fulfillment.payments.settlement.readers import ebay_finances
from fulfillment.payments.settlement.readers.drafting import NOT_EXCHANGED, Draft, Exchanged, by_sign
from fulfillment.payments.settlement.readers.sheet import Needed, Row, open_sheet, plain
from fulfillment.payments.settlement.report import LineKind, References, SettlementLine, SettlementReport

PROVIDER = "ebay"
NEEDED: Needed = (
    ("Transaction creation date",),
    ("Type",),
    ("Order number",),
    ("Net amount",),
    ("Payout currency",),
    ("Payout ID",),
    ("Gross transaction amount",),
    ("Transaction currency",),
)
FORMATS = ("%b %d, %Y", "%d %b %Y", "%d-%b-%y", "%d-%b-%Y", "%d %B %Y", "%B %d, %Y")
BLANKS = frozenset({"", "--", "-"})
_FEE = re.compile(r"\b(?:fee|fees|donation)\b")
KINDS: Mapping[str, LineKind] = {
    "order": LineKind.SALE,
    "sale": LineKind.SALE,
    "refund": LineKind.REFUND,
    "claim": LineKind.CHARGEBACK,
    "payment dispute": LineKind.CHARGEBACK,
    "dispute": LineKind.CHARGEBACK,
    "shipping label": LineKind.FEE,
    "postage label": LineKind.FEE,
    "other fee": LineKind.FEE,
    "charge": LineKind.FEE,
    "fee": LineKind.FEE,
    "hold": LineKind.RESERVE,
    "reserve": LineKind.RESERVE,
    "payout": LineKind.PAYOUT,
    "withdrawal": LineKind.PAYOUT,
    "adjustment": LineKind.ADJUSTMENT,
    "transfer": LineKind.ADJUSTMENT,
    "credit": LineKind.ADJUSTMENT,
    "loan repayment": LineKind.ADJUSTMENT,
}


def read(content: bytes, name: str) -> SettlementReport:
    """The report of a CSV file, or of JSON when it begins as one. Raises ReportRejected."""
    if ebay_finances.looks_like(content):
        return ebay_finances.read(content, name)
    draft = Draft(PROVIDER, name, content)
    sheet = open_sheet(content, NEEDED, draft.faults)
    sheet.formats, sheet.blanks = FORMATS, BLANKS
    fees = tuple(sorted(header for header in sheet.headers if _FEE.search(plain(header))))
    for row in sheet.rows():
        _take(draft, row, fees)
    return draft.report()


def _take(draft: Draft, row: Row, fees: tuple[str, ...]) -> None:
    word = row.text("Type")
    if not row.text("Net amount"):
        if row.text("Gross transaction amount"):
            row.bad("Net amount", "missing", "the row has a gross amount and no net amount; download the file again")
        else:
            draft.warn(row.number, "no_money_moved", word, "one article of an order, whose own row has the amounts")
        return
    currency = row.currency("Payout currency", "Transaction currency")
    net = row.needed(currency, "Net amount")
    gross, parts, was = _gross(row, currency, net, fees)
    kind = by_sign(net, _penalised(draft.kind(row.number, word, KINDS), row))
    batch = row.text("Payout ID")
    draft.lines.append(
        SettlementLine(
            row=row.number,
            kind=kind,
            word=word,
            currency=currency,
            gross=gross,
            fee=sum(part for _, part in parts),
            at=row.moment("Transaction creation date"),
            references=References(
                merchant=row.text("Order number"),
                metadata=row.text("Legacy order ID"),
                payment=row.text("Transaction ID"),
                modification=row.text("Reference ID"),
            ),
            batch=batch,
            original_currency=was.currency,
            original_amount=was.amount,
            exchange_rate=was.rate,
            available_at=row.moment("Payout date"),
            text=row.short("Description"),
            stated_net=net,
            fee_parts=parts,
        )
    )
    if kind is LineKind.PAYOUT and net < 0:
        draft.total(row.number, batch, currency, -net)


def _penalised(kind: LineKind, row: Row) -> LineKind:
    """A charge that its description calls a penalty is one."""
    fined = kind is LineKind.FEE and re.search(r"penalt|violation|\bfine\b", row.text("Description").casefold())
    return LineKind.PENALTY if fined else kind


def _gross(
    row: Row, currency: str, net: int, fees: tuple[str, ...]
) -> tuple[int, tuple[tuple[str, int], ...], Exchanged]:
    """Gross and fees in the payout's currency. Fees of another currency are exchanged together at the row's rate, so
    that only one rounding lies between; gross is what is left, so that the row adds up to its net."""
    sold = row.currency("Transaction currency") if row.text("Transaction currency") else currency
    if not row.text("Gross transaction amount"):
        return net, (), NOT_EXCHANGED
    gross = row.amount(sold, "Gross transaction amount") or 0
    parts = tuple((header, part) for header in fees if (part := row.amount(sold, header)))
    if sold == currency:
        return gross, parts, NOT_EXCHANGED
    rate = row.rate("Exchange rate")
    if rate is None:
        row.bad("Exchange rate", "missing", f"the row is in {sold} and paid in {currency}; write the rate")
        return net, (), NOT_EXCHANGED
    fee = exchange(sum(part for _, part in parts), sold, currency, rate)
    exchanged = [(header, exchange(part, sold, currency, rate)) for header, part in parts]
    if exchanged:
        rest = fee - sum(part for _, part in exchanged[:-1])
        exchanged[-1] = (exchanged[-1][0], rest)
    return net - fee, tuple(exchanged), Exchanged(sold, gross, rate)


def exchange(amount: int, sold: str, currency: str, rate: Decimal) -> int:
    """Minor units in another currency, rounded half to even. Zero when a currency is unknown, which is a fault."""
    known = exponents()
    if sold not in known or currency not in known:
        return 0
    major = Decimal(amount).scaleb(-known[sold]) * rate
    return int(major.scaleb(known[currency]).to_integral_value(ROUND_HALF_EVEN))
