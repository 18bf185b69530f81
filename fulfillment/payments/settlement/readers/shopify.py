"""Shopify Payments: the transactions export, and the payouts export with one row a payout.

Columns: Shopify Help Center, "Exporting payouts and transactions", and public code that reads it; types: Shopify
Admin API, `ShopifyPaymentsTransactionType` (November 2026). In transactions the fee is a cost and net is amount less
fee; in payouts every column is signed and they add up to Total.
"""

from collections.abc import Mapping

from fulfillment.payments.settlement.readers.drafting import NOT_EXCHANGED, Draft, Exchanged, by_sign
from fulfillment.payments.settlement.readers.letters import text_of
from fulfillment.payments.settlement.readers.sheet import Needed, Row, header_in, open_sheet
from fulfillment.payments.settlement.report import LineKind, References, SettlementLine, SettlementReport

PROVIDER = "shopify"
TRANSACTIONS: Needed = (
    ("Transaction Date",),
    ("Type",),
    ("Order",),
    ("Amount",),
    ("Fee",),
    ("Net",),
    ("Currency",),
)
PAYOUTS: Needed = (("Payout Date",), ("Status",), ("Charges",), ("Refunds",), ("Fees",), ("Total",), ("Currency",))
FORMATS = ("%Y-%m-%d %H:%M:%S %z", "%Y/%m/%d", "%Y/%m/%d %H:%M:%S %z")
KINDS: Mapping[str, LineKind] = {
    "charge": LineKind.SALE,
    "adjustment": LineKind.ADJUSTMENT,
    "credit": LineKind.ADJUSTMENT,
    "debit": LineKind.ADJUSTMENT,
    "advance": LineKind.ADJUSTMENT,
    "advance_funding": LineKind.ADJUSTMENT,
    "chargeback_won": LineKind.CHARGEBACK_REVERSAL,
    "dispute_reversal": LineKind.CHARGEBACK_REVERSAL,
}
# Shopify names over a hundred types after what they are of; the first part that a name has tells.
FAMILIES: tuple[tuple[str, LineKind], ...] = (
    ("tax", LineKind.TAX_WITHHELD),
    ("fee", LineKind.FEE),
    ("shipping_label", LineKind.FEE),
    ("refund", LineKind.REFUND),
    ("chargeback", LineKind.CHARGEBACK),
    ("dispute", LineKind.CHARGEBACK),
    ("reserve", LineKind.RESERVE),
    ("payout", LineKind.PAYOUT),
    ("transfer", LineKind.PAYOUT),
    ("credit", LineKind.ADJUSTMENT),
    ("debit", LineKind.ADJUSTMENT),
    ("adjustment", LineKind.ADJUSTMENT),
)
PARTS: Mapping[str, LineKind] = {
    "Charges": LineKind.SALE,
    "Refunds": LineKind.REFUND,
    "Adjustments": LineKind.ADJUSTMENT,
    "Marketplace Sales Tax": LineKind.TAX_WITHHELD,
    "Advances": LineKind.ADJUSTMENT,
    "Reserved Funds": LineKind.RESERVE,
    "Fees": LineKind.FEE,
    "Retried Amount": LineKind.ADJUSTMENT,
}
PENDING = "pending"
NOT_PAID = frozenset({"failed", "canceled", "cancelled"})


def read(content: bytes, name: str) -> SettlementReport:
    """The report of either export. Raises ReportRejected.

    What is in no payout yet would stand in a later export again, as another line, so it is left out with a warning.
    """
    draft = Draft(PROVIDER, name, content)
    text = text_of(content, draft.faults)
    payouts = header_in(text, TRANSACTIONS, draft.faults) is None and header_in(text, PAYOUTS, draft.faults) is not None
    sheet = open_sheet(content, PAYOUTS if payouts else TRANSACTIONS, draft.faults)
    sheet.formats = FORMATS
    for row in sheet.rows():
        if payouts:
            _take_payout(draft, row)
        else:
            _take(draft, row)
    return draft.report()


def _take(draft: Draft, row: Row) -> None:
    word, status = row.text("Type"), row.text("Payout Status").casefold()
    if status == PENDING:
        detail = "this is in no payout yet and left out; it comes again with its payout in a later export"
        draft.warn(row.number, "not_settled_yet", status, detail)
        return
    currency = row.currency("Currency")
    gross, fee = row.needed(currency, "Amount"), row.needed(currency, "Fee")
    net = row.needed(currency, "Net")
    kind = by_sign(gross, _kind(draft, row, word))
    was = _presented(row, currency, gross)
    line = SettlementLine(
        row=row.number,
        kind=kind,
        word=word,
        currency=currency,
        gross=gross,
        fee=-fee,
        tax=-_tax_beside(row, currency, gross - fee, net),
        at=row.moment("Transaction Date"),
        references=References(merchant=row.text("Order"), payment=row.text("Checkout")),
        batch=_batch(row, currency),
        original_currency=was.currency,
        original_amount=was.amount,
        available_at=row.moment("Available On"),
        text=row.short("Payment Method Name", "Payment Method"),
        stated_net=net,
    )
    draft.lines.append(line)
    if kind is LineKind.PAYOUT and net < 0:
        draft.total(row.number, line.batch, currency, -net)


def _batch(row: Row, currency: str) -> str:
    """The payout; older exports do not name it, and there it is that of its day."""
    day = row.text("Payout Date")
    return row.text("Payout ID") or (f"{day} {currency}" if day else "")


def _kind(draft: Draft, row: Row, word: str) -> LineKind:
    name = "_".join(word.casefold().split())
    family = next((kind for part, kind in FAMILIES if part in name), None)
    if name in KINDS or family is None:
        return draft.kind(row.number, name if name in KINDS else word, KINDS)
    return family


def _tax_beside(row: Row, currency: str, less_fee: int, net: int) -> int:
    """VAT on the fee: part of it in most countries' exports, beside it in some; net tells which."""
    vat = row.amount(currency, "VAT") or 0
    return 0 if less_fee == net else vat


def _presented(row: Row, currency: str, gross: int) -> Exchanged:
    if not row.text("Presentment Currency"):
        return NOT_EXCHANGED
    shown = row.currency("Presentment Currency")
    amount = row.amount(shown, "Presentment Amount")
    if shown == currency or amount is None:
        return NOT_EXCHANGED
    return Exchanged(shown, abs(amount) if gross >= 0 else -abs(amount))


def _take_payout(draft: Draft, row: Row) -> None:
    """One payout: a line for each of its columns that is not zero, and one for what left for the bank."""
    currency, status = row.currency("Currency"), row.text("Status")
    total = row.needed(currency, "Total")
    at = row.moment("Payout Date")
    batch = row.text("Payout ID", "Bank Reference") or f"{row.text('Payout Date')} {currency}"
    amounts = [(word, kind, row.amount(currency, word) or 0) for word, kind in PARTS.items()]
    if status.casefold() in NOT_PAID:
        draft.warn(row.number, "not_paid", status, "this payout did not reach the bank and has no payout line")
    else:
        amounts.append(("Total", LineKind.PAYOUT, -total))
    for word, kind, amount in amounts:
        if amount:
            draft.lines.append(
                SettlementLine(
                    row=row.number,
                    kind=kind,
                    word=word,
                    currency=currency,
                    gross=amount,
                    at=at,
                    references=References(payment=row.text("Bank Reference")),
                    batch=batch,
                )
            )
    draft.total(row.number, batch, currency, total)
