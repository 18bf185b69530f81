"""Opens and closes watches, each with an event in the feed. What was flagged once is never flagged again."""

from dataclasses import replace
from datetime import UTC, datetime

from engine.ids import Ids, Prefix
from engine.store.feed import NewEvent, add_events
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import WriteSession
from fulfillment.jobs import PARCEL_WATCHED
from fulfillment.records import ParcelTrip, ParcelWatch
from fulfillment.store.watches import add_watch, save_watch, watches_about
from fulfillment.tracking.watching import Kind, Wanted

TYPE, CLOSED_TYPE = "parcel.{kind}", "parcel.watch_closed"
OPEN, CLOSED = "open", "closed"
FOLLOWED = frozenset({Kind.SILENT, Kind.LATE})  # by `seeing_to`
SECONDS = "%Y-%m-%dT%H:%M:%SZ"  # a payload holds codes, and no sign of an offset is one


def reconcile(session: WriteSession, ids: Ids, trip: ParcelTrip, wanted: tuple[Wanted, ...], now: datetime) -> None:
    """Opens what is missing, closes what is over. What was flagged before is never told of again."""
    known = {(each.kind, each.since): each for each in watches_about(session, trip.merchant_id, trip.shipment_id)}
    for each in wanted:
        before = known.pop((each.kind, each.since), None)
        if before is None:
            open_watch(session, ids, trip.merchant_id, trip.order_id, trip.shipment_id, each, now)
        elif before.state == CLOSED and not before.closed_by:
            save_watch(session, replace(before, state=OPEN, closed_at=None))
    for gone in known.values():
        if gone.state == OPEN:
            close_watch(session, gone, now)


def open_watch(session: WriteSession, ids: Ids, merchant: str, order_id: str, subject: str, wanted: Wanted,
               now: datetime) -> ParcelWatch:  # fmt: skip
    """Flags it, with an event in the feed."""
    watch = ParcelWatch(
        id=ids.new(Prefix.PARCEL_WATCH),
        merchant_id=merchant,
        order_id=order_id,
        subject=subject,
        kind=wanted.kind,
        since=wanted.since,
        due=wanted.due,
        opened_at=now,
    )
    add_watch(session, watch)
    add_events(session, [_event(watch, TYPE.format(kind=watch.kind), "o", now)])
    if watch.kind in FOLLOWED:
        told = {"order_id": order_id, "merchant": merchant, "watch_id": watch.id}
        enqueue(session, ids, [NewJob(kind=PARCEL_WATCHED, merchant=merchant, aggregate=order_id, payload=told)], now)
    return watch


def close_watch(session: WriteSession, watch: ParcelWatch, now: datetime, by: str = "") -> ParcelWatch:
    """It is seen to: by what happened, or by a person."""
    closed = replace(watch, state=CLOSED, closed_at=now, closed_by=by)
    save_watch(session, closed)
    add_events(session, [_event(closed, CLOSED_TYPE, "c", now)])
    return closed


def _event(watch: ParcelWatch, type_: str, end: str, at: datetime) -> NewEvent:
    """Named by the watch: opened once, and closed once at a time."""
    suffix = end if end == "o" else f"{end}{int(at.timestamp())}"
    return NewEvent(
        id=f"{Prefix.EVENT}_{watch.id.removeprefix(f'{Prefix.PARCEL_WATCH}_')}_{suffix}",
        merchant=watch.merchant_id,
        type=type_,
        order_id=watch.order_id,
        data={
            "watch_id": watch.id,
            "subject": watch.subject,
            "kind": str(watch.kind),
            "since": watch.since.astimezone(UTC).strftime(SECONDS),
            "due": watch.due.astimezone(UTC).strftime(SECONDS),
        },
        at=at,
    )
