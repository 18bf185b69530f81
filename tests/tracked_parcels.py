"""Parcels on their way, for tests: sent from China to Germany, told of by sources, swept every few minutes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from fulfillment.records import ParcelWatch, Shipment
from fulfillment.store.trips import trips_to_look_at
from fulfillment.store.watches import find_watches
from fulfillment.tracking.looking import look
from fulfillment.tracking.ship_by import look_at_ship_by
from fulfillment.tracking.taking import take_told
from fulfillment.tracking.told import Told
from tests.fulfilment_site import House
from tests.split_orders import TEES, split, through


def send_one(house: House) -> Shipment:
    """A parcel of an order leaves now."""
    split(house, (TEES,))
    through(house, house.parts()[-1].id)
    return house.parcels()[0]


def a_told(code: str, at: datetime, country: str = "", place: str = "", table: str = "own") -> Told:
    return Told(table=table, code=code, stated=at.isoformat(), country=country, place=place)


def told(house: House, number: str, *events: Told) -> None:
    """A source tells these."""
    with house.database.write() as session:
        take_told(session, house.site, house.merchant, number, events, house.clock.now(), source="tsr_1",
                  actor="source:tests")  # fmt: skip
    house.drain()


def swept(house: House, **time: float) -> None:
    """Time passes, and whatever is due is looked at."""
    house.clock.pass_by(timedelta(**time))
    now, ids = house.clock.now(), house.site.ids
    with house.database.write() as session:
        for merchant, shipment_id in trips_to_look_at(session, now, 100):
            look(session, ids, merchant, shipment_id, now)
        look_at_ship_by(session, ids, now)


def watches(house: House, state: str | None = "open") -> list[str]:
    """Kinds of what is flagged."""
    return sorted(each.kind for each in all_watches(house, state))


def all_watches(house: House, state: str | None = None) -> Sequence[ParcelWatch]:
    with house.database.read() as session:
        return find_watches(session, house.merchant, state=state)
