"""What shops tell of an order after it was decided: each event once, by its own id, and what became of it.

Free text and addresses are sealed with the key of the order version that was the newest then, and go with its person.
"""

from sqlalchemy import Index, Table, UniqueConstraint

from engine.store.tables.naming import (
    METADATA,
    at,
    code,
    key,
    maybe_at,
    maybe_bytes,
    maybe_code,
    merchant,
    one_of,
    prose,
    small,
)

TOLD_EVENT = Table(
    "told_event",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("event"),  # as the teller names it
    code("type"),
    at("at"),
    prose("facts"),  # a JSON object without personal values
    small("version"),  # of the order, whose key seals the rest
    maybe_bytes("sealed"),
    code("digest"),  # keyed, of all that was told
    code("state"),
    maybe_code("code"),
    prose("detail"),
    at("created_at"),
    code("created_by"),
    maybe_at("ended_at"),
    one_of("state", "pending", "applied", "noted", "refused"),
    UniqueConstraint("merchant_id", "order_id", "event"),
    Index("ix_told_event_order", "merchant_id", "order_id", "id"),
)
