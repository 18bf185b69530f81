"""Warehouses, their bins, the lots that lie there, and how orders are shared out among them."""

from dataclasses import dataclass
from datetime import datetime

from fulfillment.records.stock import NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Warehouse:
    """Where goods lie and leave from. Lists (`serves`, `carriers`) are words set apart by spaces; no word, no limit.

    `cut_off` is local time (HH:MM) in `time_zone`, `days` the ISO weekdays on which parcels leave. Costs are minor
    units of `currency`: `handling` and `parcel_…` once a parcel, `handling_piece` a piece, `border` where goods cross
    a customs border.

    An order takes `handling_days` working days from being free to go until it leaves. Nobody works on public holidays
    of the country and region, unless `works_on_holidays`, nor on the days in `closed` (YYYY-MM-DD, spaces between).
    """

    merchant_id: str
    code: str
    country: str
    name: str = ""
    address: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    time_zone: str = "UTC"
    cut_off: str = "16:00"
    days: str = "12345"
    serves: str = ""
    carriers: str = ""
    dangerous_goods: int = 1
    currency: str = "EUR"
    handling: int = 0
    handling_piece: int = 0
    parcel_home: int = 0
    parcel_union: int = 0
    parcel_abroad: int = 0
    border: int = 0
    is_open: int = 1
    handling_days: int = 1
    closed: str = ""
    works_on_holidays: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """A place in a warehouse with a code on it. `max_weight_g` 0 is no limit."""

    merchant_id: str
    warehouse: str
    code: str
    zone: str = ""
    aisle: str = ""
    place: str = ""
    level: str = ""
    kind: str = "pick"
    max_weight_g: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Pieces that were made together. `state`: good, quarantined or expired."""

    merchant_id: str
    sku: str
    code: str
    received_at: datetime
    expires_on: str = NEVER
    state: str = "good"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingTerms:
    """How a merchant's orders are shared out: `policy` nearest, cheapest or fewest; `split` never, when_needed or
    always_cheapest."""

    merchant_id: str
    policy: str = "nearest"
    split: str = "when_needed"
