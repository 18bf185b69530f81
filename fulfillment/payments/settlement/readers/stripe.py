"""Stripe: payout reconciliation and balance change reports, itemized, and the balance history of the dashboard.

Columns: Stripe Docs, "Report types". Words: `reporting_category` of report runs and `type` of balance transactions in
Stripe's OpenAPI, as its client libraries list them (read in November 2026); `currency_conversion` and
`issuing_disbursement` were not found there. Which of our kinds they are is our reading. Amounts are in major units;
`fee` is a cost, so that net is gross less fee. `payment_metadata[…]` columns are a merchant's own.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from fulfillment.payments.settlement.readers.drafting import NOT_EXCHANGED, Draft, Exchanged
from fulfillment.payments.settlement.readers.sheet import Needed, Row, Sheet, open_sheet
from fulfillment.payments.settlement.report import LineKind, References, SettlementLine, SettlementReport

PROVIDER = "stripe"
NEEDED: Needed = (
    ("balance_transaction_id", "id"),
    ("reporting_category", "Type"),
    ("currency",),
    ("gross", "Amount"),
    ("fee",),
    ("net",),
)
FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S %z", "%m/%d/%Y %H:%M")
# Under these keys merchants keep their order's name; the first that is filled is taken.
ORDER_KEYS = ("order_id", "order_number", "order", "orderid", "merchant_reference", "external_identifier", "reference")
_METADATA = "metadata["
KINDS: Mapping[str, LineKind] = {
    "charge": LineKind.SALE,
    "payment": LineKind.SALE,
    "charge_failure": LineKind.SALE,
    "payment_failure_refund": LineKind.SALE,
    "partial_capture_reversal": LineKind.SALE,
    "refund": LineKind.REFUND,
    "payment_refund": LineKind.REFUND,
    "refund_failure": LineKind.REFUND,
    "dispute": LineKind.CHARGEBACK,
    "dispute_reversal": LineKind.CHARGEBACK_REVERSAL,
    "fee": LineKind.FEE,
    "stripe_fee": LineKind.FEE,
    "stripe_fx_fee": LineKind.FEE,
    "network_cost": LineKind.FEE,
    "tax": LineKind.TAX_WITHHELD,
    "tax_fee": LineKind.TAX_WITHHELD,
    "risk_reserved_funds": LineKind.RESERVE,
    "connect_reserved_funds": LineKind.RESERVE,
    "reserve_transaction": LineKind.RESERVE,
    "reserved_funds": LineKind.RESERVE,
    "reserve_hold": LineKind.RESERVE,
    "reserve_release": LineKind.RESERVE,
    "payment_network_reserve_hold": LineKind.RESERVE,
    "payment_network_reserve_release": LineKind.RESERVE,
    "payout_minimum_balance_hold": LineKind.RESERVE,
    "payout_minimum_balance_release": LineKind.RESERVE,
    "payout": LineKind.PAYOUT,
    "payout_reversal": LineKind.PAYOUT,
    "payout_failure": LineKind.PAYOUT,
    "payout_cancel": LineKind.PAYOUT,
    "currency_conversion": LineKind.EXCHANGE,
    **dict.fromkeys(
        (
            "other_adjustment", "adjustment", "topup", "topup_reversal", "transfer", "transfer_reversal",
            "transfer_cancel", "transfer_failure", "transfer_refund", "application_fee", "application_fee_refund",
            "contribution", "financing_payout", "financing_payout_reversal", "financing_paydown",
            "financing_paydown_reversal", "platform_earning", "platform_earning_refund", "advance", "advance_funding",
            "anticipation_repayment", "climate_order_purchase", "climate_order_refund", "connect_collection_transfer",
            "unreconciled_customer_funds", "issuing_authorization_hold", "issuing_authorization_release",
            "issuing_transaction", "issuing_dispute", "issuing_disbursement",
        ),
        LineKind.ADJUSTMENT,
    ),
}  # fmt: skip


def read(content: bytes, name: str) -> SettlementReport:
    """The report of a file. Raises ReportRejected."""
    draft = Draft(PROVIDER, name, content)
    sheet = open_sheet(content, NEEDED, draft.faults)
    sheet.formats = FORMATS
    keys = _order_keys(sheet)
    if not sheet.has("created_utc", "Created (UTC)") and sheet.has("created"):
        draft.warn(0, "zone_not_stated", "created", "the file does not say the zone of its dates; they count as UTC")
    for row in sheet.rows():
        _take(draft, row, keys)
    return draft.report()


def _take(draft: Draft, row: Row, keys: Sequence[str]) -> None:
    word = row.text("reporting_category", "Type")
    currency = row.currency("currency")
    gross, fee = row.needed(currency, "gross", "Amount"), row.needed(currency, "fee")
    kind = draft.kind(row.number, word, KINDS)
    batch = row.text("automatic_payout_id", "Transfer")
    if kind is LineKind.PAYOUT:
        batch = batch or row.text("source_id", "Source")
    was = _original(row, currency, gross)
    line = SettlementLine(
        row=row.number,
        kind=kind,
        word=word,
        currency=currency,
        gross=gross,
        fee=-fee,
        at=row.moment("created_utc", "created", "Created (UTC)"),
        references=_references(row, keys),
        batch=batch,
        available_at=_available(row),
        text=row.short("description"),
        stated_net=row.needed(currency, "net"),
        original_currency=was.currency,
        original_amount=was.amount,
    )
    draft.lines.append(line)
    if kind is LineKind.PAYOUT and line.net < 0:
        draft.total(row.number, batch, currency, -line.net)


def _available(row: Row) -> datetime | None:
    return row.moment("available_on_utc", "available_on", "Available On (UTC)")


def _original(row: Row, currency: str, gross: int) -> Exchanged:
    """What the customer saw, where that was another currency."""
    if not row.text("customer_facing_currency"):
        return NOT_EXCHANGED
    shown = row.currency("customer_facing_currency")
    amount = row.amount(shown, "customer_facing_amount")
    if shown == currency or amount is None:
        return NOT_EXCHANGED
    return Exchanged(shown, abs(amount) if gross >= 0 else -abs(amount))


def _references(row: Row, keys: Sequence[str]) -> References:
    payment = row.text("payment_intent_id", "charge_id")
    charge = row.text("charge_id")
    source = row.text("source_id", "Source")
    return References(
        metadata=row.text(*keys) if keys else "",
        payment=payment or (source if source.startswith(("ch_", "py_", "pi_")) else ""),
        modification=source,
        others=tuple(each for each in dict.fromkeys((charge, row.text("invoice_id"))) if each and each != payment),
    )


def _order_keys(sheet: Sheet) -> tuple[str, ...]:
    """The metadata columns that name orders, best first: well-known keys, keys that speak of an order or a reference,
    and a single column of whatever key."""
    given = [header for header in sheet.headers if _METADATA in header.casefold()]
    given.sort(key=lambda header: not header.casefold().startswith("payment_"))
    keys = [(header, header.casefold().partition("[")[2].rstrip("]")) for header in given]
    known = [header for wanted in ORDER_KEYS for header, key in keys if key == wanted]
    likely = [header for header, key in keys if "order" in key] + [
        header for header, key in keys if key.endswith(("ref", "reference"))
    ]
    return tuple(dict.fromkeys((*known, *likely))) or tuple(given if len(given) == 1 else ())
