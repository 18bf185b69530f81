"""Rate cards of a merchant's own. Rows are only ever added: what a parcel was quoted by can be read for ever."""

from sqlalchemy import Index, Table

from engine.store.tables.naming import at, code, key, merchant, prose
from fulfillment.store.tables.metadata import METADATA

SHIPPING_RATE = Table(
    "shipping_rate",
    METADATA,
    key("id"),
    merchant(),
    code("service"),
    code("zone"),
    code("currency"),
    code("valid_from"),
    code("valid_until"),
    prose("data"),
    at("entered_at"),
    code("entered_by"),
    Index("ix_shipping_rate_in_force", "merchant_id", "valid_from"),
)
