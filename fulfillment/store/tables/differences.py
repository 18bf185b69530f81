"""Where somebody found another number of pieces than the books say."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, text

from engine.store.tables.naming import at, code, key, maybe_at, maybe_code, merchant, one_of, prose, small
from fulfillment.store.tables.metadata import METADATA

_OPEN = text("state = 'open'")

DIFFERENCE = Table(
    "stock_difference",
    METADATA,
    key("id"),
    merchant(),
    code("warehouse"),
    code("sku"),
    code("lot"),  # `*`: all lots of the article together
    code("source"),
    code("reference"),
    small("expected"),
    small("found"),
    code("state"),
    at("counted_at"),
    at("opened_at"),
    maybe_at("ended_at"),
    maybe_code("ended_by"),
    prose("remark"),
    one_of("state", "open", "adjusted", "explained"),
    one_of("source", "wms", "transfer"),
    Index("uq_stock_difference_open", "merchant_id", "warehouse", "sku", "lot", "source", "reference", unique=True,
          postgresql_where=_OPEN, sqlite_where=_OPEN),
    Index("ix_stock_difference_merchant", "merchant_id", "state", "id"),
)  # fmt: skip

TOLERANCE = Table(
    "stock_tolerance",
    METADATA,
    merchant(),
    code("warehouse"),
    small("pieces"),
    small("percent"),
    PrimaryKeyConstraint("merchant_id", "warehouse"),
)
