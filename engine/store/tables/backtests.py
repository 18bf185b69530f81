"""What a backtest found: one row for each order that it decided with two editions."""

from sqlalchemy import BigInteger, Column, Index, PrimaryKeyConstraint, Table

from engine.store.tables.naming import METADATA, at, code, maybe_code, merchant, prose, small

BACKTEST_ORDER = Table(
    "backtest_order",
    METADATA,
    merchant(),
    code("run_id"),
    code("order_id"),
    code("decision_id"),  # whose order version and recorded context were decided again
    code("recorded"),  # the outcome of that decision, when it was made
    code("before"),
    code("after"),
    prose("before_rules"),  # JSON: rule -> its worst verdict, or `shadow`
    prose("after_rules"),
    small("before_score"),
    small("after_score"),
    Column("value", BigInteger),  # euro cents; null where no rate is known
    at("placed_at"),
    maybe_code("country"),
    code("channel"),
    code("shop"),
    PrimaryKeyConstraint("run_id", "order_id"),
    Index("ix_backtest_order_whose", "merchant_id", "run_id", "order_id"),
)
