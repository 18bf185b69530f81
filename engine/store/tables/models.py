"""Models that score orders: what was registered, who had which of them in force when, and how they were doing.

Activations are only ever added. Each is signed with the installation's secret over its own values and the signature of
the one before, so that a row that was changed or taken out of the middle shows; see `engine.desk.model_signing`.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from engine.store.tables.naming import METADATA, at, bytes_of, code, maybe_code, merchant, one_of, prose, small

MODEL = Table(
    "model",
    METADATA,
    merchant(),
    code("digest"),  # SHA-256 of the content
    code("version"),
    code("schema"),  # which features it reads
    prose("card"),  # JSON
    bytes_of("content"),
    at("as_of"),  # nothing that became known later went into it
    at("created_at"),
    code("created_by"),
    PrimaryKeyConstraint("merchant_id", "digest"),
    UniqueConstraint("merchant_id", "version"),
)

_TWO_PEOPLE = 'approved_by IS NOT NULL AND lower(trim(approved_by)) <> lower(trim("by"))'

MODEL_ACTIVATION = Table(
    "model_activation",
    METADATA,
    merchant(),
    small("seq"),  # counts the activations of a merchant from 1
    code("role"),
    code("digest"),
    maybe_code("previous"),  # what had the role before
    code("action"),
    code("by"),
    maybe_code("approved_by"),
    Column("overridden", Boolean, nullable=False),
    prose("why"),
    at("at"),
    prose("gates"),  # JSON: what was measured when it was promoted
    code("signature"),
    PrimaryKeyConstraint("merchant_id", "seq"),
    ForeignKeyConstraint(["merchant_id", "digest"], ["model.merchant_id", "model.digest"]),
    one_of("role", "champion", "challenger", "none"),
    one_of("action", "promote", "rollback", "challenge", "retire"),
    CheckConstraint("(action = 'retire') = (role = 'none')", name="retired"),
    CheckConstraint("(action = 'challenge') = (role = 'challenger')", name="challenges"),
    CheckConstraint("action NOT IN ('promote', 'rollback') OR trim(why) <> ''", name="reason"),
    # Four eyes: nobody alone puts a model in force whose gates are closed.
    CheckConstraint(f"NOT overridden OR (action = 'promote' AND {_TWO_PEOPLE})", name="four_eyes"),
)

MODEL_OVERRIDE = Table(
    "model_override",  # what one person has asked, and waits for a second one
    METADATA,
    merchant(),
    code("digest"),
    code("asked_by"),
    prose("identity"),  # the person or key behind the name
    at("asked_at"),
    prose("why"),
    prose("closed"),  # JSON: names of the gates that were closed then
    PrimaryKeyConstraint("merchant_id", "digest"),
    ForeignKeyConstraint(["merchant_id", "digest"], ["model.merchant_id", "model.digest"]),
    CheckConstraint("trim(why) <> ''", name="reason"),
)

MODEL_STATE = Table(
    "model_state",
    METADATA,
    merchant(),
    code("digest"),
    at("measured_at"),
    code("status"),
    prose("figures"),  # JSON
    PrimaryKeyConstraint("merchant_id", "digest", "measured_at"),
    one_of("status", "ok", "drift", "stale"),
)
