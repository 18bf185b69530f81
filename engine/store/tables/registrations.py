"""Registrations of merchants. A change makes a new version; what was is never overwritten."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, text

from engine.store.tables.naming import METADATA, at, code, maybe_at, maybe_code, merchant, one_of, prose, small

CURRENT = text("state = 'current'")

REGISTRATION = Table(
    "registration",
    METADATA,
    code("id"),
    small("version", 1),
    merchant(),
    code("kind"),
    code("country"),
    code("entity"),  # empty is all of the merchant's, so that uniqueness sees it
    code("shop"),
    code("number"),
    prose("holder"),
    maybe_code("valid_from"),  # ISO dates: a validity has no zone
    maybe_code("valid_to"),
    prose("evidence"),
    code("state"),
    code("told"),  # what has been told of its end: nothing yet, that it nears, that it has come
    at("created_at"),
    code("created_by"),
    maybe_at("ended_at"),
    maybe_code("ended_by"),
    PrimaryKeyConstraint("id", "version"),
    one_of("state", "current", "replaced", "ended"),
    one_of("told", "nothing", "expiring", "expired"),
    Index("ix_registration_current", "merchant_id", "id", postgresql_where=CURRENT, sqlite_where=CURRENT),
    Index("ix_registration_same", "merchant_id", "kind", "country", "number", "entity", "shop", unique=True,
          postgresql_where=CURRENT, sqlite_where=CURRENT),
)  # fmt: skip
