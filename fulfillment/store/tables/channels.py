"""Connections to channels, how far each was read, what became of its orders, and what it was told."""

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, Table, Text, UniqueConstraint, text

from engine.store.tables.naming import at, code, key, maybe_at, maybe_bytes, maybe_code, merchant, one_of, prose, small
from fulfillment.channels.words import Power, SayingState, Taken, Topic
from fulfillment.store.tables.metadata import METADATA

WAITING, REFUSED = text("state = 'waiting'"), text("taken = 'refused'")

CONNECTION = Table(
    "channel_connection",
    METADATA,
    key("id"),
    merchant(),
    code("channel"),
    code("name"),
    maybe_code("shop"),
    prose("endpoint"),
    code("id_prefix"),
    maybe_code("from_country"),
    maybe_code("from_warehouse"),
    small("every_s"),
    small("overlap_s"),
    small("lag_s"),
    small("count_days"),
    prose("settings"),  # JSON objects
    prose("named"),
    maybe_bytes("sealed"),
    code("power"),
    prose("why"),
    at("since"),
    small("version", 1),
    at("created_at"),
    code("created_by"),
    at("changed_at"),
    one_of("power", *Power),
    UniqueConstraint("merchant_id", "name"),
    UniqueConstraint("merchant_id", "id_prefix"),
    Index("ix_channel_connection_shop", "merchant_id", "shop"),
)

PROGRESS = Table(
    "channel_progress",
    METADATA,
    key("connection_id"),
    merchant(),
    at("read_until"),
    maybe_at("window_until"),
    Column("after", Text),
    small("failures"),
    prose("error"),
    maybe_at("last_good_at"),
    small("pages"),
    small("shown"),
    small("turn"),
)

BACKFILL = Table(
    "channel_backfill",
    METADATA,
    key("connection_id"),
    merchant(),
    at("since"),
    at("until"),
    at("read_until"),
    maybe_at("window_until"),
    Column("after", Text),
    small("pages"),
    small("shown"),
    prose("error"),
    small("turn"),
    at("begun_at"),
    code("begun_by"),
    maybe_at("ended_at"),
)

CHANNEL_ORDER = Table(
    "channel_order",
    METADATA,
    merchant(),
    code("connection_id"),
    code("ref"),
    maybe_code("order_id"),
    code("taken"),
    code("digest"),
    at("changed_at"),
    at("seen_at"),
    maybe_at("placed_at"),
    maybe_at("ship_by"),
    prose("faults"),  # a JSON list
    code("format"),
    maybe_bytes("sealed"),
    PrimaryKeyConstraint("connection_id", "ref"),
    one_of("taken", *Taken),
    Index("ix_channel_order_order", "merchant_id", "order_id"),
    Index("ix_channel_order_placed", "connection_id", "placed_at"),
    Index("ix_channel_order_ship_by", "ship_by"),
    Index("ix_channel_order_seen", "connection_id", "seen_at"),
    Index("ix_channel_order_refused", "merchant_id", "connection_id", postgresql_where=REFUSED, sqlite_where=REFUSED),
)

SAYING = Table(
    "channel_saying",
    METADATA,
    key("id"),
    merchant(),
    code("connection_id"),
    maybe_code("order_id"),
    code("topic"),
    code("about"),
    prose("facts"),  # a JSON object without personal values
    code("state"),
    small("tries"),
    prose("remote"),
    prose("error"),
    at("created_at"),
    maybe_at("ended_at"),
    one_of("topic", *Topic),
    one_of("state", *SayingState),
    UniqueConstraint("connection_id", "topic", "about"),
    Index("ix_channel_saying_order", "merchant_id", "order_id"),
    Index("ix_channel_saying_waiting", "connection_id", "id", postgresql_where=WAITING, sqlite_where=WAITING),
)

DAY_COUNT = Table(
    "channel_day_count",
    METADATA,
    merchant(),
    code("connection_id"),
    code("day"),
    Column("listed", Integer, nullable=False),
    Column("known", Integer, nullable=False),
    prose("missing"),  # a JSON list
    Column("is_whole", Boolean, nullable=False),
    at("counted_at"),
    PrimaryKeyConstraint("connection_id", "day"),
)

HEALTH_DAY = Table(
    "channel_health_day",
    METADATA,
    merchant(),
    code("connection_id"),
    code("measure"),
    code("day"),
    small("days"),
    small("bad"),
    small("total"),
    small("bad_soon"),
    small("total_soon"),
    small("most_bad"),  # thousandths
    code("standing"),
    prose("to_save"),  # a JSON list
    at("looked_at"),
    PrimaryKeyConstraint("connection_id", "measure", "day"),
    one_of("standing", "good", "danger", "broken"),
)
