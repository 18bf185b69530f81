"""What an external warehouse was told to do, and what it has told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WmsWork:
    """The last word about a part of an order: `do`, `stop` (for now), `cancel` (for good) or `done`. `seq` grows with
    each word of a merchant. `data` is what is to be done, or why not.
    """

    merchant_id: str
    fulfilment_id: str
    order_id: str
    warehouse: str
    seq: int
    action: str
    digest: str
    data: Mapping[str, object]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WmsEvent:
    """An event of the warehouse that was taken. `event_id` is its own, `digest` that of its content."""

    merchant_id: str
    event_id: str
    kind: str
    digest: str
    at: datetime
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WmsSnapshot:
    """Stock levels that were held against the books as of `at`: how many, how many differed, how many of these were
    adjusted at once."""

    merchant_id: str
    snapshot_id: str
    warehouse: str
    digest: str
    at: datetime
    received_at: datetime
    levels: int
    differing: int
    adjusted: int
