"""Tasks of product data as rows, one a SKU: what is wanting of an article that orders wait for."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Row, bindparam, func, select, update

from engine.clock import microseconds, moment
from engine.errors import StoreConflict
from engine.ids import Prefix
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import ORDER_SKU, PRODUCT_TASK


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductTask:
    """`attributes` is what is wanting; `orders` how many orders wait that hold the SKU."""

    id: str
    merchant: str
    sku: str
    attributes: tuple[str, ...]
    state: str
    opened_at: datetime
    answered_at: datetime | None
    answered_by: str | None
    version: int
    orders: int = 0


_C, _O = PRODUCT_TASK.c, ORDER_SKU.c
_ORDERS = (
    select(func.count())
    .where(_O.merchant_id == _C.merchant_id, _O.sku == _C.sku, _O.waits)
    .scalar_subquery()
    .label("orders")
)
_MINE = _C.merchant_id == bindparam("merchant")
_ONE = select(PRODUCT_TASK, _ORDERS).where(_MINE, _C.id == bindparam("task"))
_OF = select(PRODUCT_TASK, _ORDERS).where(_MINE, _C.sku.in_(bindparam("skus", expanding=True)))
_LISTING = (
    select(PRODUCT_TASK, _ORDERS)
    .where(_MINE, _C.state == bindparam("which"), _C.id > bindparam("after"))
    .order_by(_C.id)
    .limit(bindparam("limit"))
)
_CHANGE = (
    update(PRODUCT_TASK)
    .where(_MINE, _C.id == bindparam("task"), _C.version == bindparam("seen"))
    .values(
        attributes=bindparam("wanting"),
        state=bindparam("how"),
        opened_at=bindparam("opened"),
        answered_at=bindparam("answered"),
        answered_by=bindparam("whom"),
        version=_C.version + 1,
    )
)


def task_id(merchant: str, sku: str) -> str:
    """The id of a SKU's task, known before it is opened."""
    digest = hashlib.sha256(f"{merchant}\x1f{sku}".encode()).hexdigest()
    return f"{Prefix.PRODUCT_TASK}_{digest[:32]}"


def open_task(session: WriteSession, merchant: str, sku: str, attributes: frozenset[str], at: datetime) -> None:
    """Opens a SKU's task, or adds to it what it does not ask for yet. Raises StoreConflict like `narrow_task`."""
    found = tasks_of(session, merchant, [sku])
    if not found:
        row = {"id": task_id(merchant, sku), "merchant_id": merchant, "sku": sku, "state": "open", "version": 1}
        session.add(PRODUCT_TASK, [row | {"attributes": _listed(attributes), "opened_at": microseconds(at)}])
        return
    task = found[0]
    before = frozenset(task.attributes) if task.state == "open" else frozenset()
    if not attributes <= before:
        opened = task.opened_at if task.state == "open" else at
        _change(session, task, attributes | before, "open", opened, None, None)


def narrow_task(session: WriteSession, task: ProductTask, still: frozenset[str], at: datetime, by: str) -> None:
    """What a task asks for after an answer; it ends when that is nothing. Raises StoreConflict when somebody changed it
    meanwhile."""
    if still:
        _change(session, task, still, "open", task.opened_at, None, None)
    else:
        _change(session, task, frozenset(), "answered", task.opened_at, at, by)


def task_of(session: ReadSession, merchant: str, task: str) -> ProductTask | None:
    """One task; None for another merchant's."""
    row = session.first(_ONE, {"merchant": merchant, "task": task})
    return None if row is None else _task(row)


def tasks_of(session: ReadSession, merchant: str, skus: Sequence[str]) -> Sequence[ProductTask]:
    """The tasks of SKUs, open or not."""
    return [_task(row) for row in session.rows(_OF, {"merchant": merchant, "skus": list(skus)})] if skus else []


def product_tasks(
    session: ReadSession, merchant: str, limit: int, after: str = "", state: str = "open"
) -> Sequence[ProductTask]:
    """Tasks by id, from behind one."""
    bound = {"merchant": merchant, "which": state, "after": after, "limit": limit}
    return [_task(row) for row in session.rows(_LISTING, bound)]


def _change(
    session: WriteSession,
    task: ProductTask,
    attributes: frozenset[str],
    state: str,
    opened: datetime,
    answered: datetime | None,
    by: str | None,
) -> None:
    bound = {
        "merchant": task.merchant,
        "task": task.id,
        "seen": task.version,
        "wanting": _listed(attributes),
        "how": state,
        "opened": microseconds(opened),
        "answered": None if answered is None else microseconds(answered),
        "whom": by,
    }
    if session.run(_CHANGE, bound) != 1:
        raise StoreConflict("somebody changed the task meanwhile")


def _listed(attributes: frozenset[str]) -> str:
    return orjson.dumps(sorted(attributes)).decode()


def _task(row: Row[tuple[object, ...]]) -> ProductTask:
    return ProductTask(
        id=row.id,
        merchant=row.merchant_id,
        sku=row.sku,
        attributes=tuple(orjson.loads(row.attributes)),
        state=row.state,
        opened_at=moment(row.opened_at),
        answered_at=None if row.answered_at is None else moment(row.answered_at),
        answered_by=row.answered_by,
        version=row.version,
        orders=row.orders,
    )
