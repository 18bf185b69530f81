"""Cycle counts."""

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table

from engine.store.tables.naming import at, code, key, maybe_at, maybe_code, merchant, one_of, small
from fulfillment.store.tables.metadata import METADATA

COUNT = Table(
    "stock_count",
    METADATA,
    key("id"),
    merchant(),
    code("warehouse"),
    code("chosen_by"),
    small("tolerance_pct"),
    code("state"),
    at("created_at"),
    code("created_by"),
    maybe_at("ended_at"),
    one_of("state", "open", "posted", "dropped"),
    Index("ix_stock_count_merchant", "merchant_id", "id"),
)

COUNT_LINE = Table(
    "stock_count_line",
    METADATA,
    code("count_id"),
    small("line"),
    merchant(),
    code("sku"),
    code("bin"),
    code("lot"),
    code("state"),
    Column("expected", Integer),
    Column("first", Integer),
    maybe_code("first_by"),
    Column("second", Integer),
    maybe_code("second_by"),
    Column("posted", Integer),
    PrimaryKeyConstraint("count_id", "line"),
    one_of("state", "open", "again", "agreed", "posted"),
)
