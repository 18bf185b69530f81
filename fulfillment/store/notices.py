"""What customers and carriers are told."""

from datetime import datetime

from sqlalchemy import func, select, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import Notice
from fulfillment.store.rows import keep, many, one
from fulfillment.store.tables import NOTICE


def add_notice(session: WriteSession, notice: Notice) -> bool:
    """Adds a notice unless the same was told before."""
    same = (NOTICE.c.order_id == notice.order_id, NOTICE.c.kind == notice.kind, NOTICE.c.about == notice.about)
    if session.number(select(func.count()).select_from(NOTICE).where(*same)):
        return False
    keep(session, NOTICE, notice)
    return True


def find_notice(session: ReadSession, merchant: str, id_: str) -> Notice | None:
    """A notice by its id."""
    return one(session, NOTICE, Notice, NOTICE.c.id == id_, NOTICE.c.merchant_id == merchant)


def notices_of(session: ReadSession, merchant: str, order_id: str) -> tuple[Notice, ...]:
    """All notices about an order, oldest first."""
    return many(session, NOTICE, Notice, NOTICE.c.order_id == order_id, NOTICE.c.merchant_id == merchant)


def mark_written(session: WriteSession, notice_id: str, now: datetime) -> None:
    """It has left."""
    written = {"state": "written", "written_at": microseconds(now)}
    session.run(update(NOTICE).where(NOTICE.c.id == notice_id, NOTICE.c.state == "queued").values(**written))
