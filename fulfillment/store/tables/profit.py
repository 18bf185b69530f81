"""What a merchant states of costs that no bill names, and the profits that are kept so that sums of many are fast."""

from sqlalchemy import Boolean, Column, Index, PrimaryKeyConstraint, Table, text

from engine.store.tables.naming import TRADE_FIGURES, at, code, merchant, one_of, prose, small, whole
from fulfillment.profit.figure import Part
from fulfillment.store.tables.metadata import METADATA

PROFIT_TERM = Table(
    "profit_term",
    METADATA,
    merchant(),
    code("kind"),
    code("name"),
    code("currency"),
    whole("minor"),
    whole("share_ppm"),
    PrimaryKeyConstraint("merchant_id", "kind", "name"),
)

_DUE, _ERASED = text("marked <> made"), text("is_erased")

# Which currencies profits are kept in: since the first time that somebody asked for them.
PROFIT_CURRENCY = Table(
    "profit_currency",
    METADATA,
    merchant(),
    code("currency"),
    code("edition"),  # of the law and rates by which all of it is counted; another one has it counted anew
    at("asked_at"),
    at("swept_at"),
    PrimaryKeyConstraint("merchant_id", "currency"),
)

# An order's profit is due while `marked` is ahead of `made`. Each writer of what it is made of adds one to `marked`, in
# the same transaction; who counts it sets `made` to the mark that was read before counting.
PROFIT_KEPT = Table(
    "profit_kept",
    METADATA,
    code("order_id"),
    code("currency"),
    merchant(),
    at("opened_at"),
    whole("marked"),
    whole("made"),
    at("made_at"),
    Column("is_erased", Boolean, nullable=False),  # nobody could ever count it: its buyer was erased before
    PrimaryKeyConstraint("order_id", "currency"),
    Index("ix_profit_kept_due", "merchant_id", "currency", "opened_at", sqlite_where=_DUE, postgresql_where=_DUE),
    Index("ix_profit_kept_erased", "merchant_id", "currency", "opened_at", sqlite_where=_ERASED,
          postgresql_where=_ERASED),
)  # fmt: skip

# One row for each article of an order, as expected and as booked. No row names a person: articles, lanes and sums only,
# so it stays when a buyer is erased. What is of the order as a whole stands on its first row. Kept in the order of its
# key, so that a period is read in one go.
PROFIT_SHARE = Table(
    "profit_share",
    METADATA,
    merchant(),
    code("currency"),
    code("basis"),
    at("opened_at"),
    code("order_id"),
    code("sku"),
    code("shop"),
    code("channel"),
    code("month"),
    prose("lane"),
    small("is_first"),
    small("incomplete"),
    prose("lacking"),  # words of what nobody knows, by spaces
    whole("known"),
    whole("pieces"),
    small("incomplete_sku"),
    *(whole(part) for part in Part),
    whole("expected"),
    whole("billed"),
    prose("data"),
    PrimaryKeyConstraint("merchant_id", "currency", "basis", "opened_at", "order_id", "sku"),
    Index("ix_profit_share_sku", "merchant_id", "sku"),
    one_of("basis", "actual", "expected"),
    info={TRADE_FIGURES: True},
    sqlite_with_rowid=False,
)
