"""The tables of fulfilment. None of them holds a personal value: names and addresses are read from the order when a
label is printed or a notice written, so that erasing a person there erases them here.

A case is the root of all that belongs to one order: whoever changes anything compares and sets the case's `version`.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    text,
)

from engine.store.tables.naming import NAMES, at, code, key, maybe_at, maybe_code, merchant, one_of, prose, small, whole
from fulfillment.states import Comeback, Demand, Machine, Pay, Stage, Voyage, Work

METADATA = MetaData(naming_convention=NAMES)

CASE = Table(
    "lifecycle_case",
    METADATA,
    key("order_id"),
    merchant(),
    code("stage"),
    code("payment"),
    code("currency"),
    whole("total"),  # minor units that the buyer owes
    maybe_code("fulfilment_id"),
    maybe_code("shipment_id"),  # the parcel with a label that counts
    maybe_at("window_ends_at"),
    small("entries"),  # of the history, so that the next has a number without asking
    small("version"),
    at("opened_at"),
    at("changed_at"),
    one_of("stage", *Stage),
    one_of("payment", *Pay),
    Index("ix_lifecycle_case_stage", "merchant_id", "stage", "order_id"),
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

STOCK = Table(
    "stock",
    METADATA,
    merchant(),
    code("sku"),
    code("warehouse"),
    small("on_hand"),
    small("reserved"),
    PrimaryKeyConstraint("merchant_id", "sku", "warehouse"),
    CheckConstraint("reserved >= 0 AND reserved <= on_hand", name="reserved"),
)

RESERVATION = Table(
    "reservation",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("fulfilment_id"),
    code("sku"),
    code("warehouse"),
    small("quantity"),
    code("state"),
    at("created_at"),
    one_of("state", "wanted", "held", "released", "consumed"),
    Index("ix_reservation_fulfilment", "fulfilment_id", "state"),
    Index("ix_reservation_wanted", "merchant_id", "sku", "warehouse", postgresql_where=text("state = 'wanted'"),
          sqlite_where=text("state = 'wanted'")),
)  # fmt: skip

PICK_LIST = Table(
    "pick_list",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("fulfilment_id"),
    code("warehouse"),
    code("state"),
    at("created_at"),
    maybe_at("ended_at"),
    one_of("state", "open", "done", "short", "pulled"),
    Index("ix_pick_list_fulfilment", "fulfilment_id"),
)

PICK_LINE = Table(
    "pick_line",
    METADATA,
    code("list_id"),
    small("line"),
    merchant(),
    code("sku"),
    prose("title"),
    small("quantity"),
    small("picked"),
    PrimaryKeyConstraint("list_id", "line"),
)

PARCEL = Table(
    "parcel",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("fulfilment_id"),
    small("weight_g"),
    at("packed_at"),
    code("packed_by"),
    UniqueConstraint("fulfilment_id"),
)

SHIPMENT = Table(
    "shipment",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("parcel_id"),
    code("carrier"),
    code("service"),
    Column("number", code("number").type, nullable=False, unique=True),
    code("state"),
    code("status"),  # the tracking word that counts
    maybe_at("status_at"),
    small("order_version"),
    maybe_code("manifest_id"),
    at("created_at"),
    one_of("state", *Voyage),
    Index("ix_shipment_order", "order_id"),
)

SERIAL = Table(
    "serial",
    METADATA,
    merchant(),  # `*`: a carrier gives a range to the whole installation
    code("service"),
    code("country"),
    whole("upcoming"),
    PrimaryKeyConstraint("merchant_id", "service", "country"),
)

DOCUMENT = Table(
    "document",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("subject"),
    code("kind"),
    code("media_type"),
    Column("content", LargeBinary, nullable=False),
    at("created_at"),
    Index("ix_document_subject", "subject", "kind"),
)

MANIFEST = Table(
    "manifest",
    METADATA,
    key("id"),
    merchant(),
    code("carrier"),
    small("parcels"),
    at("created_at"),
    code("created_by"),
)

TRACKING = Table(
    "tracking_event",
    METADATA,
    key("id"),  # a digest of what happened, so that the same told twice is one row
    merchant(),
    code("order_id"),
    code("shipment_id"),
    code("status"),
    code("carrier_code"),
    code("reason"),
    prose("location"),
    at("at"),
    at("received_at"),
    Index("ix_tracking_event_shipment", "shipment_id", "at"),
)

NOTICE = Table(
    "notice",
    METADATA,
    key("id"),
    merchant(),
    code("order_id"),
    code("kind"),
    code("about"),  # with `kind` what makes it the same notice
    code("audience"),
    prose("params"),
    code("state"),
    at("created_at"),
    maybe_at("written_at"),
    UniqueConstraint("order_id", "kind", "about"),
    one_of("audience", "customer", "carrier"),
    one_of("state", "queued", "written"),
)

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
    UniqueConstraint("order_id", "reference"),
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
    one_of("state", "requested", "sent"),
    Index("ix_refund_order", "order_id"),
)

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
    at("created_at"),
    one_of("origin", "customer", "carrier"),
    one_of("state", *Comeback),
    Index("ix_return_case_order", "order_id"),
)

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
    one_of("state", *Demand),
    UniqueConstraint("shipment_id", "kind"),
    Index("ix_carrier_claim_order", "order_id"),
)

STATES = {
    Machine.FULFILMENT: FULFILMENT,
    Machine.SHIPMENT: SHIPMENT,
    Machine.RETURN: RETURN,
    Machine.CLAIM: CLAIM,
}
