"""What lies on shelves, and what of it is kept for orders."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """Pieces of one article in one warehouse; `reserved` never exceeds `on_hand`."""

    merchant_id: str
    sku: str
    warehouse: str
    on_hand: int
    reserved: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """Pieces kept for one order: `wanted` while there are too few, then held, and released or consumed."""

    id: str
    merchant_id: str
    order_id: str
    fulfilment_id: str
    sku: str
    warehouse: str
    quantity: int
    state: str
    created_at: datetime
