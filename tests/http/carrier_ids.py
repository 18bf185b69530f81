"""What a merchant has of carriers: a connection, a box that was booked, a pick-up and a manifest."""

from engine.desk.desk import Desk
from engine.ids import Prefix
from fulfillment.carriers.words import AdapterName
from fulfillment.records import CarrierBooking, CarrierConnection, Manifest, Pickup
from fulfillment.store.carriers import add_bookings, add_carrier, add_pickup
from fulfillment.store.shipments import add_manifest
from tests.http.conftest import Service


def a_carrier(service: Service, order_id: str) -> dict[str, str]:
    """Ids of the main merchant's, by the names that paths have for them."""
    desk: Desk = service.app.state.services.desk
    now = service.clock.now()
    made = CarrierConnection(
        id=desk.ids.new(Prefix.CARRIER),
        merchant_id="main",
        adapter=AdapterName.OWN_CARRIER,
        name="van",
        endpoint="https://carrier.example",
        created_at=now,
        created_by="ana",
        changed_at=now,
    )
    booking = CarrierBooking(
        id=desk.ids.new(Prefix.BOOKING),
        merchant_id="main",
        order_id=order_id,
        fulfilment_id="a-part",
        parcel_id="a-parcel",
        connection_id=made.id,
        service_id="intl-express",
        product="VAN",
        reference="a-reference",
        order_version=1,
        created_at=now,
    )
    pickup = Pickup(
        id=desk.ids.new(Prefix.PICKUP),
        merchant_id="main",
        connection_id=made.id,
        warehouse="main",
        day="2026-12-01",
        slot="once",
        ready="10:00",
        closes="16:00",
        zone="UTC",
        parcels=1,
        weight_g=500,
        product="VAN",
        created_at=now,
        created_by="ana",
    )
    manifest = Manifest(
        id=desk.ids.new(Prefix.MANIFEST),
        merchant_id="main",
        carrier="van",
        parcels=0,
        created_at=now,
        created_by="ana",
    )
    with service.database.write() as session:
        add_carrier(session, made)
        add_bookings(session, [booking])
        add_pickup(session, pickup)
        add_manifest(session, manifest)
    return {"carrier_id": made.id, "booking_id": booking.id, "pickup_id": pickup.id, "manifest_id": manifest.id}
