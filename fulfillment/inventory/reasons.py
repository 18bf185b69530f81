"""Why pieces come to a place or leave it: the words of the stock ledger."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Reason(StrEnum):
    """What a movement is for. `opening` is stock that was there when its keeping began."""

    OPENING = "opening"
    RECEIVED = "received"
    SHIPPED = "shipped"
    RETURNED = "returned"
    MOVED = "moved"
    QUARANTINED = "quarantined"
    RELEASED = "released"
    COUNTED = "counted"
    NOT_FOUND = "not_found"
    DAMAGED = "damaged"
    LOST = "lost"
    FOUND = "found"
    EXPIRED = "expired"
    SAMPLE = "sample"
    CORRECTION = "correction"
    TRANSFER_OUT = "transfer_out"
    TRANSFER_IN = "transfer_in"


# What a person may give for an adjustment, and the signs that make sense with it.
ADJUSTMENTS: dict[Reason, tuple[int, ...]] = {
    Reason.DAMAGED: (-1,),
    Reason.LOST: (-1,),
    Reason.FOUND: (1,),
    Reason.EXPIRED: (-1,),
    Reason.SAMPLE: (-1,),
    Reason.CORRECTION: (-1, 1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """What a movement is entered under: why, on whose word, when, and a `reference` such as an order or a delivery.

    With `dedup`, the merchant's own name of this movement, it is booked once however often it is told.
    """

    reason: Reason
    actor: str
    at: datetime
    reference: str = ""
    dedup: str | None = None
