"""Claims against carriers, what proves them, and what was paid."""

from sqlalchemy import Boolean, Column, Index, Table, UniqueConstraint, text

from engine.store.tables.naming import (
    at,
    code,
    key,
    maybe_at,
    maybe_bytes,
    merchant,
    one_of,
    prose,
    small,
    whole,
)
from fulfillment.states import Demand
from fulfillment.store.tables.metadata import METADATA

_COUNTS = text("state != 'withdrawn'")

CLAIM = Table(
    "carrier_claim",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("shipment_id"),
    code("kind"),
    code("state"),
    at("created_at"),
    at("since_at"),
    code("carrier"),
    code("service"),
    code("origin"),
    code("country"),
    code("terms"),
    code("currency"),
    whole("amount"),
    whole("approved"),
    whole("paid"),
    prose("lines"),
    prose("data"),
    maybe_at("due_at"),
    prose("due_source"),
    Column("is_due_sure", Boolean, nullable=False),
    maybe_at("filed_at"),
    maybe_at("denied_at"),
    maybe_at("appeal_at"),
    maybe_at("sue_at"),
    maybe_at("buyer_due_at"),
    code("reference"),
    code("digest"),
    prose("note"),
    code("outcome"),
    code("buyers"),
    code("edition"),
    small("looked"),
    one_of("state", *Demand),
    # A parcel is claimed once for what happened to it; what was withdrawn may happen after all.
    Index("uq_carrier_claim_once", "shipment_id", "kind", unique=True, sqlite_where=_COUNTS, postgresql_where=_COUNTS),
    Index("ix_carrier_claim_order", "merchant_id", "order_id"),  # without the merchant, SQLite took another of theirs
    Index("ix_carrier_claim_state", "merchant_id", "state", "id"),
    Index("ix_carrier_claim_due", "merchant_id", "due_at"),
    Index("ix_carrier_claim_buyer_due", "merchant_id", "buyer_due_at"),
)

CLAIM_PROOF = Table(
    "claim_proof",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    small("order_version"),  # whose key sealed it
    code("claim_id"),
    code("kind"),
    code("media_type"),
    small("size"),
    code("digest"),
    maybe_bytes("sealed"),
    at("added_at"),
    code("added_by"),
    UniqueConstraint("claim_id", "kind", "digest"),
)

CLAIM_PAYMENT = Table(
    "claim_payment",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("claim_id"),
    code("payer"),
    code("reference"),
    whole("amount"),
    code("currency"),
    whole("counted"),
    at("paid_at"),
    at("entered_at"),
    code("entered_by"),
    UniqueConstraint("claim_id", "payer", "reference"),
)
