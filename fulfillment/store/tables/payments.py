"""What gateways are asked to do, the names that they give payments, disputes, and exchange rates."""

from sqlalchemy import Boolean, Column, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from engine.store.tables.naming import at, code, key, maybe_at, merchant, one_of, prose, whole
from fulfillment.store.tables.metadata import METADATA

INSTRUCTION = Table(
    "payment_instruction",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("action"),
    code("authorisation"),
    code("gateway"),
    whole("amount"),
    code("currency"),
    code("state"),
    at("promised_at"),
    at("created_at"),
    maybe_at("sent_at"),
    UniqueConstraint("order_id", "action", "authorisation", "promised_at"),
    one_of("action", "capture", "void", "reauthorise"),
    one_of("state", "requested", "sent", "refused"),
)

PAYMENT_NAME = Table(
    "payment_name",
    METADATA,
    merchant(),
    code("name"),
    code("order_id"),
    PrimaryKeyConstraint("merchant_id", "name", "order_id"),
)

DISPUTE = Table(
    "dispute",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("gateway"),
    code("reference"),
    code("scheme"),
    code("reason_code"),
    code("category"),
    code("stage"),
    whole("amount"),
    code("currency"),
    code("shift"),
    code("state"),
    at("opened_at"),
    at("due_at"),
    Column("is_stated_due", Boolean, nullable=False),
    maybe_at("submitted_at"),
    code("digest"),
    maybe_at("decided_at"),
    prose("note"),
    UniqueConstraint("order_id", "gateway", "reference"),
    one_of("stage", "inquiry", "chargeback"),
    one_of("state", "open", "submitted", "expired", "won", "lost", "accepted"),
    Index("ix_dispute_state", "merchant_id", "state", "id"),
    Index("ix_dispute_order", "order_id"),
    Index("ix_dispute_due", "merchant_id", "state", "due_at", "id"),
)

EXCHANGE_RATE = Table(
    "exchange_rate",
    METADATA,
    key("id"),
    merchant(),
    code("base"),
    code("quote"),
    code("rate"),
    code("source"),
    at("at"),
    at("entered_at"),
    code("entered_by"),
    UniqueConstraint("merchant_id", "base", "quote", "source", "at"),
)
