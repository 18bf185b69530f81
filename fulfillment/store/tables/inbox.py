"""Cases of customer service, the messages in them, and files that came with messages. Texts, names and addresses are
sealed: with the key of the order's person, or with one of the message's own until its order is known.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, UniqueConstraint, text

from engine.store.tables.naming import (
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
    whole,
)
from fulfillment.inbox.words import CaseKind, CaseState, Delivery, Direction, Subject, Way
from fulfillment.store.tables.metadata import METADATA

NOT_CLOSED = text("state <> 'closed'")

INBOX_CASE = Table(
    "inbox_case",
    METADATA,
    key("id"),
    merchant(),
    maybe_code("order_id"),
    code("kind"),
    code("thread"),  # what belongs together: one case that is not closed
    code("channel"),
    code("reference"),  # the marketplace's own number of a claim
    code("subject"),
    code("subject_id"),
    code("category"),
    maybe_code("dispute_id"),
    code("state"),
    maybe_at("due_at"),
    code("clock"),  # whose clock it is, by its name in data/inbox/clocks.yaml
    Column("is_stated_due", Boolean, nullable=False),
    code("passed"),
    maybe_at("overdue_at"),
    at("rank_at"),
    maybe_code("assignee"),
    maybe_at("locked_at"),
    maybe_at("snoozed_at"),
    at("opened_at"),
    at("last_in_at"),
    maybe_at("first_answer_at"),
    maybe_code("answered_by"),
    maybe_at("answered_at"),
    maybe_at("closed_at"),
    maybe_code("closed_by"),
    code("reason_code"),
    small("reopened"),
    prose("intents"),
    small("version", 1),
    one_of("kind", *CaseKind),
    one_of("state", *CaseState),
    one_of("subject", *Subject),
    Index("uq_inbox_case_thread", "merchant_id", "thread", unique=True,
          sqlite_where=NOT_CLOSED, postgresql_where=NOT_CLOSED),
    Index("ix_inbox_case_queue", "merchant_id", "rank_at", "id", sqlite_where=NOT_CLOSED, postgresql_where=NOT_CLOSED),
    Index("ix_inbox_case_opened", "merchant_id", "opened_at"),
    Index("ix_inbox_case_order", "order_id"),
    Index("ix_inbox_case_dispute", "merchant_id", "dispute_id"),
)  # fmt: skip

INBOX_MESSAGE = Table(
    "inbox_message",
    METADATA,
    key("id"),
    merchant(),
    code("case_id"),
    maybe_code("order_id"),
    code("direction"),
    code("channel"),
    code("name"),  # a keyed digest of the sender's own id of it
    at("at"),
    at("taken_at"),
    code("language"),
    prose("intents"),
    maybe_bytes("sealed"),
    small("order_version"),  # whose person's key sealed it; 0: `own_key`
    maybe_bytes("own_key"),
    Column("person", BigInteger),  # a token, until the order is known
    code("way"),
    code("delivery"),
    maybe_at("sent_at"),
    code("written_by"),
    UniqueConstraint("merchant_id", "channel", "name"),
    one_of("direction", *Direction),
    one_of("delivery", *Delivery),
    one_of("way", *Way, ""),
    Index("ix_inbox_message_case", "case_id"),
    Index("ix_inbox_message_order", "order_id"),
    Index("ix_inbox_message_person", "merchant_id", "person"),
)

INBOX_FILE = Table(
    "inbox_file",
    METADATA,
    key("id"),
    merchant(),
    code("message_id"),
    maybe_code("order_id"),
    code("media_type"),
    whole("size"),
    bytes_of("sealed"),
    Index("ix_inbox_file_message", "message_id"),
)
