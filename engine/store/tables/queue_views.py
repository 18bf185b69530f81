"""Filters of the queue that somebody keeps under a name."""

from sqlalchemy import Table, UniqueConstraint

from engine.store.tables.naming import METADATA, at, code, key, merchant, prose

QUEUE_VIEW = Table(
    "queue_view",
    METADATA,
    key("id"),
    merchant(),
    code("owner"),  # the person, or the key that no person made
    code("name"),
    prose("filters"),  # JSON
    at("kept_at"),
    UniqueConstraint("merchant_id", "owner", "name"),
)
