"""In whose name a merchant sends: legal entities and warehouses, never a person's address."""

from sqlalchemy import Table, UniqueConstraint

from engine.store.tables.naming import at, code, key, merchant, prose
from fulfillment.store.tables.metadata import METADATA

SENDER = Table(
    "sender_profile",
    METADATA,
    key("id"),
    merchant(),
    code("entity"),
    code("warehouse"),
    prose("data"),
    at("changed_at"),
    code("changed_by"),
    UniqueConstraint("merchant_id", "entity", "warehouse"),
)
