"""A line of the ledger, as it is written now."""

from engine.ids import Prefix
from fulfillment.casefile import CaseFile
from fulfillment.records import PaymentEntry


def movement(file: CaseFile, kind: str, amount: int, currency: str, reference: str) -> PaymentEntry:
    """A line of the ledger, of now; `amount` in minor units."""
    return PaymentEntry(
        id=file.ids.new(Prefix.PAYMENT_EVENT),
        merchant_id=file.merchant,
        order_id=file.order_id,
        kind=kind,
        amount=amount,
        currency=currency,
        reference=reference,
        at=file.now,
        received_at=file.now,
    )
