"""Lanes learn from parcels whose way ended: each is counted once, and what is corrected is taken out and counted anew.

What the counts hold of a parcel is kept with its way, so that counting again changes nothing. Whether it was on time is
judged by its service as that was stated when the parcel got its label.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from engine.store.sessions import WriteSession
from fulfillment.records import ParcelTrip, Shipment, Tracked
from fulfillment.shipping.own_services import service_of_parcel
from fulfillment.shipping.service import Service
from fulfillment.states import Voyage
from fulfillment.store.trips import count_trip, save_trip
from fulfillment.tracking.expected import DAYS, ENDED, GAP, HELD, LOST, ON_TIME
from fulfillment.tracking.priors import load_priors, stated_of
from fulfillment.tracking.stages import longest_gaps, signs, whole_days
from fulfillment.tracking.vocabulary import Word

END = {Voyage.DELIVERED: "delivered", Voyage.RETURNED: "returned", Voyage.LOST: "lost", Voyage.WRITTEN_OFF: "lost"}
MOST_DAYS = 365
CUSTOMS = frozenset({Word.EXPORT_HELD, Word.IMPORT_HELD})
Seen = tuple[tuple[str, int], ...]


def count(session: WriteSession, trip: ParcelTrip, shipment: Shipment, events: Sequence[Tracked]) -> bool:
    """Has the lane hold what this parcel says of it now; whether that changed. The caller lets nobody else count the
    lane meanwhile."""
    before, now = held_of(trip), seen_of_trip(trip, shipment, events, service_of_parcel(session, shipment))
    if before == now:
        return False
    count_trip(session, trip, before, -1)
    count_trip(session, trip, now, 1)
    save_trip(session, replace(trip, lines={"seen": [list(each) for each in now]} if now else {}))
    return True


def held_of(trip: ParcelTrip) -> Seen:
    """What the lane's counts hold of it."""
    found = trip.lines.get("seen", ())
    return tuple((str(what), int(value)) for what, value in found) if isinstance(found, list) else ()


def seen_of_trip(
    trip: ParcelTrip, shipment: Shipment, events: Sequence[Tracked], service: Service | None
) -> Seen:  # fmt: skip
    """What a parcel that went by a service says of its lane; nothing while it is under way."""
    end = END.get(Voyage(shipment.state))
    if end is None:
        return ()
    found: list[tuple[str, int]] = [(ENDED, 0)]
    left_at = began(trip, events)
    if end == "delivered" and shipment.status_at is not None:
        days = min(whole_days(shipment.status_at - left_at), MOST_DAYS)
        found += [(DAYS, days), *([(ON_TIME, 0)] if days <= promised(trip, service) else [])]
        found += [(f"{GAP}{stage}", min(gap, MOST_DAYS)) for stage, gap in longest_gaps(left_at, events).items()]
    if end == "lost":
        found.append((LOST, 0))
    if any(each.status in CUSTOMS and each.void_at is None for each in events):
        found.append((HELD, 0))
    return tuple(sorted(found))


def began(trip: ParcelTrip, events: Sequence[Tracked]) -> datetime:
    """When it left: what we noted, or the carrier's first scan where that was before."""
    return min((trip.left_at, *(each.at for each in signs(events)[:1])))


def promised(trip: ParcelTrip, service: Service | None) -> int:
    """The most days that its service states for the lane."""
    return stated_of(load_priors(), service, trip.country).promised_days
