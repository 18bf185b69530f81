"""Which rules spoke in which decision, and what the guard made of it."""

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, Table, text

from engine.store.tables.naming import METADATA, at, code, key, maybe_at, maybe_code, merchant, one_of, prose, small

OPEN = text("state = 'open'")
QUIETED = text("status IN ('waived', 'suppressed')")

# Rows are only ever added, and taken out by age. The row of no rule (an empty text) is the decision itself, so that a
# share is two counts over one index.
RULE_HIT = Table(
    "rule_hit",
    METADATA,
    merchant(),
    code("decision_id"),
    code("rule"),
    small("rule_version"),  # 0 where the edition could not be asked
    code("status"),
    code("verdict"),
    code("outcome"),  # of the decision
    code("order_id"),
    at("decided_at"),
    code("cause"),
    Column("is_new", Boolean, nullable=False),  # the order's first decision: a re-screen meets no new order
    PrimaryKeyConstraint("decision_id", "rule", "status"),
    one_of("status", "live", "shadow", "waived", "suppressed"),
    # Whatever is counted stands in the index, in the order by which it is counted: to fetch half a million rows for it,
    # or to sort them, took longer than to count them.
    Index("ix_rule_hit_rule", "merchant_id", "is_new", "rule", "status", "verdict", "outcome", "decided_at"),
    Index("ix_rule_hit_quieted", "merchant_id", "rule", "status", "order_id", "decided_at", postgresql_where=QUIETED,
          sqlite_where=QUIETED),
    Index("ix_rule_hit_age", "decided_at"),
)  # fmt: skip

GUARD_TRIP = Table(
    "guard_trip",
    METADATA,
    key("id"),
    merchant(),
    code("subject"),  # a rule, or `book`
    code("measure"),
    Column("counted", Integer, nullable=False),
    Column("orders", Integer, nullable=False),
    small("limit_percent"),
    code("asked"),  # what the policy says should follow
    code("done"),  # what followed
    code("edition"),  # in force when it tripped
    prose("note"),
    code("state"),
    at("tripped_at"),
    maybe_at("acknowledged_at"),
    maybe_code("acknowledged_by"),
    one_of("measure", "hold", "cancel"),
    one_of("asked", "alarm", "shadow", "revert"),
    one_of("done", "alarm", "shadow", "revert"),
    one_of("state", "open", "acknowledged"),
    Index("uq_guard_trip_open", "merchant_id", "subject", "measure", unique=True, postgresql_where=OPEN,
          sqlite_where=OPEN),
    Index("ix_guard_trip_last", "merchant_id", "tripped_at"),
)  # fmt: skip
