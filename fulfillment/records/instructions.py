"""What gateways are asked to do."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """`action`: capture, void or reauthorise. `authorisation` is the gateway's name of it; `amount` in minor units.
    `promised_at` is the gateway's time of the authorisation.

    `state`: requested, sent, or refused where the gateway could not take the amount.
    """

    id: str
    merchant_id: str
    order_id: str
    action: str
    authorisation: str
    gateway: str
    amount: int
    currency: str
    promised_at: datetime
    created_at: datetime
    state: str = "requested"
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentName:
    """A gateway's name of a payment, and the order that it is of."""

    merchant_id: str
    name: str
    order_id: str
