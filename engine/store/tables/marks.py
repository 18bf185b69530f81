"""Marks on keys of persons: tokens, with a masked hint for people; kept when they are over, as decisions name them."""

from sqlalchemy import Index, Table, text

from engine.mark import KINDS, SOURCES, MarkVerdict
from engine.store.tables.naming import METADATA, at, code, key, maybe_at, maybe_code, merchant, one_of, prose, whole

MARK = Table(
    "mark",
    METADATA,
    key("id"),
    merchant(),
    code("kind"),
    whole("token"),  # keyed, of merchant, kind and value
    prose("hint"),  # such as `j***@example.org`; empty once the person was erased
    code("verdict"),
    prose("scope"),
    code("reason"),
    prose("note"),
    maybe_at("until"),
    code("source"),
    prose("source_id"),
    maybe_code("order_id"),  # from which it was taken
    code("state"),
    at("created_at"),
    code("created_by"),
    maybe_at("revoked_at"),
    maybe_code("revoked_by"),
    prose("revoked_why"),
    one_of("kind", *KINDS),
    one_of("verdict", *MarkVerdict),
    one_of("source", *SOURCES),
    one_of("state", "active", "over", "revoked"),
    Index("uq_mark_active", "merchant_id", "token", "verdict", "scope", "kind", unique=True,
          postgresql_where=text("state = 'active'"), sqlite_where=text("state = 'active'")),
    Index("ix_mark_listing", "merchant_id", "id"),
    Index("ix_mark_order", "merchant_id", "order_id"),
)  # fmt: skip
