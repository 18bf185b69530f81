"""What is taken in now and decided later: orders one by one and in batches; and answers that are kept for repetitions.

A submission holds its document sealed under a key of its own until it is decided; then the order version has it. The
key goes with the person, so that erasing them makes what still waits unreadable.
"""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, String, Table, text

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
    whole,
)

KEYED = text("request_key IS NOT NULL")
ENDED = text("ended_at IS NOT NULL")
SEALED = text("sealed IS NOT NULL")

BATCH = Table(
    "batch",
    METADATA,
    key("id"),
    merchant(),
    small("total"),
    Column("request_key", String(255)),
    maybe_code("request_fingerprint"),
    at("created_at"),
    code("created_by"),
    Index("uq_batch_request_key", "merchant_id", "request_key", unique=True, postgresql_where=KEYED,
          sqlite_where=KEYED),
    Index("ix_batch_created", "created_at"),
)  # fmt: skip

SUBMISSION = Table(
    "submission",
    METADATA,
    key("id"),
    merchant(),
    maybe_code("batch_id"),
    small("number"),  # its place in the batch, from 0
    code("state"),
    Column("request_key", String(255)),
    maybe_code("request_fingerprint"),
    code("shop"),  # of the order; of a refused one perhaps one of its sender's, who may read why
    maybe_code("ref"),  # the merchant's own id of the order, where it could be read
    whole("person"),
    maybe_bytes("seal_key"),  # wrapped; with it goes what is sealed
    maybe_bytes("sealed"),  # the document while it waits, why it was refused afterwards
    maybe_code("decision_id"),
    at("created_at"),
    code("created_by"),
    maybe_at("ended_at"),
    one_of("state", "pending", "decided", "rejected"),
    Index("uq_submission_request_key", "merchant_id", "request_key", unique=True, postgresql_where=KEYED,
          sqlite_where=KEYED),
    Index("ix_submission_batch", "merchant_id", "batch_id", "number"),
    Index("ix_submission_person", "merchant_id", "person", postgresql_where=SEALED, sqlite_where=SEALED),
    Index("ix_submission_ended", "ended_at", postgresql_where=ENDED, sqlite_where=ENDED),
)  # fmt: skip

# What a request with an Idempotency-Key was answered, for those whose key is kept by nothing else.
KEPT_ANSWER = Table(
    "kept_answer",
    METADATA,
    merchant(),
    code("route"),
    Column("request_key", String(255), nullable=False),
    code("request_fingerprint"),
    maybe_code("order_id"),
    code("state"),
    at("since"),
    small("status"),
    prose("headers"),  # a JSON object of those that are sent again
    maybe_bytes("seal_key"),
    maybe_bytes("sealed"),
    one_of("state", "running", "acted", "done"),
    PrimaryKeyConstraint("merchant_id", "route", "request_key"),
    Index("ix_kept_answer_since", "since"),
    Index("ix_kept_answer_order", "merchant_id", "order_id"),
)
