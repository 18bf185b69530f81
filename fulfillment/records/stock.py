"""What lies on shelves, where exactly, what of it is kept for orders, and every movement that made it so."""

from dataclasses import dataclass
from datetime import datetime

NEVER = "9999-12-31"  # the last day of what does not spoil


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """Pieces of one article in one warehouse. `reserved` are kept for orders; `blocked` are in quarantine or out of
    date and not reserved; the two together never exceed `on_hand`.
    """

    merchant_id: str
    sku: str
    warehouse: str
    on_hand: int
    reserved: int = 0
    blocked: int = 0

    @property
    def free(self) -> int:
        """What may be reserved."""
        return self.on_hand - self.reserved - self.blocked


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Pieces of one lot in one bin; both are empty where nobody keeps them apart. `rank`: lower ones are picked first.

    `blocked` says why its unreserved pieces may not be given: `quarantine`, `expired`, or empty. `expires_on` is the
    lot's last day, ISO 8601.
    """

    merchant_id: str
    sku: str
    warehouse: str
    bin: str
    lot: str
    on_hand: int
    reserved: int = 0
    blocked: str = ""
    expires_on: str = NEVER
    rank: int = 0

    @property
    def free(self) -> int:
        """Pieces that no order has, blocked or not."""
        return self.on_hand - self.reserved


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Pieces that came to a place (positive) or left it (negative), why, and by whom. It is only ever added to."""

    id: str
    merchant_id: str
    sku: str
    warehouse: str
    bin: str
    lot: str
    pieces: int
    reason: str
    reference: str
    actor: str
    at: datetime
    dedup: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """Pieces kept for one order: `wanted` while there are too few, then held, and released, lapsed or consumed.

    Held ones with an `expires_at` lapse then, unless the order goes on before.
    """

    id: str
    merchant_id: str
    order_id: str
    fulfilment_id: str
    sku: str
    warehouse: str
    quantity: int
    state: str
    created_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """From which bin and lot pieces of a reservation are to be taken."""

    reservation_id: str
    bin: str
    lot: str
    merchant_id: str
    quantity: int
