"""What may end a shortage: goods on their way, articles that can stand in, and what was chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedReceipt:
    """Pieces on their way to a warehouse. `received`: how many of them have come."""

    id: str
    merchant_id: str
    sku: str
    warehouse: str
    quantity: int
    due_at: datetime
    reference: str
    received: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitute:
    """An article that may stand in for another; `extra` is what a piece costs more (minor units of `currency`)."""

    merchant_id: str
    sku: str
    stand_in: str
    extra: int = 0
    currency: str = "EUR"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortageChoice:
    """What was chosen for an order that is short. A substitute is `asked` until the customer has answered."""

    id: str
    merchant_id: str
    order_id: str
    fulfilment_id: str
    kind: str
    state: str
    created_at: datetime
    created_by: str
    data: Mapping[str, object] = field(default_factory=dict)
    answered_at: datetime | None = None
