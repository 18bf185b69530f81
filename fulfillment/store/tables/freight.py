"""Carriers' bills, their lines, and what differs. Senders and receivers on a bill are not kept."""

from sqlalchemy import BigInteger, Column, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from engine.store.tables.naming import at, code, key, maybe_at, maybe_code, merchant, prose, small, whole
from fulfillment.store.tables.metadata import METADATA

FREIGHT_FILE = Table(
    "freight_file",
    METADATA,
    key("id"),
    merchant(),
    code("carrier"),
    code("shape"),
    code("digest"),
    prose("name"),
    small("size"),  # in lines
    small("fresh"),  # lines that no file before had
    small("audited"),
    at("received_at"),
    code("received_by"),
    maybe_at("finished_at"),
    prose("data"),
    UniqueConstraint("merchant_id", "carrier", "digest"),
)

FREIGHT_LINE = Table(
    "freight_line",
    METADATA,
    key("id"),
    merchant(),
    code("carrier"),
    code("file_id"),
    small("number"),
    code("identity"),
    code("parcel"),
    code("bill"),
    code("billed_on"),
    code("currency"),
    whole("amount"),
    code("place"),
    maybe_code("order_id"),
    maybe_code("shipment_id"),
    prose("data"),
    UniqueConstraint("merchant_id", "carrier", "identity"),
    Index("ix_freight_line_parcel", "merchant_id", "parcel"),
    Index("ix_freight_line_file", "merchant_id", "file_id", "number"),
)

FREIGHT_CASE = Table(
    "freight_case",
    METADATA,
    key("id"),
    merchant(),
    code("kind"),
    prose("about"),
    code("carrier"),
    code("bill"),
    code("file_id"),
    code("line_id"),
    code("parcel"),
    code("charge"),
    code("currency"),
    Column("expected", BigInteger),
    whole("billed"),
    whole("amount"),
    whole("credited"),
    code("state"),
    at("opened_at"),
    at("changed_at"),
    maybe_code("order_id"),
    small("version", 1),
    prose("data"),
    UniqueConstraint("merchant_id", "about"),
    Index("ix_freight_case_state", "merchant_id", "state", "id"),
    Index("ix_freight_case_file", "merchant_id", "file_id"),
    Index("ix_freight_case_parcel", "merchant_id", "parcel"),
)

FREIGHT_ENTRY = Table(
    "freight_entry",
    METADATA,
    code("case_id"),
    small("version"),
    merchant(),
    code("act"),
    code("source"),
    code("target"),
    whole("amount"),
    at("at"),
    code("actor"),
    prose("why"),
    PrimaryKeyConstraint("case_id", "version"),
)
