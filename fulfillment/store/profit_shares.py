"""Kept profits as rows: put in order by order, and summed up by the database."""

from collections.abc import Collection, Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, delete, func, or_, select, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.profit.figure import Known, Part
from fulfillment.profit.kept_order import KeptOrder
from fulfillment.profit.shares import order_of
from fulfillment.profit.summing import Cell
from fulfillment.profit.tables import Over
from fulfillment.profit.wanted import Wanted
from fulfillment.records import DueProfit, ProfitShare
from fulfillment.store.rows import keep
from fulfillment.store.tables import PROFIT_KEPT, PROFIT_SHARE

Place = tuple[int, str]  # when an order was opened, and its id
OF_ORDERS = (Over.SHOP, Over.CHANNEL, Over.MONTH, Over.LANE)
_S, _K = PROFIT_SHARE.c, PROFIT_KEPT.c
_COUNTED = ("pieces", "incomplete", "incomplete_sku", "expected", "billed", *Part)
_TOLD = (_S.order_id, _S.currency, _S.shop, _S.channel, _S.month, _S.lane, _S.known, _S.data)


def put_shares(session: WriteSession, due: DueProfit, shares: Sequence[ProfitShare], now: int) -> bool:
    """Replaces an order's rows by these, counted after the mark was read; false where somebody counted later marks.

    Without any it could not be read, as its buyer is erased: what was counted before stays.
    """
    kept = (_K.order_id == due.order_id, _K.currency == due.currency)
    mine = (
        _S.merchant_id == due.merchant, _S.currency == due.currency, _S.opened_at == microseconds(due.opened_at),
        _S.order_id == due.order_id, _S.basis.in_(("actual", "expected")),
    )  # fmt: skip
    is_erased = not shares and session.first(select(_S.order_id).where(*mine).limit(1)) is None
    made = {"made": due.mark, "made_at": now, "is_erased": is_erased}
    if not session.run(update(PROFIT_KEPT).where(*kept, _K.made < due.mark).values(**made)):
        return False
    if shares:
        session.run(delete(PROFIT_SHARE).where(*mine))
        keep(session, PROFIT_SHARE, *shares)
    return True


def cells_of(session: ReadSession, wanted: Wanted, keys: Collection[Over]) -> tuple[Cell, ...]:
    """Everything that is wanted, summed up by these columns and by what is not known."""
    by = [_S[each] for each in keys]
    sums = [func.sum(_S[name]).label(name) for name in _COUNTED]
    asked = (
        select(*by, _S.lacking, func.count().label("rows"), func.sum(_S.is_first).label("orders"), *sums)
        .where(*_of(wanted))
        .group_by(*by, _S.lacking)
        .order_by(*by, _S.lacking)
    )
    return tuple(_cell(row._asdict(), keys) for row in session.rows(asked))


def count_orders(session: ReadSession, wanted: Wanted, *conditions: ColumnElement[bool]) -> int:
    """How many orders are wanted."""
    return session.number(select(func.count()).where(*_of(wanted), _S.is_first == 1, *conditions))


def count_losses(session: ReadSession, wanted: Wanted, *, is_sure: bool = False) -> int:
    """How many of them lose money as far as is known; `is_sure`: of those whose parts are all known."""
    return count_orders(session, wanted, _S.known < 0, *([_S.incomplete == 0] if is_sure else []))


def worst_orders(
    session: ReadSession, wanted: Wanted, most: int | None, *, is_sure: bool = False
) -> tuple[KeptOrder, ...]:
    """Those that lose most first, or earn least; `is_sure`: only losses whose parts are all known."""
    sure = [_S.incomplete == 0, _S.known < 0] if is_sure else []
    asked = select(*_TOLD).where(*_of(wanted), _S.is_first == 1, *sure).order_by(_S.known, _S.order_id).limit(most)
    return tuple(_order(row) for row in session.rows(asked))


def orders_after(session: ReadSession, wanted: Wanted, after: Place, limit: int) -> tuple[tuple[KeptOrder, ...], Place]:
    """So many of them behind a place, oldest first, and the place of the last one."""
    moment, order_id = after
    asked = (
        select(*_TOLD, _S.opened_at)
        .where(*_of(wanted), _S.is_first == 1, _S.opened_at >= moment)
        .where(or_(_S.opened_at > moment, _S.order_id > order_id))
        .order_by(_S.opened_at, _S.order_id)
        .limit(limit)
    )
    found = session.rows(asked)
    return tuple(_order(row) for row in found), (found[-1].opened_at, found[-1].order_id) if found else after


def _of(wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    where = [
        _S.merchant_id == wanted.merchant,
        _S.currency == wanted.currency,
        _S.basis == wanted.basis,
        _S.opened_at >= microseconds(wanted.since),
        _S.opened_at < microseconds(wanted.until),
    ]
    if wanted.shops is not None:
        where.append(_S.shop.in_(sorted(wanted.shops)))
    if wanted.channel is not None:
        where.append(_S.channel == wanted.channel)
    return where


def _cell(row: dict[str, Any], keys: Collection[Over]) -> Cell:
    return Cell(
        keys={each: str(row[each]) for each in keys},
        lacking=tuple(str(row["lacking"]).split()),
        orders=int(row["orders"]),
        rows=int(row["rows"]),
        pieces=int(row["pieces"]),
        incomplete=int(row["incomplete"]),
        incomplete_skus=int(row["incomplete_sku"]),
        parts={part: int(row[part]) for part in Part},
        known={Known.EXPECTED: int(row["expected"]), Known.BILLED: int(row["billed"])},
    )


def _order(row: Row[tuple[object, ...]]) -> KeptOrder:
    told = row._asdict()
    return order_of({**told, "data": orjson.loads(told["data"])})
