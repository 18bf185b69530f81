"""Adyen: the settlement details report, one batch or several, columns in any order.

Columns and journal types: Adyen Docs, "Settlement details report" and "Journal types" (read in November 2026). GC is
the gross currency of the payment, NC the net currency of the settlement. The fee is the sum of four columns, a cost;
net is gross less fee. Where gross and net differ in currency, the gross amount in NC is net and fee together.
"""

from collections.abc import Mapping
from datetime import tzinfo

from fulfillment.payments.settlement.readers.drafting import NOT_EXCHANGED, Draft, Exchanged
from fulfillment.payments.settlement.readers.sheet import Needed, Row, open_sheet
from fulfillment.payments.settlement.report import LineKind, References, SettlementLine, SettlementReport

PROVIDER = "adyen"
NEEDED: Needed = (
    ("Psp Reference",),
    ("Merchant Reference",),
    ("Type",),
    ("Net Currency",),
    ("Net Debit (NC)",),
    ("Net Credit (NC)",),
    ("Batch Number",),
)
FORMATS = ("%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M", "%d-%m-%Y %H:%M:%S")
FEES = ("Commission (NC)", "Markup (NC)", "Scheme Fees (NC)", "Interchange (NC)")
KINDS: Mapping[str, LineKind] = {
    "settled": LineKind.SALE,
    "settledreversed": LineKind.SALE,
    "settledbulk": LineKind.SALE,
    "bulksettled": LineKind.SALE,
    "captured": LineKind.SALE,
    "refunded": LineKind.REFUND,
    "refundedbulk": LineKind.REFUND,
    "refundedreversed": LineKind.REFUND,
    "refundedinstallment": LineKind.REFUND,
    "chargeback": LineKind.CHARGEBACK,
    "secondchargeback": LineKind.CHARGEBACK,
    "chargebackexternallywithinfo": LineKind.CHARGEBACK,
    "chargebackreversed": LineKind.CHARGEBACK_REVERSAL,
    "chargebackreversedexternallywithinfo": LineKind.CHARGEBACK_REVERSAL,
    "fee": LineKind.FEE,
    "misccosts": LineKind.FEE,
    "paymentcost": LineKind.FEE,
    "authorisationschemefee": LineKind.FEE,
    "advancementcommission": LineKind.FEE,
    "invoicededuction": LineKind.FEE,
    "depositcorrection": LineKind.RESERVE,
    "reserveadjustment": LineKind.RESERVE,
    "balancetransfer": LineKind.RESERVE,  # what one batch keeps back, or could not pay, the next one carries
    "merchantpayout": LineKind.PAYOUT,
    "internalcompanypayout": LineKind.PAYOUT,
    "bankinstructionreturned": LineKind.PAYOUT,
    "matchedstatement": LineKind.ADJUSTMENT,
    "manualcorrected": LineKind.ADJUSTMENT,
    "paidout": LineKind.ADJUSTMENT,
    "paidoutreversed": LineKind.ADJUSTMENT,
    "bppaidout": LineKind.ADJUSTMENT,
    "networktokenizationfee": LineKind.FEE,
}


def read(content: bytes, name: str) -> SettlementReport:
    """The report of a file. Raises ReportRejected."""
    draft = Draft(PROVIDER, name, content)
    sheet = open_sheet(content, NEEDED, draft.faults)
    sheet.formats = FORMATS
    for row in sheet.rows():
        _take(draft, row)
    return draft.report()


def _take(draft: Draft, row: Row) -> None:
    word = row.text("Type")
    currency = row.currency("Net Currency")
    kind = draft.kind(row.number, word, KINDS)
    net = _difference(row, currency, "Net Credit (NC)", "Net Debit (NC)")
    parts = tuple((name, -part) for name in FEES if (part := row.amount(currency, name)))
    fee = sum(part for _, part in parts)
    gross, was = _gross(row, currency, net - fee)
    zone = row.zone("TimeZone")
    line = SettlementLine(
        row=row.number,
        kind=kind,
        word=word,
        currency=currency,
        gross=gross,
        fee=fee,
        at=row.moment("Creation Date", zone=zone),
        references=References(
            # Rows of the account have a remark in this column, and no payment.
            merchant=row.text("Merchant Reference") if row.text("Psp Reference") else "",
            metadata=row.text("Merchant Order Reference"),
            payment=row.text("Psp Reference"),
            modification=row.text("Modification Reference"),
        ),
        batch=row.text("Batch Number"),
        available_at=row.moment("Booking Date", zone=_booking_zone(row, zone)),
        text=row.short("Payment Method") or row.short("Merchant Reference"),
        stated_net=net,
        fee_parts=parts,
        original_currency=was.currency,
        original_amount=was.amount,
        exchange_rate=was.rate,
    )
    draft.lines.append(line)
    if kind is LineKind.PAYOUT and net < 0:
        draft.total(row.number, line.batch, currency, -net)


def _booking_zone(row: Row, zone: tzinfo) -> tzinfo:
    return row.zone("Booking Date TimeZone", otherwise=zone)


def _difference(row: Row, currency: str, credit: str, debit: str) -> int:
    return (row.amount(currency, credit) or 0) - (row.amount(currency, debit) or 0)


def _gross(row: Row, currency: str, reckoned: int) -> tuple[int, Exchanged]:
    """Gross in the net currency, and what it was before an exchange. Account-level rows have no gross amount."""
    if not row.text("Gross Debit (GC)", "Gross Credit (GC)"):
        return reckoned, NOT_EXCHANGED
    sold = row.currency("Gross Currency")
    amount = _difference(row, sold, "Gross Credit (GC)", "Gross Debit (GC)")
    if sold == currency:
        return amount, NOT_EXCHANGED
    return reckoned, Exchanged(sold, amount, row.rate("Exchange Rate"))
