"""An order's case, its history, and the warehouse's work on it."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint

from engine.store.tables.naming import at, code, key, maybe_at, maybe_code, merchant, one_of, prose, small, whole
from fulfillment.states import Machine, Pay, Stage, Work
from fulfillment.store.tables.metadata import METADATA

CASE = Table(
    "lifecycle_case",
    METADATA,
    key("order_id"),
    merchant(),
    code("stage"),
    code("payment"),
    code("currency"),
    whole("total"),  # minor units that the buyer owes
    code("planned"),  # digest of the lines that the parts were made for
    maybe_at("window_ends_at"),
    small("entries"),  # of the history, so that the next has a number without asking
    small("version"),
    at("opened_at"),
    at("changed_at"),
    one_of("stage", *Stage),
    one_of("payment", *Pay),
    Index("ix_lifecycle_case_newest", "merchant_id", "order_id"),
    Index("ix_lifecycle_case_stage", "merchant_id", "stage", "order_id"),
    Index("ix_lifecycle_case_opened", "merchant_id", "opened_at", "order_id"),
)

ENTRY = Table(
    "lifecycle_entry",
    METADATA,
    code("order_id"),
    small("seq"),
    merchant(),
    code("machine"),
    code("subject"),
    code("event"),
    code("source"),
    code("target"),
    at("at"),
    code("actor"),
    prose("data"),
    maybe_code("dedup"),  # what is told twice is entered once
    PrimaryKeyConstraint("order_id", "seq"),
    UniqueConstraint("order_id", "dedup"),
    one_of("machine", *Machine),
)

FULFILMENT = Table(
    "fulfilment",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    small("number", 1),
    code("warehouse"),
    code("state"),
    at("created_at"),
    UniqueConstraint("order_id", "number"),
    one_of("state", *Work),
    Index("ix_fulfilment_state", "merchant_id", "state", "id"),
)

FULFILMENT_LINE = Table(
    "fulfilment_line",
    METADATA,
    code("fulfilment_id"),
    small("line"),
    merchant(),
    code("sku"),
    small("quantity"),
    PrimaryKeyConstraint("fulfilment_id", "line"),
)
