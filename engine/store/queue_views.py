"""Filters of the queue that people keep under names, as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import QUEUE_VIEW


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    """One, as its owner keeps it; `filters` is JSON."""

    id: str
    merchant: str
    owner: str
    name: str
    filters: str
    kept_at: datetime


_C = QUEUE_VIEW.c


def queue_views_of(session: ReadSession, merchant: str, owner: str) -> Sequence[QueueView]:
    """All of one owner, in the order in which they were first kept."""
    chosen = select(QUEUE_VIEW).where(_C.merchant_id == merchant, _C.owner == owner).order_by(_C.id)
    return [
        QueueView(
            id=str(row.id),
            merchant=merchant,
            owner=owner,
            name=str(row.name),
            filters=str(row.filters),
            kept_at=moment(row.kept_at),
        )
        for row in session.rows(chosen)
    ]


def put_queue_view(session: WriteSession, view: QueueView) -> None:
    """Keeps it, in the place of the one of this id where there is one."""
    values = {"name": view.name, "filters": view.filters, "kept_at": microseconds(view.kept_at)}
    if not session.run(update(QUEUE_VIEW).where(*_whose(view.merchant, view.owner, view.id)).values(**values)):
        whose = {"id": view.id, "merchant_id": view.merchant, "owner": view.owner}
        session.add(QUEUE_VIEW, [{**whose, **values}])


def drop_queue_view(session: WriteSession, merchant: str, owner: str, wanted: str) -> bool:
    """Takes it out; false where this owner has none of the id."""
    return session.run(delete(QUEUE_VIEW).where(*_whose(merchant, owner, wanted))) == 1


def _whose(merchant: str, owner: str, wanted: str) -> tuple[ColumnElement[bool], ...]:
    return (_C.merchant_id == merchant, _C.owner == owner, _C.id == wanted)
