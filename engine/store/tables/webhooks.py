"""Where events are sent to: endpoints, the secrets that sign for them, deliveries, and what came of each attempt."""

from sqlalchemy import BigInteger, Column, Index, Integer, PrimaryKeyConstraint, Table, UniqueConstraint, text

from engine.store.tables.naming import (
    METADATA,
    at,
    bytes_of,
    code,
    key,
    maybe_at,
    maybe_code,
    merchant,
    one_of,
    prose,
    small,
)

WAITING = text("state = 'pending'")
LISTENING = text("state = 'enabled'")

WEBHOOK_ENDPOINT = Table(
    "webhook_endpoint",
    METADATA,
    key("id"),
    merchant(),
    prose("url"),
    prose("description"),
    prose("types"),  # a JSON list of patterns
    code("state"),
    maybe_code("disabled_for"),
    maybe_at("disabled_at"),
    small("failures"),  # in a row, of whatever delivery
    maybe_at("failing_since"),
    maybe_at("rests_until"),  # nothing is sent before
    small("version", 1),
    at("created_at"),
    code("created_by"),
    at("changed_at"),
    one_of("state", "enabled", "disabled", "deleted"),
    one_of("disabled_for", "by_hand", "gone", "failing"),
    # Asked by whoever writes the feed, for each event.
    Index("ix_webhook_endpoint_listening", "merchant_id", postgresql_where=LISTENING, sqlite_where=LISTENING),
    Index("ix_webhook_endpoint_listing", "merchant_id", "id"),
)

WEBHOOK_SECRET = Table(
    "webhook_secret",
    METADATA,
    key("id"),
    merchant(),
    code("endpoint_id"),
    bytes_of("sealed"),
    at("created_at"),
    maybe_at("expires_at"),
    Index("ix_webhook_secret_endpoint", "endpoint_id", "id"),
)

WEBHOOK_DELIVERY = Table(
    "webhook_delivery",
    METADATA,
    key("id"),
    merchant(),
    code("endpoint_id"),
    code("event_id"),
    Column("event_seq", BigInteger, nullable=False),  # 0 for a ping, which is no event of the feed
    code("type"),
    code("order_id"),
    code("message_id"),  # what the receiver knows it by: the same over all attempts
    code("state"),
    small("attempts"),  # in all
    small("tries"),  # since it was begun, or begun again
    small("turn", 1),  # a job of an earlier turn does nothing
    maybe_at("next_at"),
    Column("last_status", Integer),
    prose("last_error"),
    at("created_at"),
    maybe_at("ended_at"),
    one_of("state", "pending", "delivered", "failed", "dropped"),
    UniqueConstraint("merchant_id", "endpoint_id", "event_id"),
    Index("ix_webhook_delivery_listing", "merchant_id", "endpoint_id", "id"),
    Index("ix_webhook_delivery_order", "merchant_id", "order_id"),
    Index("ix_webhook_delivery_waiting", "endpoint_id", postgresql_where=WAITING, sqlite_where=WAITING),
    Index("ix_webhook_delivery_ended", "ended_at"),
)

WEBHOOK_ATTEMPT = Table(
    "webhook_attempt",
    METADATA,
    code("delivery_id"),
    small("number"),
    merchant(),
    at("at"),
    small("took_ms"),
    code("outcome"),
    Column("status", Integer),
    prose("error"),
    PrimaryKeyConstraint("delivery_id", "number"),
    one_of("outcome", "delivered", "failed", "throttled", "gone"),
)
