"""Goods on their way, articles that can stand in, and what was chosen for orders that are short."""

from sqlalchemy import CheckConstraint, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from engine.store.tables.naming import at, code, key, maybe_at, merchant, one_of, prose, small
from fulfillment.store.tables.metadata import METADATA

EXPECTED = Table(
    "expected_receipt",
    METADATA,
    key("id"),
    merchant(),
    code("sku"),
    code("warehouse"),
    small("quantity"),
    small("received"),
    at("due_at"),
    code("reference"),
    UniqueConstraint("merchant_id", "sku", "warehouse", "reference"),
    CheckConstraint("quantity > 0 AND received >= 0", name="quantity"),
    Index("ix_expected_receipt_due", "merchant_id", "sku", "warehouse", "due_at"),
)

SUBSTITUTE = Table(
    "substitute",
    METADATA,
    merchant(),
    code("sku"),
    code("stand_in"),
    small("extra"),
    code("currency"),
    PrimaryKeyConstraint("merchant_id", "sku", "stand_in"),
)

CHOICE = Table(
    "shortage_choice",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("fulfilment_id"),
    code("kind"),
    code("state"),
    at("created_at"),
    code("created_by"),
    prose("data"),
    maybe_at("answered_at"),
    one_of("kind", "wait", "other_warehouse", "split", "substitute", "cancel"),
    one_of("state", "done", "asked", "consented", "refused"),
    Index("ix_shortage_choice_order", "merchant_id", "order_id"),
)
