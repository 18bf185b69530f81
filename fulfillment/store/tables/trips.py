"""Ways of parcels, and what was counted of lanes: a histogram of whole days, and of how trips ended."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, text

from engine.store.tables.naming import at, code, key, maybe_at, merchant, prose, small
from fulfillment.store.tables.metadata import METADATA

WATCHED = text("look_at IS NOT NULL")

TRIP = Table(
    "parcel_trip",
    METADATA,
    key("shipment_id"),
    merchant(),
    code("order_id"),
    code("number"),
    code("carrier"),
    prose("service_id"),
    code("origin"),
    code("country"),
    at("left_at"),
    maybe_at("look_at"),
    prose("lines"),  # a JSON object: what the lane's counts hold of it
    Index("ix_parcel_trip_look", "look_at", postgresql_where=WATCHED, sqlite_where=WATCHED),
    Index("ix_parcel_trip_number", "merchant_id", "number"),
)

LANE_COUNT = Table(
    "lane_count",
    METADATA,
    merchant(),
    code("origin"),
    code("country"),
    code("carrier"),
    code("service_id"),
    code("what"),
    small("value"),
    small("parcels"),
    PrimaryKeyConstraint("merchant_id", "origin", "country", "carrier", "service_id", "what", "value"),
)
