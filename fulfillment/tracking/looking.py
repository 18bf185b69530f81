"""Looks at parcels: has lanes count those whose way ended, and flags those that somebody has to see to.

A sweep runs every few minutes and adds a look for each parcel whose time has come; looks of one lane run one after the
other, so that nobody else counts it meanwhile. What is flagged is a row, unique by what it is about and when it began.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.clock import Clock
from engine.ids import Ids
from engine.store.chain import begin_turns, turn_after, turn_job
from engine.store.database import Database
from engine.store.outbox import Handler, Job, NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.jobs import PARCEL_LOOK, PARCEL_SWEEP
from fulfillment.records import ParcelTrip, ParcelWatch, Shipment
from fulfillment.shipping.own_services import service_of_parcel
from fulfillment.store.shipments import find_shipment, tracked
from fulfillment.store.tracking import is_unknown_everywhere
from fulfillment.store.trips import set_look, trip_of, trips_to_look_at
from fulfillment.store.watches import find_watches, hold_trip
from fulfillment.tracking.counting import count
from fulfillment.tracking.expected import seen_of, tallies_of
from fulfillment.tracking.flagging import reconcile
from fulfillment.tracking.priors import load_priors
from fulfillment.tracking.ship_by import look_at_ship_by
from fulfillment.tracking.silent_returns import look_at_returns
from fulfillment.tracking.sources.asking import keep_asking
from fulfillment.tracking.watching import Known, Outlook, outlook

EVERY = timedelta(minutes=10)
MOST = 2000  # looks that one sweep adds; the rest comes with the next


def look(session: WriteSession, ids: Ids, merchant: str, shipment_id: str, now: datetime) -> Outlook | None:
    """Looks at one parcel; None for one whose way is not known. The caller looks at no other of its lane meanwhile."""
    if not hold_trip(session, merchant, shipment_id):
        return None
    trip, shipment = trip_of(session, merchant, shipment_id), find_shipment(session, merchant, shipment_id)
    if trip is None or shipment is None:
        return None
    count(session, trip, shipment, tracked(session, shipment_id))
    found = outlook(_known(session, trip, shipment), load_priors(), now)
    reconcile(session, ids, trip, found.open, now)
    set_look(session, shipment_id, found.look_at)
    return found


def open_watches(
    session: ReadSession, merchant: str, *, kind: str | None = None, order_id: str | None = None, after: str = "",
    limit: int | None = None,
) -> tuple[ParcelWatch, ...]:  # fmt: skip
    """What somebody has to see to now, oldest first: all, of one kind, or of one order."""
    return find_watches(session, merchant, kind=kind, order_id=order_id, after=after, limit=limit)


def _known(session: ReadSession, trip: ParcelTrip, shipment: Shipment) -> Known:
    tally = tallies_of(session, trip.merchant_id, trip.origin, trip.country).get(trip.service_id)
    service = service_of_parcel(session, shipment)  # as it was stated then, as for claims and buyers
    lane = seen_of(service, load_priors(), trip.service_id, trip.origin, trip.country, tally)
    return Known(
        trip=trip,
        shipment=shipment,
        events=tracked(session, trip.shipment_id),
        lane=lane,
        tally=tally,
        is_unknown=is_unknown_everywhere(session, trip.merchant_id, trip.number),
    )


@dataclass(frozen=True, slots=True)
class _Sweep:
    ids: Ids
    clock: Clock

    def __call__(self, session: WriteSession, job: Job, /) -> None:
        """Adds the looks of this turn, and the next turn; asks sources again whose chain of turns broke off."""
        now, turn = self.clock.now(), str(job.payload.get("turn", ""))
        due = trips_to_look_at(session, now, MOST)
        looks = [look_job(session, merchant, shipment_id, turn) for merchant, shipment_id in due]
        enqueue(session, self.ids, [turn_job(PARCEL_SWEEP, turn_after(job, now, EVERY), EVERY), *looks], now)
        look_at_ship_by(session, self.ids, now)
        look_at_returns(session, self.ids, now)
        keep_asking(session, self.ids, now)


@dataclass(frozen=True, slots=True)
class _Look:
    ids: Ids
    clock: Clock

    def __call__(self, session: WriteSession, job: Job, /) -> None:
        look(session, self.ids, job.merchant, str(job.payload["shipment"]), max(self.clock.now(), job.due))


def look_job(session: ReadSession, merchant: str, shipment_id: str, turn: str) -> NewJob:
    """A look at one parcel, in the row of its lane; one a turn."""
    trip = trip_of(session, merchant, shipment_id)
    lane = "" if trip is None else f"{trip.origin}-{trip.country}"
    return NewJob(kind=PARCEL_LOOK, merchant=merchant, aggregate=f"{PARCEL_LOOK}:{lane}",
                  payload={"shipment": shipment_id}, dedup=f"{PARCEL_LOOK}:{shipment_id}:{turn}")  # fmt: skip


def parcel_handlers(ids: Ids, clock: Clock) -> Mapping[str, Handler]:
    """Kind of job -> its handler."""
    return {PARCEL_SWEEP: _Sweep(ids, clock), PARCEL_LOOK: _Look(ids, clock)}


def begin_sweeping(database: Database, ids: Ids, clock: Clock) -> None:
    """Starts the chain of sweeps; does nothing where this turn's is there."""
    begin_turns(database, ids, clock.now(), PARCEL_SWEEP, EVERY)
