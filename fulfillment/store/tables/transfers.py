"""Goods on their way from one warehouse to another, carton by carton, and what they cost when they are there."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, PrimaryKeyConstraint, Table

from engine.store.tables.naming import at, code, key, maybe_at, merchant, one_of, small, whole
from fulfillment.store.tables.metadata import METADATA

STATES = ("planned", "packed", "shipped", "received", "closed", "cancelled")
COSTS = ("freight", "duty", "tax")

TRANSFER = Table(
    "transfer",
    METADATA,
    key("id"),
    merchant(),
    code("origin"),
    code("destination"),
    code("state"),
    code("importer"),
    code("currency"),
    code("incoterm"),
    code("reference"),
    code("carrier"),
    code("tracking"),
    code("spread_by"),
    *(whole(name) for name in COSTS),
    at("created_at"),
    code("created_by"),
    maybe_at("shipped_at"),
    maybe_at("ended_at"),
    one_of("state", *STATES),
    one_of("spread_by", "value", "weight"),
    CheckConstraint(" AND ".join(f"{name} >= 0" for name in COSTS), name="costs"),
    Index("ix_transfer_merchant", "merchant_id", "id"),
)

TRANSFER_LINE = Table(
    "transfer_line",
    METADATA,
    code("transfer_id"),
    small("line"),
    merchant(),
    code("sku"),
    small("quantity"),
    whole("value"),
    small("piece_g"),
    PrimaryKeyConstraint("transfer_id", "line"),
    CheckConstraint("quantity > 0 AND value >= 0 AND piece_g >= 0", name="amounts"),
)

CARTON = Table(
    "carton",
    METADATA,
    code("transfer_id"),
    small("number"),
    merchant(),
    small("weight_g"),
    small("length_mm"),
    small("width_mm"),
    small("height_mm"),
    maybe_at("received_at"),
    PrimaryKeyConstraint("transfer_id", "number"),
)

CARTON_LINE = Table(
    "carton_line",
    METADATA,
    code("transfer_id"),
    small("carton"),
    code("sku"),
    code("lot"),
    merchant(),
    small("quantity"),
    small("received"),
    small("lost"),
    PrimaryKeyConstraint("transfer_id", "carton", "sku", "lot"),
    CheckConstraint("received >= 0 AND lost >= 0 AND received + lost <= quantity", name="pieces"),
    Index("ix_carton_line_sku", "merchant_id", "sku"),
)

LANDED_COST = Table(
    "landed_cost",
    METADATA,
    merchant(),
    code("sku"),
    code("warehouse"),
    code("transfer_id"),
    Column("pieces", Integer, nullable=False),
    code("currency"),
    whole("goods"),
    *(whole(name) for name in COSTS),
    at("at"),
    PrimaryKeyConstraint("merchant_id", "sku", "warehouse", "transfer_id"),
)
