"""Which open orders hold a SKU: as it was sold, as the seller keeps it, or inside a kit. Built by the worker.

Orders whose life has ended are taken out, so the table is as long as the work in hand.
"""

from collections.abc import Sequence

import orjson
from sqlalchemy import bindparam, column, delete, select, text

from engine.store.outbox import NewJob
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import ORDER_SKU
from engine.takedown import sku_key

ENDED = "desk.order_ended"  # the kind of job that takes an order out
LONGEST = 128  # characters that the column holds: a key may be longer than its SKU

_C = ORDER_SKU.c
_FORGET = delete(ORDER_SKU).where(_C.merchant_id == bindparam("merchant"), _C.order_id == bindparam("order"))
_WITH = (
    select(_C.order_id)
    .where(_C.merchant_id == bindparam("merchant"), _C.sku == bindparam("which"), _C.order_id > bindparam("after"))
    .order_by(_C.order_id)
    .limit(bindparam("limit"))
)
_LIST = {
    "sqlite": "SELECT value FROM json_each(:skus)",
    "postgresql": "SELECT value FROM json_array_elements_text(CAST(:skus AS json))",
}
# `CROSS JOIN` has SQLite begin with the SKUs, rather than go through all open orders in their order.
_WAITING = {
    dialect: text(
        f"WITH asked(sku) AS ({rows}) SELECT DISTINCT o.order_id FROM asked CROSS JOIN order_sku o "  # noqa: S608
        "WHERE o.merchant_id = :merchant AND o.sku = asked.sku AND o.waits AND o.order_id > :after "
        "ORDER BY o.order_id LIMIT :limit"
    ).columns(column("order_id"))
    for dialect, rows in _LIST.items()
}


def note_order(session: WriteSession, merchant: str, order_id: str, skus: Sequence[str], *, waits: bool) -> None:
    """Says anew which SKUs an open order holds, and whether it waits. Each stands there as it is written and by its
    key, since notices are typed by hand."""
    forget_order(session, merchant, order_id)
    ways = dict.fromkeys(way for sku in skus for way in (sku, sku_key(sku)[:LONGEST]))
    session.add(
        ORDER_SKU, [{"merchant_id": merchant, "sku": way, "order_id": order_id, "waits": waits} for way in ways]
    )


def forget_order(session: WriteSession, merchant: str, order_id: str) -> None:
    """Takes an order out, whose life has ended."""
    session.run(_FORGET, {"merchant": merchant, "order": order_id})


def ended_job(merchant: str, order_id: str) -> NewJob:
    """A job that says that an order's life has ended: no change of an article concerns it any more."""
    return NewJob(kind=ENDED, merchant=merchant, aggregate=order_id, dedup=f"{ENDED}:{order_id}")


def orders_with_sku(session: ReadSession, merchant: str, sku: str, limit: int = 1000, after: str = "") -> Sequence[str]:
    """Ids of open orders that hold a SKU, those being packed included, oldest first, from behind one. By its key, it
    is found however it is written."""
    bound = {"merchant": merchant, "which": sku[:LONGEST], "after": after, "limit": limit}
    return [row.order_id for row in session.rows(_WITH, bound)]


def waiting_with_skus(
    session: ReadSession, merchant: str, skus: Sequence[str], limit: int, after: str = ""
) -> Sequence[str]:
    """Ids of orders that are held or asked and hold one of the SKUs, oldest first, from behind one."""
    if not skus:
        return []
    bound = {
        "merchant": merchant,
        "skus": orjson.dumps(list(skus)).decode(),
        "after": after,
        "limit": limit,
    }
    return [row.order_id for row in session.rows(_WAITING[session.dialect], bound)]
