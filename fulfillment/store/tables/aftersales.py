"""Returns."""

from sqlalchemy import Index, Table

from engine.store.tables.naming import at, code, key, maybe_code, merchant, one_of, prose
from fulfillment.states import Comeback
from fulfillment.store.tables.metadata import METADATA

RETURN = Table(
    "return_case",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("origin"),
    code("reason"),
    code("state"),
    prose("lines"),
    maybe_code("shipment_id"),
    at("created_at"),
    one_of("origin", "customer", "carrier"),
    one_of("state", *Comeback),
    Index("ix_return_case_order", "order_id"),
)
