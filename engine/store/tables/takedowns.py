"""Notices against articles: kept when lifted, so that it can be told later why an order had waited."""

from sqlalchemy import Index, Table, text

from engine.store.tables.naming import METADATA, at, code, key, maybe_at, maybe_code, merchant, one_of, prose

TAKEDOWN = Table(
    "takedown",
    METADATA,
    key("id"),
    merchant(),
    code("sku"),  # as written; empty when the notice names a title alone
    code("sku_key"),  # as it is compared
    prose("title"),
    prose("reason"),
    prose("complainant"),
    prose("reference"),
    maybe_code("dated"),  # an ISO date
    code("digest"),  # of what it is about and its reference: the same notice is kept once while it is in force
    code("state"),
    at("added_at"),
    code("added_by"),
    maybe_at("lifted_at"),
    maybe_code("lifted_by"),
    prose("note"),
    one_of("state", "active", "lifted"),
    Index("uq_takedown_active", "merchant_id", "digest", unique=True, postgresql_where=text("state = 'active'"),
          sqlite_where=text("state = 'active'")),
    Index("ix_takedown_sku", "merchant_id", "sku_key", postgresql_where=text("state = 'active'"),
          sqlite_where=text("state = 'active'")),
    Index("ix_takedown_listing", "merchant_id", "id"),
)  # fmt: skip
