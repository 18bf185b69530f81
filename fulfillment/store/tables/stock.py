"""What lies on shelves, and what of it is kept for orders."""

from sqlalchemy import CheckConstraint, Index, PrimaryKeyConstraint, Table, text

from engine.store.tables.naming import at, code, key, merchant, one_of, small
from fulfillment.store.tables.metadata import METADATA

STOCK = Table(
    "stock",
    METADATA,
    merchant(),
    code("sku"),
    code("warehouse"),
    small("on_hand"),
    small("reserved"),
    PrimaryKeyConstraint("merchant_id", "sku", "warehouse"),
    CheckConstraint("reserved >= 0 AND reserved <= on_hand", name="reserved"),
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
    one_of("state", "wanted", "held", "released", "consumed"),
    Index("ix_reservation_fulfilment", "fulfilment_id", "state"),
    Index("ix_reservation_wanted", "merchant_id", "sku", "warehouse", postgresql_where=text("state = 'wanted'"),
          sqlite_where=text("state = 'wanted'")),
)  # fmt: skip
