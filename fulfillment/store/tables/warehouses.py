"""Warehouses, bins, lots, and how orders are shared out."""

from sqlalchemy import CheckConstraint, PrimaryKeyConstraint, Table

from engine.store.tables.naming import at, code, key, merchant, one_of, prose, small
from fulfillment.store.tables.metadata import METADATA

COSTS = ("handling", "handling_piece", "parcel_home", "parcel_union", "parcel_abroad", "border")
BIN_KINDS = ("pick", "reserve", "quarantine", "receiving")

WAREHOUSE = Table(
    "warehouse",
    METADATA,
    merchant(),
    code("code"),
    code("country"),
    code("name"),
    prose("address"),
    code("city"),
    code("region"),
    code("postcode"),
    code("time_zone"),
    code("cut_off"),
    code("days"),
    prose("serves"),
    prose("carriers"),
    small("dangerous_goods"),
    code("currency"),
    *(small(name) for name in COSTS),
    small("is_open", 1),
    small("handling_days", 1),  # working days from being free to go until it leaves
    prose("closed"),  # days on which nobody works, beside public holidays
    small("works_on_holidays"),
    PrimaryKeyConstraint("merchant_id", "code"),
    CheckConstraint(" AND ".join(f"{name} >= 0" for name in COSTS), name="costs"),
)

BIN = Table(
    "bin",
    METADATA,
    merchant(),
    code("warehouse"),
    code("code"),
    code("zone"),
    code("aisle"),
    code("place"),
    code("level"),
    code("kind"),
    small("max_weight_g"),
    PrimaryKeyConstraint("merchant_id", "warehouse", "code"),
    one_of("kind", *BIN_KINDS),
)

LOT = Table(
    "lot",
    METADATA,
    merchant(),
    code("sku"),
    code("code"),
    code("expires_on"),
    code("state"),
    at("received_at"),
    PrimaryKeyConstraint("merchant_id", "sku", "code"),
    one_of("state", "good", "quarantined", "expired"),
)

SHARING = Table(
    "sharing_terms",
    METADATA,
    key("merchant_id"),
    code("policy"),
    code("split"),
    one_of("policy", "nearest", "cheapest", "fewest"),
    one_of("split", "never", "when_needed", "always_cheapest"),
)
