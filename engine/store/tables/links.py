"""What hangs together, kept with its past: which component a key belonged to, and how large that was. See
`engine.facts.link_forest`. Keys and orders are tokens, which have the merchant in them."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from engine.store.tables.naming import METADATA, at, merchant, prose, small, whole

LINK_KEY = Table(
    "link_key",
    METADATA,
    merchant(),
    whole("key"),
    at("since"),
    whole("component"),
    small("orders"),
    small("is_hub"),
    PrimaryKeyConstraint("key", "since"),
    Index("ix_link_key_component", "component"),
)

LINK_SIZE = Table(
    "link_size",
    METADATA,
    merchant(),
    whole("component"),
    at("at"),
    small("orders"),
    small("customers"),
    PrimaryKeyConstraint("component", "at"),
)

# The orders that have been counted; `keys` has those counted of each, as numbers with commas between.
LINK_ORDER = Table(
    "link_order",
    METADATA,
    merchant(),
    whole("order"),
    at("at"),
    prose("keys"),
    PrimaryKeyConstraint("order"),
)

# The keys of orders that were confirmed as fraud.
FRAUD_KEY = Table(
    "fraud_key",
    METADATA,
    merchant(),
    whole("key"),
    whole("order"),
    at("known_at"),
    PrimaryKeyConstraint("key", "order"),
)
