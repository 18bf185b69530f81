"""What people do with decisions: holds, waivers, reviews, labels; and what is told to others: events and the audit."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    text,
)

from engine.store.tables.naming import METADATA, at, code, key, maybe_at, maybe_code, merchant, one_of, prose, small

OPEN = text("state = 'open'")

HOLD = Table(
    "hold",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    maybe_code("decision_id"),
    code("source"),
    code("rule"),
    code("reason"),
    code("verdict"),
    Column("part", Integer),
    code("fingerprint"),
    code("actor"),
    Column("waivable", Boolean, nullable=False),
    at("placed_at"),
    code("placed_by"),
    maybe_at("expires_at"),
    code("on_expiry"),
    code("state"),
    maybe_at("ended_at"),
    maybe_code("ended_by"),
    prose("end_reason"),
    maybe_code("task"),  # of product data, whose answer ends the hold
    maybe_code("owner"),  # the person who minds it
    code("clock"),  # whose end `expires_at` is
    maybe_at("until"),  # as long as the person who placed it wanted
    maybe_at("warned_for"),  # the end that was told of
    maybe_at("acted_at"),  # when something was done because a clock had ended
    code("end_code"),  # why a person released it, in one word
    prose("changed"),  # JSON: what is different since a person released the same
    code("subject"),  # the part of the order that alone waits; blank where all of it does
    prose("texts"),  # JSON: language -> why, where no rule of the decision says it
    one_of("source", "rule", "person", "policy"),
    one_of("state", "open", "released", "resolved", "expired"),
    one_of("on_expiry", "cancel", "reauthorise", "escalate", "release"),
    Index("ix_hold_order", "order_id", "state"),
    Index("ix_hold_waiting", "merchant_id", "order_id", "state", "reason"),
    Index("ix_hold_open", "merchant_id", "id", postgresql_where=OPEN, sqlite_where=OPEN),
    Index("ix_hold_due", "merchant_id", "expires_at", "id", postgresql_where=OPEN, sqlite_where=OPEN),
    Index("ix_hold_all", "merchant_id", "expires_at", "id"),
)

WAIVER = Table(
    "waiver",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    maybe_code("hold_id"),
    code("rule"),
    code("fingerprint"),
    code("by"),
    prose("why"),
    maybe_at("until"),
    at("created_at"),
    UniqueConstraint("order_id", "rule", "fingerprint"),
)

REVIEW = Table(
    "review",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("queue"),
    small("priority"),
    code("state"),
    maybe_code("assignee"),
    maybe_at("locked_until"),
    at("opened_at"),
    maybe_at("resolved_at"),
    maybe_code("disposition"),
    prose("note"),
    small("version", 1),
    maybe_at("due_at"),  # the earliest end of the order's holds
    maybe_code("clock"),  # whose end that is
    at("rank_at"),  # the queue's order: see engine.desk.queueing
    code("reason_code"),  # why it was resolved as it was, in one word
    maybe_code("decision_id"),  # the decision that it is about
    one_of("state", "open", "claimed", "resolved"),
    Index("uq_review_order", "order_id", unique=True, postgresql_where=text("state <> 'resolved'"),
          sqlite_where=text("state <> 'resolved'")),
    Index("ix_review_waiting", "merchant_id", "rank_at", "id", postgresql_where=text("state <> 'resolved'"),
          sqlite_where=text("state <> 'resolved'")),
    Index("ix_review_queue", "merchant_id", "queue", "state", "rank_at", "id"),
)  # fmt: skip

REVIEW_CHANGE = Table(
    "review_change",
    METADATA,
    code("review_id"),
    small("version"),
    merchant(),
    at("at"),
    code("by"),
    prose("what"),  # JSON: field -> what it is now
    PrimaryKeyConstraint("review_id", "version"),
)

LABEL = Table(
    "label",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("kind"),
    code("source"),
    maybe_code("reason_code"),  # as the card network or the merchant has it
    prose("note"),
    at("known_at"),
    at("created_at"),
    code("created_by"),
    one_of(
        "kind",
        "fraud",
        "legitimate",
        "chargeback",
        "friendly_fraud",
        "not_received",
        "refused_at_customs",
        "return_fraud",
    ),
    UniqueConstraint("order_id", "kind", "source"),
)

EVENT = Table(
    "event",
    METADATA,
    # Given by the worker that writes the feed, one at a time, so a reader who goes on behind the last number that it
    # saw misses nothing: numbers of a sequence would show in the order of commits, not of numbers.
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String(64), nullable=False, unique=True),
    merchant(),
    code("type"),
    code("order_id"),
    small("order_seq"),
    prose("data"),
    at("at"),
    Index("ix_event_feed", "merchant_id", "seq"),
    Index("ix_event_order", "order_id", "order_seq"),
)

AUDIT = Table(
    "audit",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    merchant(),
    at("at"),
    code("actor"),
    code("action"),
    code("subject"),
    prose("data"),
    code("previous"),  # digest of the entry before; the chain shows a row that was changed or taken out
    code("digest"),
    Index("ix_audit_subject", "merchant_id", "subject", "seq"),
    Index("ix_audit_listing", "merchant_id", "seq"),
)

SETTING = Table(
    "setting",
    METADATA,
    merchant(),
    code("name"),
    prose("value"),
    at("updated_at"),
    code("updated_by"),
    PrimaryKeyConstraint("merchant_id", "name"),
)

API_KEY = Table(
    "api_key",
    METADATA,
    key("id"),
    merchant(),  # `*` for a key of the whole installation
    code("name"),
    code("shown"),  # its beginning, so that people can tell keys apart
    Column("hash", String(128), nullable=False, unique=True),
    prose("scopes"),
    maybe_code("role"),  # from which the scopes came, if they did
    prose("shops"),  # JSON: shops and legal entities to which it is bound; empty for none
    code("created_by"),  # the person or key behind it, for four eyes; `local` for the command line
    maybe_code("replaces"),
    at("created_at"),
    maybe_at("expires_at"),
    maybe_at("revoked_at"),
    maybe_at("last_used_at"),
)
