"""Connections to carriers, what was booked by them, pick-ups, and manifests that were told to them."""

from sqlalchemy import BigInteger, Column, Index, PrimaryKeyConstraint, Table, UniqueConstraint, text

from engine.store.tables.naming import at, code, key, maybe_at, maybe_bytes, merchant, one_of, prose, small, whole
from fulfillment.carriers.words import AdapterName, BookingState, PickupState, SendingState
from fulfillment.channels.words import Power
from fulfillment.store.tables.metadata import METADATA

FOR_PEOPLE = text("state IN ('refused', 'lost', 'void_refused')")

CARRIER_CONNECTION = Table(
    "carrier_connection",
    METADATA,
    key("id"),
    merchant(),
    code("adapter"),
    code("name"),
    prose("endpoint"),
    prose("services"),  # JSON objects
    prose("settings"),
    prose("named"),
    maybe_bytes("sealed"),
    small("live_rates", 1),
    code("power"),
    prose("why"),
    small("version", 1),
    at("created_at"),
    code("created_by"),
    at("changed_at"),
    one_of("adapter", *AdapterName),
    one_of("power", *Power),
    UniqueConstraint("merchant_id", "name"),
)

CARRIER_BOOKING = Table(
    "carrier_booking",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("fulfilment_id"),
    code("parcel_id"),
    code("connection_id"),
    code("service_id"),
    code("product"),
    code("reference"),
    small("order_version"),
    code("state"),
    small("unsure"),
    small("tries"),
    code("number"),
    code("remote"),
    Column("charge_minor", BigInteger),
    code("charge_currency"),
    code("why"),
    code("error_code"),
    prose("error"),
    at("created_at"),
    maybe_at("tried_at"),
    maybe_at("ended_at"),
    one_of("state", *BookingState),
    UniqueConstraint("merchant_id", "reference"),
    Index("ix_carrier_booking_part", "merchant_id", "fulfilment_id"),
    Index("ix_carrier_booking_order", "merchant_id", "order_id"),
    Index("ix_carrier_booking_people", "merchant_id", "id", postgresql_where=FOR_PEOPLE, sqlite_where=FOR_PEOPLE),
    Index("ix_carrier_booking_connection", "connection_id", "state"),
)

PICKUP = Table(
    "carrier_pickup",
    METADATA,
    key("id"),
    merchant(),
    code("connection_id"),
    code("warehouse"),
    code("day"),
    code("slot"),
    code("ready"),
    code("closes"),
    code("zone"),
    small("parcels"),
    whole("weight_g"),
    code("product"),
    prose("spot"),
    prose("note"),
    code("state"),
    small("unsure"),
    code("remote"),
    code("coming_day"),
    code("why"),
    code("error_code"),
    prose("error"),
    at("created_at"),
    code("created_by"),
    maybe_at("ended_at"),
    one_of("state", *PickupState),
    # One a day and place, unless more are wished for: those have their own id as slot, and so do those that ended.
    UniqueConstraint("connection_id", "warehouse", "day", "slot"),
    Index("ix_carrier_pickup_day", "merchant_id", "day"),
)

MANIFEST_SENDING = Table(
    "manifest_sending",
    METADATA,
    code("manifest_id"),
    code("connection_id"),
    merchant(),
    code("state"),
    code("remote"),
    prose("error"),
    at("created_at"),
    maybe_at("ended_at"),
    PrimaryKeyConstraint("manifest_id", "connection_id"),
    one_of("state", *SendingState),
)
