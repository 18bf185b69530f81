"""A parcel's way as lanes are counted by, and how often what was seen on a lane."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelTrip:
    """The way of a parcel that left: from `origin` to `country` (ISO 3166-1 alpha-2) by a carrier's service, which is
    empty where none was chosen.

    `lines` is what the lane's counts hold of it, empty while nothing does: taken out and put in again when its end is
    corrected. `look_at` is when somebody has to look whether it is silent or late, None once it ended.
    """

    shipment_id: str
    merchant_id: str
    order_id: str
    number: str
    carrier: str
    service_id: str
    origin: str
    country: str
    left_at: datetime
    look_at: datetime | None = None
    lines: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneCount:
    """`parcels` on a lane of which `what` was seen, with `value` where it is a number (of days)."""

    merchant_id: str
    carrier: str
    service_id: str
    origin: str
    country: str
    what: str
    value: int
    parcels: int
