"""Parcels with a number, their papers, and what carriers tell."""

from sqlalchemy import Boolean, Column, Index, LargeBinary, PrimaryKeyConstraint, Table, UniqueConstraint, text

from engine.store.tables.naming import at, code, key, maybe_at, maybe_code, merchant, one_of, prose, small, whole
from fulfillment.states import Voyage
from fulfillment.store.tables.metadata import METADATA

UNKNOWN = text("is_known IS FALSE")

SHIPMENT = Table(
    "shipment",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("fulfilment_id"),
    code("parcel_id"),
    code("carrier"),
    code("service"),
    code("service_id"),  # of a service of data/shipping
    code("number"),
    code("state"),
    code("status"),  # the tracking word that counts
    maybe_at("status_at"),
    small("order_version"),
    maybe_code("manifest_id"),
    maybe_at("recalled_at"),
    at("created_at"),
    one_of("state", *Voyage),
    # Orders that share a parcel have its number each.
    UniqueConstraint("order_id", "number"),
    Index("ix_shipment_order", "merchant_id", "order_id"),  # without the merchant, SQLite took that of numbers
    Index("ix_shipment_number", "merchant_id", "number"),
)

SERIAL = Table(
    "serial",
    METADATA,
    merchant(),  # `*`: a carrier gives a range to the whole installation
    code("service"),
    code("country"),
    whole("upcoming"),
    PrimaryKeyConstraint("merchant_id", "service", "country"),
)

DOCUMENT = Table(
    "document",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("subject"),
    code("kind"),
    code("media_type"),
    Column("content", LargeBinary, nullable=False),
    at("created_at"),
    Index("ix_document_subject", "subject", "kind"),
)

MANIFEST = Table(
    "manifest",
    METADATA,
    key("id"),
    merchant(),
    code("carrier"),
    small("parcels"),
    at("created_at"),
    code("created_by"),
)

TRACKING = Table(
    "tracking_event",
    METADATA,
    key("id"),  # a digest of what happened, so that the same told twice is one row
    merchant(),
    code("order_id"),
    code("shipment_id"),
    code("status"),
    code("carrier_code"),
    code("reason"),
    prose("location"),
    prose("country"),
    prose("local"),
    prose("zone_from"),
    prose("source"),
    prose("data"),  # a JSON object without personal values
    prose("read_by"),
    Column("is_known", Boolean, nullable=False),
    maybe_at("void_at"),
    prose("void_by"),
    prose("void_why"),
    at("at"),
    at("received_at"),
    Index("ix_tracking_event_shipment", "shipment_id", "at"),
    Index("ix_tracking_event_unknown", "merchant_id", postgresql_where=UNKNOWN, sqlite_where=UNKNOWN),
)
