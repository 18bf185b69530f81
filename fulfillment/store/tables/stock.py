"""What lies on shelves, in which bin and lot, what of it is kept for orders, and the ledger of all movements."""

from sqlalchemy import CheckConstraint, Index, PrimaryKeyConstraint, Table, UniqueConstraint, text

from engine.store.tables.naming import at, code, key, maybe_at, maybe_code, merchant, one_of, small
from fulfillment.store.tables.metadata import METADATA

STOCK = Table(
    "stock",
    METADATA,
    merchant(),
    code("sku"),
    code("warehouse"),
    small("on_hand"),
    small("reserved"),
    small("blocked"),
    PrimaryKeyConstraint("merchant_id", "sku", "warehouse"),
    CheckConstraint("reserved >= 0 AND blocked >= 0 AND reserved + blocked <= on_hand", name="reserved"),
)

PLACE = Table(
    "stock_place",
    METADATA,
    merchant(),
    code("sku"),
    code("warehouse"),
    code("bin"),
    code("lot"),
    small("on_hand"),
    small("reserved"),
    code("blocked"),
    code("expires_on"),
    small("rank"),
    PrimaryKeyConstraint("merchant_id", "sku", "warehouse", "bin", "lot"),
    CheckConstraint("reserved >= 0 AND reserved <= on_hand", name="reserved"),
    one_of("blocked", "", "quarantine", "expired"),
    Index("ix_stock_place_bin", "merchant_id", "warehouse", "bin"),
)

MOVEMENT = Table(
    "stock_movement",
    METADATA,
    key("id"),
    merchant(),
    code("sku"),
    code("warehouse"),
    code("bin"),
    code("lot"),
    small("pieces"),
    code("reason"),
    code("reference"),
    code("actor"),
    at("at"),
    maybe_code("dedup"),  # what is told twice is booked once
    UniqueConstraint("merchant_id", "dedup"),
    Index("ix_stock_movement_shelf", "merchant_id", "sku", "warehouse", "id"),
)

RESERVATION = Table(
    "reservation",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("fulfilment_id"),
    code("sku"),
    code("warehouse"),
    small("quantity"),
    code("state"),
    at("created_at"),
    maybe_at("expires_at"),
    one_of("state", "wanted", "held", "released", "lapsed", "consumed"),
    Index("ix_reservation_fulfilment", "fulfilment_id", "state"),
    Index("ix_reservation_wanted", "merchant_id", "sku", "warehouse", postgresql_where=text("state = 'wanted'"),
          sqlite_where=text("state = 'wanted'")),
    Index("ix_reservation_held", "merchant_id", "sku", "warehouse", postgresql_where=text("state = 'held'"),
          sqlite_where=text("state = 'held'")),
)  # fmt: skip

HELD = Table(
    "reservation_place",
    METADATA,
    code("reservation_id"),
    code("bin"),
    code("lot"),
    merchant(),
    small("quantity"),
    PrimaryKeyConstraint("reservation_id", "bin", "lot"),
)
