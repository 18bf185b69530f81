"""Settlement reports, what they say of batches, payouts on their way to the bank, and cases about what differs.

The text of a bank's line is not kept, since payers' names stand in it.
"""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint

from engine.store.tables.naming import at, code, key, maybe_at, maybe_code, merchant, prose, small, whole
from fulfillment.store.tables.metadata import METADATA

# Imports of one merchant follow each other: who changes anything here first counts this up.
SETTLEMENT_BOOKS = Table("settlement_books", METADATA, key("merchant_id"), whole("revision"))

SETTLEMENT_FILE = Table(
    "settlement_file",
    METADATA,
    key("id"),
    merchant(),
    code("provider"),
    code("digest"),
    prose("name"),
    small("size"),  # in lines
    small("done"),
    small("fresh"),  # lines that no file before had
    at("received_at"),
    code("received_by"),
    maybe_at("finished_at"),
    UniqueConstraint("merchant_id", "provider", "digest"),
)

SETTLEMENT_LINE = Table(
    "settlement_line",
    METADATA,
    key("id"),
    merchant(),
    code("provider"),
    code("file_id"),
    small("number"),
    code("identity"),
    code("kind"),
    code("word"),
    code("batch"),
    code("currency"),
    whole("gross"),
    whole("fee"),
    whole("tax"),
    at("at"),
    code("original_currency"),
    whole("original_amount"),
    code("exchange_rate"),
    code("merchant_reference"),
    code("payment_reference"),
    code("modification_reference"),
    prose("other_references"),  # with a space between them
    code("place"),
    code("how"),
    maybe_code("order_id"),
    maybe_code("payout_id"),
    UniqueConstraint("merchant_id", "provider", "identity"),
    Index("ix_settlement_line_order", "merchant_id", "order_id"),
    Index("ix_settlement_line_batch", "merchant_id", "provider", "batch"),
    Index("ix_settlement_line_at", "merchant_id", "at", "id"),
    Index("ix_settlement_line_place", "merchant_id", "place", "kind"),
    Index("ix_settlement_line_file", "merchant_id", "file_id", "id"),
)

SETTLEMENT_TOTAL = Table(
    "settlement_total",
    METADATA,
    merchant(),
    code("provider"),
    code("batch"),
    code("currency"),
    code("of"),
    whole("amount"),
    PrimaryKeyConstraint("merchant_id", "provider", "batch", "currency", "of"),
)

PAYOUT = Table(
    "payout",
    METADATA,
    key("id"),
    merchant(),
    code("provider"),
    code("batch"),
    code("currency"),
    whole("amount"),
    at("at"),
    code("reference"),
    code("line_id"),
    maybe_code("credit_id"),
    maybe_at("arrived_at"),
    UniqueConstraint("merchant_id", "line_id"),
    UniqueConstraint("merchant_id", "credit_id"),
    Index("ix_payout_batch", "merchant_id", "provider", "batch"),
)

SETTLEMENT_CASE = Table(
    "settlement_case",
    METADATA,
    key("id"),
    merchant(),
    code("kind"),
    prose("about"),
    code("provider"),
    code("currency"),
    whole("amount"),
    code("state"),
    at("opened_at"),
    at("changed_at"),
    maybe_code("order_id"),
    maybe_code("line_id"),
    maybe_code("payout_id"),
    code("batch"),
    maybe_at("due_at"),
    small("version", 1),
    prose("data"),
    UniqueConstraint("merchant_id", "about"),
    Index("ix_settlement_case_state", "merchant_id", "state", "id"),
    Index("ix_settlement_case_order", "merchant_id", "order_id"),
    Index("ix_settlement_case_batch", "merchant_id", "provider", "batch"),
)

SETTLEMENT_ENTRY = Table(
    "settlement_entry",
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

SETTLEMENT_FEE = Table(
    "settlement_fee",
    METADATA,
    merchant(),
    code("provider"),
    code("currency"),
    whole("share_ppm"),
    whole("fixed"),
    whole("tolerance"),
    PrimaryKeyConstraint("merchant_id", "provider", "currency"),
)
