"""Disputes of buyers with their banks."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """`reference` is the gateway's own name of it, `reason_code` the scheme's, `amount` in minor units.

    `stage`: inquiry or chargeback. `shift`: whether the issuer bears fraud (`yes`, `no`, `possible`, `unknown`).
    `digest` is that of the evidence that was submitted. `is_stated_due`: the gateway itself named the day.
    """

    id: str
    merchant_id: str
    order_id: str
    gateway: str
    reference: str
    scheme: str
    reason_code: str
    category: str
    stage: str
    amount: int
    currency: str
    shift: str
    state: str
    opened_at: datetime
    due_at: datetime
    is_stated_due: bool
    submitted_at: datetime | None = None
    digest: str = ""
    decided_at: datetime | None = None
    note: str = ""
