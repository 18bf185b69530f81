"""Records by their end, the earliest first: the part of a question that every list of ends has in common."""

from typing import TypeVar

from sqlalchemy import ColumnElement, Table, tuple_

from engine.clock import microseconds
from engine.store.order_shops import of_shops
from engine.store.sessions import ReadSession
from fulfillment.deadlines import DeadlinesWanted
from fulfillment.store.rows import many

Record = TypeVar("Record")


def records_by_end(
    session: ReadSession,
    table: Table,
    kind: type[Record],
    merchant: str,
    wanted: DeadlinesWanted,
    *where: ColumnElement[bool],
    end: str = "due_at",
) -> tuple[Record, ...]:
    """Records of a table with `id`, `merchant_id`, `order_id` and a column `end`, as far as they are wanted."""
    at, id_ = table.c[end], table.c.id
    asked = [table.c.merchant_id == merchant, at.is_not(None), *where]
    if wanted.after is not None:
        moment, last = wanted.after
        asked.append(tuple_(at, id_) > tuple_(microseconds(moment), last))
    if wanted.until is not None:
        asked.append(at <= microseconds(wanted.until))
    if wanted.shops is not None:
        asked.append(of_shops(table.c.order_id, merchant, wanted.shops))
    return many(session, table, kind, *asked, limit=wanted.limit, by=(at, id_))
