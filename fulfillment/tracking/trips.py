"""The way of a parcel that left: opened when it leaves, looked at a little after there is news of it."""

from datetime import timedelta

from engine.store.sessions import ReadSession
from fulfillment.casefile import CaseFile
from fulfillment.parts import has_left
from fulfillment.records import ParcelTrip, Shipment
from fulfillment.site import Site
from fulfillment.store.cases import fulfilments_of
from fulfillment.store.shipments import find_shipment
from fulfillment.store.trips import add_trip, set_look, trip_of
from fulfillment.store.warehouses import find_warehouse
from fulfillment.tracking.reading import Lane

# Events of one happening come in a jumble: who looks a little later sees them all, and tells of none that was over.
SETTLE = timedelta(minutes=10)
DEFAULT_ORIGIN = "CN"


def open_trip(file: CaseFile, shipment: Shipment) -> None:
    """A parcel leaves now. Does nothing for one whose way is known."""
    if trip_of(file.session, file.merchant, shipment.id) is not None:
        return
    lane = lane_of_order(file.session, file.site, shipment)
    trip = ParcelTrip(
        shipment_id=shipment.id,
        merchant_id=file.merchant,
        order_id=file.order_id,
        number=shipment.number,
        carrier=shipment.carrier,
        service_id=shipment.service_id,
        origin=lane.origin,
        country=lane.country,
        left_at=file.now,
        look_at=file.now + SETTLE,
    )
    add_trip(file.session, trip)


def news_of(file: CaseFile, shipment_id: str) -> None:
    """Somebody is to look at the parcel, as soon as what comes with it has come."""
    shipment = find_shipment(file.session, file.merchant, shipment_id)
    if shipment is None or not has_left(shipment):
        return
    open_trip(file, shipment)
    set_look(file.session, shipment_id, file.now + SETTLE)


def lane_of(session: ReadSession, site: Site, shipment: Shipment) -> Lane:
    """From where to where a parcel goes."""
    trip = trip_of(session, shipment.merchant_id, shipment.id)
    return lane_of_order(session, site, shipment) if trip is None else Lane(trip.origin, trip.country)


def lane_of_order(session: ReadSession, site: Site, shipment: Shipment) -> Lane:
    """From its warehouse, where one of that name is set up, else from where the order says; to the order's address."""
    order = site.desk.order_of(session, shipment.order_id)
    parts = fulfilments_of(session, shipment.merchant_id, shipment.order_id)
    named = next((each.warehouse for each in parts if each.id == shipment.fulfilment_id), "")
    warehouse = find_warehouse(session, shipment.merchant_id, named)
    stated = order.ship_from.country if order.ship_from is not None else None
    origin = warehouse.country if warehouse is not None else stated or DEFAULT_ORIGIN
    return Lane(origin, order.shipping_address.country or "")
