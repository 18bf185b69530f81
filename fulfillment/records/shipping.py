"""Rate cards that a merchant imported."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingRate:
    """A card as it is kept, and never changed: one of the same service, zone and first day that is entered later counts
    instead. Days are ISO text, `valid_until` "" where no end is stated; `data` has the rest of the card."""

    id: str
    merchant_id: str
    service: str
    zone: str
    currency: str
    valid_from: str
    valid_until: str
    data: Mapping[str, object]
    entered_at: datetime
    entered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnService:
    """A service that a merchant stated, as the YAML text of one service; the highest version counts, "" withdraws
    it."""

    id: str
    merchant_id: str
    service: str
    version: int
    text: str
    entered_at: datetime
    entered_by: str
