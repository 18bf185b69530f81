"""Ways of parcels, and the counts of lanes."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import LaneCount, ParcelTrip
from fulfillment.store.rows import asked, keep, many, row_of
from fulfillment.store.tables import LANE_COUNT, TRIP

_T, _L = TRIP.c, LANE_COUNT.c
_TRIP = asked(TRIP, ParcelTrip, shipment="shipment_id", merchant="merchant_id")


def add_trip(session: WriteSession, trip: ParcelTrip) -> None:
    """A parcel left."""
    keep(session, TRIP, trip)


def trip_of(session: ReadSession, merchant: str, shipment_id: str) -> ParcelTrip | None:
    """The way of a parcel; None before it left."""
    return _TRIP.first(session, shipment=shipment_id, merchant=merchant)


def save_trip(session: WriteSession, trip: ParcelTrip) -> None:
    """Puts it in the place of what was."""
    session.run(update(TRIP).where(_T.shipment_id == trip.shipment_id).values(**row_of(trip)))


def set_look(session: WriteSession, shipment_id: str, at: datetime | None) -> None:
    """When somebody has to look at it; None for never."""
    when = None if at is None else microseconds(at)
    session.run(update(TRIP).where(_T.shipment_id == shipment_id).values(look_at=when))


def trips_to_look_at(session: ReadSession, now: datetime, limit: int) -> tuple[tuple[str, str], ...]:
    """Merchant and parcel of those whose time has come, of all merchants, the longest due first."""
    chosen = (
        select(_T.merchant_id, _T.shipment_id)
        .where(_T.look_at.is_not(None), _T.look_at <= microseconds(now))
        .order_by(_T.look_at, _T.shipment_id)
        .limit(limit)
    )
    return tuple((str(row.merchant_id), str(row.shipment_id)) for row in session.rows(chosen))


def lane_counts(session: ReadSession, merchant: str, origin: str, country: str) -> tuple[LaneCount, ...]:
    """All that was counted of a lane, by carrier, service, what and value."""
    where = (_L.merchant_id == merchant, _L.origin == origin, _L.country == country, _L.parcels > 0)
    return many(session, LANE_COUNT, LaneCount, *where)


def count_trip(session: WriteSession, trip: ParcelTrip, seen: Iterable[tuple[str, int]], step: int) -> None:
    """Adds (1) or takes out (-1) what was seen of a trip. The caller lets nobody else count this lane meanwhile."""
    lane = _lane(trip)
    same = [LANE_COUNT.c[name] == value for name, value in lane.items()]
    for what, value in seen:
        changed = update(LANE_COUNT).where(*same, _L.what == what, _L.value == value)
        if not session.run(changed.values(parcels=_L.parcels + step)):
            session.add(LANE_COUNT, [{**lane, "what": what, "value": value, "parcels": step}])


def _lane(trip: ParcelTrip) -> Mapping[str, str]:
    return {
        "merchant_id": trip.merchant_id,
        "origin": trip.origin,
        "country": trip.country,
        "carrier": trip.carrier,
        "service_id": trip.service_id,
    }
