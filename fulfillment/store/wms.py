"""What an external warehouse was told to do, and what it has told.

Words are numbered under a lock that is held until they are committed: who asks for all behind the last number that it
saw misses none.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, text, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import Fulfilment, WmsEvent, WmsSnapshot, WmsWork
from fulfillment.store.rows import keep, many, one, row_of
from fulfillment.store.tables import FULFILMENT, MOVEMENT, WMS_EVENT, WMS_SNAPSHOT, WMS_WORK

_LOCK = text("SELECT pg_advisory_xact_lock(4207, hashtext(:merchant))")


def lock_work(session: WriteSession, merchant: str) -> None:
    """Makes this the only transaction that numbers words of a merchant, until it ends."""
    if session.dialect == "postgresql":  # SQLite has but one writer
        session.rows(_LOCK, {"merchant": merchant})


def parts_in(session: ReadSession, merchant: str, warehouse: str, states: Sequence[str]) -> tuple[Fulfilment, ...]:
    """Parts of a warehouse that stand in one of these states."""
    where = (FULFILMENT.c.merchant_id == merchant, FULFILMENT.c.state.in_(states))
    return many(session, FULFILMENT, Fulfilment, *where, FULFILMENT.c.warehouse == warehouse)


def open_work(session: ReadSession, merchant: str, warehouse: str) -> tuple[WmsWork, ...]:
    """Of which parts the warehouse has not been told the end."""
    where = (
        WMS_WORK.c.merchant_id == merchant,
        WMS_WORK.c.warehouse == warehouse,
        WMS_WORK.c.action.in_(("do", "stop")),
    )
    return many(session, WMS_WORK, WmsWork, *where)


def last_seq(session: ReadSession, merchant: str) -> int:
    """The number of a merchant's last word."""
    return session.number(select(func.max(WMS_WORK.c.seq)).where(WMS_WORK.c.merchant_id == merchant))


def put_work(session: WriteSession, work: WmsWork) -> None:
    """The last word about a part takes the place of the one before."""
    same = (WMS_WORK.c.merchant_id == work.merchant_id, WMS_WORK.c.fulfilment_id == work.fulfilment_id)
    if not session.run(update(WMS_WORK).where(*same).values(**row_of(work))):
        keep(session, WMS_WORK, work)


def work_after(session: ReadSession, merchant: str, warehouse: str, after: int, limit: int) -> tuple[WmsWork, ...]:
    """Words behind a number, oldest first."""
    where = (WMS_WORK.c.merchant_id == merchant, WMS_WORK.c.warehouse == warehouse, WMS_WORK.c.seq > after)
    return many(session, WMS_WORK, WmsWork, *where, limit=limit)


def find_wms_event(session: ReadSession, merchant: str, event_id: str) -> WmsEvent | None:
    """An event that was taken."""
    return one(session, WMS_EVENT, WmsEvent, WMS_EVENT.c.merchant_id == merchant, WMS_EVENT.c.event_id == event_id)


def add_wms_event(session: WriteSession, event: WmsEvent) -> None:
    """The database refuses one that is there."""
    keep(session, WMS_EVENT, event)


def find_snapshot(session: ReadSession, merchant: str, snapshot_id: str) -> WmsSnapshot | None:
    """A snapshot that was taken."""
    same = (WMS_SNAPSHOT.c.merchant_id == merchant, WMS_SNAPSHOT.c.snapshot_id == snapshot_id)
    return one(session, WMS_SNAPSHOT, WmsSnapshot, *same)


def add_snapshot(session: WriteSession, snapshot: WmsSnapshot) -> None:
    """The database refuses one that is there."""
    keep(session, WMS_SNAPSHOT, snapshot)


def ledger_as_of(session: ReadSession, merchant: str, warehouse: str, at: datetime) -> dict[tuple[str, str], int]:
    """(article, lot) -> pieces that the ledger had in a warehouse at a moment, that moment's movements included."""
    held = (
        select(MOVEMENT.c.sku, MOVEMENT.c.lot, func.sum(MOVEMENT.c.pieces).label("pieces"))
        .where(
            MOVEMENT.c.merchant_id == merchant,
            MOVEMENT.c.warehouse == warehouse,
            MOVEMENT.c.at <= microseconds(at),
        )
        .group_by(MOVEMENT.c.sku, MOVEMENT.c.lot)
    )
    return {(str(row.sku), str(row.lot)): int(row.pieces) for row in session.rows(held)}
