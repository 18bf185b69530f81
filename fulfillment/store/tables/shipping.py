"""Rate cards of a merchant's own. Rows are only ever added: what a parcel was quoted by can be read for ever."""

from sqlalchemy import Index, Table, UniqueConstraint

from engine.store.tables.naming import at, code, key, merchant, prose, small
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

OWN_SERVICE = Table(
    "shipping_service",
    METADATA,
    key("id"),
    merchant(),
    code("service"),
    small("version"),
    prose("text"),  # the service as it was stated, a YAML document; empty: withdrawn
    at("entered_at"),
    code("entered_by"),
    UniqueConstraint("merchant_id", "service", "version"),
)
