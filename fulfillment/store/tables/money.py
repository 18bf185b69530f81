"""Money that came and went."""

from sqlalchemy import Index, Table, UniqueConstraint

from engine.store.tables.naming import at, code, key, maybe_at, merchant, one_of, whole
from fulfillment.store.tables.metadata import METADATA

PAYMENT_EVENT = Table(
    "payment_event",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("kind"),
    whole("amount"),
    code("currency"),
    code("reference"),
    at("at"),
    at("received_at"),
    code("subject"),
    code("gateway"),
    maybe_at("expires_at"),
    UniqueConstraint("order_id", "reference"),
    Index("ix_payment_event_order", "merchant_id", "order_id"),  # without the merchant, SQLite took another of theirs
    # By these, reports of providers are matched.
    Index("ix_payment_event_reference", "merchant_id", "reference"),
    Index("ix_payment_event_subject", "merchant_id", "subject"),
    Index("ix_payment_event_amount", "merchant_id", "kind", "currency", "amount"),
)

REFUND = Table(
    "refund",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    whole("amount"),
    code("currency"),
    code("reason"),
    code("state"),
    at("created_at"),
    maybe_at("sent_at"),
    code("gateway_reference"),
    one_of("state", "requested", "sent", "confirmed", "failed"),
    Index("ix_refund_order", "order_id"),
)
