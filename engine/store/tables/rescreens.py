"""What a re-screening found: one row for each order that came out otherwise, or could not be decided any more."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from engine.store.tables.naming import METADATA, code, maybe_code, merchant, one_of, prose

RESCREEN_ORDER = Table(
    "rescreen_order",
    METADATA,
    merchant(),
    code("run_id"),
    code("order_id"),
    code("change"),
    code("ref"),  # the merchant's own id of the order
    code("shop"),
    maybe_code("country"),
    code("before"),
    maybe_code("after"),  # null where it could not be decided
    code("decision_id"),  # which was decided anew
    maybe_code("new_decision_id"),  # null in a dry run
    prose("flipped"),  # JSON: which rules came and went
    PrimaryKeyConstraint("run_id", "order_id"),
    one_of("change", "released", "cancelled", "asked", "held", "reasons", "erased"),
    Index("ix_rescreen_order_whose", "merchant_id", "run_id", "order_id"),
)
