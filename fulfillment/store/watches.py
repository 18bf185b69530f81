"""Parcels that somebody has to see to."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from engine.clock import microseconds, moment
from engine.store.order_shops import of_shops
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.channels.words import Taken
from fulfillment.lifecycle import UNSENT
from fulfillment.records import ParcelWatch
from fulfillment.store.tables import CASE, CHANNEL_ORDER, TRIP, WATCH
from fulfillment.store.tracking_rows import read_records, written

_W, _C, _O = WATCH.c, CASE.c, CHANNEL_ORDER.c


def watches_about(session: ReadSession, merchant: str, subject: str) -> tuple[ParcelWatch, ...]:
    """All of a parcel, or of an order that is to leave, those that were closed too."""
    return read_records(session, WATCH, ParcelWatch, _W.subject == subject, _W.merchant_id == merchant)


def watch_of(session: ReadSession, merchant: str, id_: str) -> ParcelWatch | None:
    """One by its id."""
    return next(iter(read_records(session, WATCH, ParcelWatch, _W.id == id_, _W.merchant_id == merchant)), None)


def find_watches(
    session: ReadSession,
    merchant: str,
    *,
    state: str | None = "open",
    kind: str | None = None,
    order_id: str | None = None,
    shops: frozenset[str] | None = None,
    after: str = "",
    limit: int | None = None,
) -> tuple[ParcelWatch, ...]:
    """Those of a merchant that match, or of these shops of it, oldest first, from behind this id."""
    wanted = [_W.merchant_id == merchant, _W.id > after]
    wanted += [] if state is None else [_W.state == state]
    wanted += [] if kind is None else [_W.kind == kind]
    wanted += [] if order_id is None else [_W.order_id == order_id]
    wanted += [] if shops is None else [of_shops(_W.order_id, merchant, shops)]
    return read_records(session, WATCH, ParcelWatch, *wanted, limit=limit)


def add_watch(session: WriteSession, watch: ParcelWatch) -> None:
    """Adds one; the database refuses a second one of the same subject, kind and beginning."""
    session.add(WATCH, [written(watch)])


def save_watch(session: WriteSession, watch: ParcelWatch) -> None:
    """Puts it in the place of what was."""
    session.run(update(WATCH).where(_W.id == watch.id).values(**written(watch)))


def hold_trip(session: WriteSession, merchant: str, shipment_id: str) -> bool:
    """Lets nobody else look at a parcel until the transaction ends; false where its way is not known."""
    same = (TRIP.c.shipment_id == shipment_id, TRIP.c.merchant_id == merchant)
    return session.run(update(TRIP).where(*same).values(look_at=TRIP.c.look_at)) == 1


def to_leave_by(session: ReadSession, since: datetime, until: datetime) -> tuple[tuple[str, str, datetime], ...]:
    """Merchant, order and last moment of those that must leave within a time and have not."""
    chosen = (
        select(_O.merchant_id, _O.order_id, _O.ship_by)
        .where(
            _O.taken == Taken.DECIDED,
            _O.ship_by > microseconds(since),
            _O.ship_by <= microseconds(until),
            _C.order_id == _O.order_id,
            _C.merchant_id == _O.merchant_id,
            _C.stage.in_(UNSENT),
        )
        .order_by(_O.ship_by, _O.order_id)
    )
    return tuple((str(row.merchant_id), str(row.order_id), moment(row.ship_by)) for row in session.rows(chosen))


def open_of_kind(session: ReadSession, kind: str) -> tuple[ParcelWatch, ...]:
    """All that stand open of one kind, of every merchant."""
    return read_records(session, WATCH, ParcelWatch, _W.state == "open", _W.kind == kind)


def left_already(session: ReadSession, order_ids: Collection[str]) -> frozenset[str]:
    """Which of these orders wait to be sent no more."""
    chosen = select(_C.order_id).where(_C.order_id.in_(order_ids), _C.stage.not_in(UNSENT))
    return frozenset(str(row.order_id) for row in session.rows(chosen))
