"""Returns, what came back, photos of it, and what was given away."""

from sqlalchemy import CheckConstraint, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from engine.store.tables.naming import (
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
    whole,
)
from fulfillment.states import Comeback
from fulfillment.store.tables.metadata import METADATA

RETURN = Table(
    "return_case",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("origin"),
    code("reason"),
    code("state"),
    prose("lines"),
    maybe_code("shipment_id"),
    at("created_at"),
    code("number"),
    code("cause"),
    code("wish"),
    code("way"),
    code("warehouse"),
    code("excepted"),  # words set apart by spaces
    code("seal"),
    code("awaits"),
    maybe_at("due_at"),
    small("granted"),
    prose("judgement"),
    code("label"),
    whole("amount"),
    whole("withheld"),
    whole("tax"),
    code("resent"),
    maybe_at("received_at"),
    maybe_at("moved_at"),
    maybe_at("sent_at"),
    maybe_at("refund_due_at"),
    code("refund_source"),
    small("refund_waits"),  # 1 while a dispute keeps the money of a settled one
    one_of("origin", "customer", "carrier"),
    one_of("state", *Comeback),
    UniqueConstraint("merchant_id", "number"),
    Index("ix_return_case_order", "order_id"),
    Index("ix_return_case_state", "merchant_id", "state", "id"),
    Index("ix_return_case_label", "merchant_id", "label"),
)

RETURNED_PIECES = Table(
    "returned_pieces",
    METADATA,
    code("return_id"),
    small("seq"),
    merchant(),
    small("line"),
    code("grade"),
    small("quantity"),
    code("kept_as"),
    code("bin"),
    code("lot"),
    at("at"),
    code("actor"),
    one_of("grade", "like_new", "opened", "damaged", "wrong", "missing"),
    one_of("kept_as", "restock", "write_off", "supplier", "nothing"),
    PrimaryKeyConstraint("return_id", "seq"),
)

RETURN_PHOTO = Table(
    "return_photo",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("return_id"),
    code("stage"),
    code("media_type"),
    small("size"),
    small("order_version"),
    bytes_of("sealed"),
    at("created_at"),
    code("created_by"),
    one_of("stage", "requested", "inspected"),
    Index("ix_return_photo_return", "return_id", "stage"),
)

GOODWILL_BUDGET = Table(
    "goodwill_budget",
    METADATA,
    merchant(),
    code("role"),
    whole("monthly"),
    PrimaryKeyConstraint("merchant_id", "role"),
)

GOODWILL_SPENT = Table(
    "goodwill_spent",
    METADATA,
    merchant(),
    code("role"),
    code("month"),
    whole("spent"),
    CheckConstraint("spent >= 0", name="spent"),
    PrimaryKeyConstraint("merchant_id", "role", "month"),
)

GOODWILL = Table(
    "goodwill",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("role"),
    code("month"),
    whole("amount"),
    code("currency"),
    whole("euro"),
    prose("why"),
    code("actor"),
    code("reference"),
    at("at"),
    UniqueConstraint("merchant_id", "order_id", "reference"),
    Index("ix_goodwill_month", "merchant_id", "month", "id"),
)
