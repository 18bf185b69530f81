"""How much of the stock channels may sell, and what they were told."""

from sqlalchemy import CheckConstraint, Column, Integer, PrimaryKeyConstraint, Table

from engine.store.tables.naming import at, code, merchant, prose, small
from fulfillment.store.tables.metadata import METADATA

CHANNEL_RULE = Table(
    "channel_stock_rule",
    METADATA,
    merchant(),
    code("channel"),
    code("sku"),  # empty: what counts for every article without a rule of its own
    small("buffer"),
    small("percent", 100),
    Column("cap", Integer),
    prose("warehouses"),
    PrimaryKeyConstraint("merchant_id", "channel", "sku"),
    CheckConstraint("buffer >= 0 AND percent >= 0 AND percent <= 100 AND (cap IS NULL OR cap >= 0)", name="bounds"),
)

CHANNEL_TOLD = Table(
    "channel_stock_told",
    METADATA,
    merchant(),
    code("channel"),
    code("sku"),
    small("pieces"),
    at("told_at"),
    PrimaryKeyConstraint("merchant_id", "channel", "sku"),
    CheckConstraint("pieces >= 0", name="pieces"),
)
