"""Sources of tracking, the parcels that they follow, and parcels that somebody has to see to."""

from sqlalchemy import Boolean, Column, Index, PrimaryKeyConstraint, Table, UniqueConstraint, text

from engine.store.tables.naming import at, code, key, maybe_at, maybe_bytes, merchant, one_of, prose, small
from fulfillment.store.tables.metadata import METADATA
from fulfillment.tracking.sources.words import Power, SourceKind

ASKED, OPEN = text("next_at IS NOT NULL"), text("state = 'open'")

SOURCE = Table(
    "tracking_source",
    METADATA,
    key("id"),
    merchant(),
    code("kind"),
    code("name"),
    prose("endpoint"),
    prose("settings"),  # a JSON object
    prose("carriers"),  # a JSON list
    small("every_s"),
    prose("named"),  # a JSON object
    maybe_bytes("sealed"),
    code("power"),
    prose("why"),
    small("turn"),
    small("failures"),
    prose("error"),
    maybe_at("good_at"),
    small("version", 1),
    at("created_at"),
    code("created_by"),
    at("changed_at"),
    one_of("kind", *SourceKind),
    one_of("power", *Power),
    UniqueConstraint("merchant_id", "name"),
)

FOLLOWING = Table(
    "parcel_following",
    METADATA,
    code("source_id"),
    code("number"),
    merchant(),
    prose("remote"),
    maybe_at("registered_at"),
    maybe_at("asked_at"),
    maybe_at("next_at"),
    Column("unknown", Boolean, nullable=False),
    prose("refused"),
    PrimaryKeyConstraint("source_id", "number"),
    Index("ix_parcel_following_next", "source_id", "next_at", postgresql_where=ASKED, sqlite_where=ASKED),
    Index("ix_parcel_following_number", "merchant_id", "number"),
)

WATCH = Table(
    "parcel_watch",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("subject"),
    code("kind"),
    at("since"),
    at("due"),
    code("state"),
    at("opened_at"),
    maybe_at("closed_at"),
    prose("closed_by"),
    one_of("state", "open", "closed"),
    UniqueConstraint("subject", "kind", "since"),
    Index("ix_parcel_watch_open", "merchant_id", "id", postgresql_where=OPEN, sqlite_where=OPEN),
    Index("ix_parcel_watch_order", "merchant_id", "order_id"),
)
