"""Money that came and went."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentEntry:
    """One movement of money or of a promise of it; minor units. `reference` is the gateway's own.

    `subject` is what it is about: the gateway's name of the payment, authorisation or dispute. `expires_at` is that of
    an authorisation.
    """

    id: str
    merchant_id: str
    order_id: str
    kind: str
    amount: int
    currency: str
    reference: str
    at: datetime
    received_at: datetime
    subject: str = ""
    gateway: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money that goes back; minor units. `gateway_reference` is known once the gateway has told of it."""

    id: str
    merchant_id: str
    order_id: str
    amount: int
    currency: str
    reason: str
    created_at: datetime
    state: str = "requested"
    sent_at: datetime | None = None
    gateway_reference: str = ""
