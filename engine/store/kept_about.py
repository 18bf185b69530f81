"""All rows about orders, of whatever table: what is handed out of a person's data, and the free texts that an erasure
takes away.

A table with a column `order_id` is about orders. So a table that comes later is handed out and erased without anybody
having to think of it; which of its columns people write in is told by their names.
"""

from collections.abc import Iterator, Mapping, Sequence

import orjson
from sqlalchemy import LargeBinary, MetaData, Table, bindparam, delete, select, update

from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import EVENT, JOB
from engine.store.tables.naming import TRADE_FIGURES

Groups = Sequence[MetaData]
# What people write in: in their own words, which may name somebody.
FREE_TEXT = frozenset(
    {
        "answer",
        "description",
        "detail",
        "end_reason",
        "error",
        "message",
        "note",
        "remark",
        "revoked_why",
        "void_why",
        "why",
    }
)
_BY_HAND = ("order.hold_placed", "order.hold_released")  # events that hold a person's words as their reason
_FINISHED = ("done", "dead")
_EVENTS = select(EVENT.c.seq, EVENT.c.data).where(
    EVENT.c.merchant_id == bindparam("merchant"),
    EVENT.c.order_id.in_(bindparam("orders", expanding=True)),
    EVENT.c.type.in_(_BY_HAND),
)
_WRITE_EVENT = update(EVENT).where(EVENT.c.seq == bindparam("which")).values(data=bindparam("told"))
_JOBS = delete(JOB).where(
    JOB.c.merchant_id == bindparam("merchant"),
    JOB.c.aggregate.in_(bindparam("orders", expanding=True)),
    JOB.c.state.in_(_FINISHED),
)


def about_orders(groups: Groups) -> Sequence[Table]:
    """Tables whose rows are about an order."""
    return [
        table for group in groups for table in group.sorted_tables if {"order_id", "merchant_id"} <= set(table.c.keys())
    ]


def free_texts(table: Table) -> Sequence[str]:
    """The columns of a table that people write in."""
    return [name for name in table.c.keys() if name in FREE_TEXT]  # noqa: SIM118 - a collection of columns


def rows_about(
    session: ReadSession, groups: Groups, merchant: str, order_id: str
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every row about an order by its table, without what is sealed or packed, and without what the merchant earns: no
    person is told that (Regulation (EU) 2016/679, Article 15(4) and recital 63)."""
    for table in about_orders(groups):
        if table.info.get(TRADE_FIGURES):
            continue
        shown = [column for column in table.c if not isinstance(column.type, LargeBinary)]
        asked = select(*shown).where(table.c.merchant_id == merchant, table.c.order_id == order_id)
        for row in session.rows(asked.order_by(*table.primary_key.columns)):
            yield str(table.name), {str(name): value for name, value in row._asdict().items()}


def forget_texts(session: WriteSession, groups: Groups, merchant: str, orders: Sequence[str]) -> int:
    """Takes what people wrote out of all rows about these orders, and their finished jobs; answers how many rows."""
    if not orders:
        return 0
    touched = 0
    for table in about_orders(groups):
        names = free_texts(table)
        if names:
            mine = update(table).where(table.c.merchant_id == merchant, table.c.order_id.in_(orders))
            touched += session.run(mine.values(dict.fromkeys(names, "")))
    asked = {"merchant": merchant, "orders": list(orders)}
    for row in session.rows(_EVENTS, asked):
        told = orjson.loads(row.data)
        if told.get("actor") and told.get("reason"):
            session.run(_WRITE_EVENT, {"which": row.seq, "told": orjson.dumps(told | {"reason": ""}).decode()})
            touched += 1
    return touched + session.run(_JOBS, asked)
