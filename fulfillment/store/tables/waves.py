"""How a warehouse picks, its waves, the walks that they are picked on, and every single scan."""

from sqlalchemy import CheckConstraint, Index, PrimaryKeyConstraint, Table, UniqueConstraint, text

from engine.store.tables.naming import at, code, key, maybe_at, merchant, one_of, prose, small
from fulfillment.store.tables.metadata import METADATA

METHODS = ("single", "batch", "zone")

PICK_TERMS = Table(
    "pick_terms",
    METADATA,
    merchant(),
    code("warehouse"),
    prose("layout"),
    code("method"),
    code("policy"),
    prose("cut_offs"),
    small("totes"),
    small("volume_ml"),
    small("weight_g"),
    small("in_waves"),
    PrimaryKeyConstraint("merchant_id", "warehouse"),
    one_of("method", *METHODS),
    CheckConstraint("totes > 0 AND volume_ml > 0 AND weight_g > 0", name="cart"),
)

WAVE = Table(
    "wave",
    METADATA,
    key("id"),
    merchant(),
    code("warehouse"),
    code("state"),
    code("method"),
    code("carrier"),
    code("zone"),
    maybe_at("leaves_at"),
    at("created_at"),
    code("created_by"),
    maybe_at("released_at"),
    maybe_at("ended_at"),
    one_of("state", "planned", "released", "done", "cancelled"),
    one_of("method", *METHODS),
    Index("ix_wave_warehouse", "merchant_id", "warehouse", "state"),
)

# A part of an order is in one wave at a time; those that it has left, and why, stay.
WAVE_PART = Table(
    "wave_part",
    METADATA,
    code("wave_id"),
    code("fulfilment_id"),
    merchant(),
    code("order_id"),
    code("state"),
    code("why"),
    PrimaryKeyConstraint("wave_id", "fulfilment_id"),
    one_of("state", "in", "left", "done"),
    Index("ux_wave_part_in", "merchant_id", "fulfilment_id", unique=True, sqlite_where=text("state = 'in'"),
          postgresql_where=text("state = 'in'")),
)  # fmt: skip

WALK = Table(
    "pick_walk",
    METADATA,
    key("id"),
    merchant(),
    code("wave_id"),
    small("number", 1),
    code("warehouse"),
    code("method"),
    code("zone"),
    code("policy"),
    code("state"),
    small("distance_mm"),
    small("best_mm"),
    small("proved"),
    small("moves"),  # counts what was done to it, so that two who scan at once follow each other
    at("created_at"),
    maybe_at("ended_at"),
    one_of("state", "open", "done", "pulled"),
    UniqueConstraint("wave_id", "number"),
    Index("ix_pick_walk_warehouse", "merchant_id", "warehouse", "state"),
)

STOP = Table(
    "pick_stop",
    METADATA,
    code("walk_id"),
    small("stop"),
    merchant(),
    code("order_id"),
    code("fulfilment_id"),
    small("line"),
    code("bin"),
    code("lot"),
    code("sku"),
    prose("title"),
    small("tote"),
    small("quantity"),
    small("picked"),
    code("state"),
    PrimaryKeyConstraint("walk_id", "stop"),
    CheckConstraint("picked >= 0 AND picked <= quantity", name="picked"),
    one_of("state", "open", "picked", "short", "dropped"),
    Index("ix_pick_stop_fulfilment", "fulfilment_id", "state"),
)

SCAN = Table(
    "pick_scan",
    METADATA,
    merchant(),
    code("walk_id"),
    code("id"),
    small("stop"),
    small("quantity"),
    code("what"),
    at("at"),
    code("actor"),
    PrimaryKeyConstraint("merchant_id", "walk_id", "id"),
    one_of("what", "found", "short"),
)

REVIEW_SCAN = Table(
    "review_scan",
    METADATA,
    merchant(),
    code("fulfilment_id"),
    code("id"),
    code("sku"),
    small("quantity"),
    small("counts", 1),  # 0 once the review that it belongs to has ended
    at("at"),
    code("actor"),
    PrimaryKeyConstraint("merchant_id", "fulfilment_id", "id"),
)
