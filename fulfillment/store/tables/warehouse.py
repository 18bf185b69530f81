"""Pick lists and packed boxes."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint

from engine.store.tables.naming import at, code, key, maybe_at, merchant, one_of, prose, small
from fulfillment.store.tables.metadata import METADATA

PICK_LIST = Table(
    "pick_list",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("fulfilment_id"),
    code("warehouse"),
    code("state"),
    at("created_at"),
    maybe_at("ended_at"),
    one_of("state", "open", "done", "short", "pulled"),
    Index("ix_pick_list_fulfilment", "fulfilment_id"),
)

PICK_LINE = Table(
    "pick_line",
    METADATA,
    code("list_id"),
    small("line"),
    merchant(),
    code("sku"),
    prose("title"),
    small("quantity"),
    small("picked"),
    PrimaryKeyConstraint("list_id", "line"),
)

PARCEL = Table(
    "parcel",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("fulfilment_id"),
    small("number", 1),
    code("box"),
    prose("contents"),
    small("weight_g"),
    code("state"),
    at("packed_at"),
    code("packed_by"),
    UniqueConstraint("fulfilment_id", "number"),
    one_of("state", "closed", "opened"),
)
