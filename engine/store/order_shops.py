"""From whatever belongs to orders to the shops of these orders, in one statement.

A table takes part when it has the columns `id`, `merchant_id` and `order_id`.
"""

from collections.abc import Mapping
from typing import Protocol

from sqlalchemy import ColumnElement, Executable, Table, bindparam, exists, select

from engine.ids import Prefix
from engine.store.sessions import ReadSession
from engine.store.tables import (
    CUSTOMER_REQUEST,
    DECISION,
    HOLD,
    LABEL,
    ORDER_FILE,
    ORDER_VERSION,
    PAPER,
    REVIEW,
    SUBMISSION,
)


class ShopsOf(Protocol):
    """Answers the shops of the orders that an id belongs to, mostly one; none where the merchant has no such id."""

    def __call__(self, session: ReadSession, merchant: str, id_: str, /) -> frozenset[str]: ...


def asked_of(statement: Executable) -> ShopsOf:
    """A statement over `merchant` and `wanted` that answers shops."""

    def shops_of(session: ReadSession, merchant: str, id_: str, /) -> frozenset[str]:
        return frozenset(str(row[0]) for row in session.rows(statement, {"merchant": merchant, "wanted": id_}))

    return shops_of


def through(table: Table, column: str = "id") -> ShopsOf:
    """By a table whose rows each belong to an order."""
    statement = (
        select(ORDER_VERSION.c.shop)
        .join(table, table.c.order_id == ORDER_VERSION.c.order_id)
        .where(
            table.c.merchant_id == bindparam("merchant"),
            table.c[column] == bindparam("wanted"),
            ORDER_VERSION.c.merchant_id == bindparam("merchant"),
        )
        .distinct()
    )
    return asked_of(statement)


def of_shops(order_id: ColumnElement[str], merchant: str, shops: frozenset[str]) -> ColumnElement[bool]:
    """That an order is one of these shops'; for listings of what belongs to orders."""
    version = ORDER_VERSION.c
    return exists().where(
        version.order_id == order_id,
        version.version == 1,  # a later one is of the same shop
        version.merchant_id == merchant,
        version.shop.in_(sorted(shops)),
    )


_OF_ORDER = (
    select(ORDER_VERSION.c.shop)
    .where(ORDER_VERSION.c.merchant_id == bindparam("merchant"), ORDER_VERSION.c.order_id == bindparam("wanted"))
    .limit(1)
)
_OF_DECISION = select(DECISION.c.shop).where(
    DECISION.c.merchant_id == bindparam("merchant"), DECISION.c.id == bindparam("wanted")
)
_OF_SUBMISSION = select(SUBMISSION.c.shop).where(
    SUBMISSION.c.merchant_id == bindparam("merchant"), SUBMISSION.c.id == bindparam("wanted")
)
_OF_BATCH = (
    select(SUBMISSION.c.shop)
    .where(SUBMISSION.c.merchant_id == bindparam("merchant"), SUBMISSION.c.batch_id == bindparam("wanted"))
    .distinct()
)
_OF_FILE = select(ORDER_FILE.c.shop).where(
    ORDER_FILE.c.merchant_id == bindparam("merchant"), ORDER_FILE.c.id == bindparam("wanted")
)
ENGINE_IDS: Mapping[str, ShopsOf] = {
    Prefix.ORDER: asked_of(_OF_ORDER),
    Prefix.DECISION: asked_of(_OF_DECISION),
    Prefix.HOLD: through(HOLD),
    Prefix.REVIEW: through(REVIEW),
    Prefix.PAPER: through(PAPER),
    Prefix.LABEL: through(LABEL),
    Prefix.CUSTOMER_REQUEST: through(CUSTOMER_REQUEST),
    Prefix.SUBMISSION: asked_of(_OF_SUBMISSION),
    Prefix.BATCH: asked_of(_OF_BATCH),
    Prefix.ORDER_FILE: asked_of(_OF_FILE),
}
