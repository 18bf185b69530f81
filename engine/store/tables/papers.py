"""Papers handed in for orders, and their files. What they say is sealed with the key of the order's person."""

from sqlalchemy import Column, Index, Integer, Table, text

from engine.store.tables.naming import (
    METADATA,
    at,
    bytes_of,
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

PAPER = Table(
    "paper",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    small("order_version"),  # whose key sealed it
    code("kind"),
    Column("line", Integer),
    code("about"),
    code("state"),
    maybe_code("valid_from"),  # ISO dates: a validity has no zone
    maybe_code("valid_until"),
    maybe_bytes("sealed"),
    at("claimed_at"),
    code("claimed_by"),
    maybe_at("judged_at"),
    maybe_code("judged_by"),
    prose("note"),
    one_of("state", "claimed", "verified", "rejected", "withdrawn"),
    Index("ix_paper_order", "merchant_id", "order_id"),
    Index("ix_paper_waiting", "merchant_id", "id", postgresql_where=text("state = 'claimed'"),
          sqlite_where=text("state = 'claimed'")),
)  # fmt: skip

PAPER_FILE = Table(
    "paper_file",
    METADATA,
    key("paper_id"),
    merchant(),
    code("media_type"),
    small("size"),
    bytes_of("sealed"),
    at("added_at"),
    code("added_by"),
)
