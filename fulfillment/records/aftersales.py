"""Returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCase:
    """Goods on their way back. `lines`: number of the order's line -> pieces. `shipment_id`: in which parcel they left,
    where the carrier brings all of it back."""

    id: str
    merchant_id: str
    order_id: str
    origin: str
    reason: str
    state: str
    created_at: datetime
    lines: Mapping[str, int] = field(default_factory=dict)
    shipment_id: str | None = None
