"""The label of a box that orders share: booked once, for the order that leads, with its number on a row of each."""

from engine.ids import Prefix
from fulfillment.carriers.words import BookingState
from fulfillment.casefile import CaseFile
from fulfillment.consigning.leading import packed_box, wake_followers
from fulfillment.consigning.stages import PACKED, moved
from fulfillment.errors import CaseChanged
from fulfillment.packing.boxing import CLOSED
from fulfillment.records import CarrierBooking, ConsignmentMember, Parcel, Shipment
from fulfillment.states import Event, Machine, Voyage, Work
from fulfillment.store.carriers import bookings_of_part, carrier_of
from fulfillment.store.cases import find_fulfilment
from fulfillment.store.consignments import put_consignment
from fulfillment.store.shipments import add_shipment
from fulfillment.store.warehouse import parcels_of
from fulfillment.tracking.vocabulary import Word

LIVE = frozenset({BookingState.WAITING, BookingState.BOOKED, BookingState.REFUSED, BookingState.LOST})


def follow_leader(file: CaseFile, fulfilment_id: str, leader: ConsignmentMember) -> bool:
    """Labels a part with the number under which its box was booked for the order that leads, or waits for it; false
    where the box has a label of our own."""
    part = find_fulfilment(file.session, file.merchant, leader.fulfilment_id)
    booked = [each for each in bookings_of_part(file.session, file.merchant, leader.fulfilment_id)
              if each.state in LIVE]  # fmt: skip
    is_labelled = part is not None and part.state == Work.LABELLED
    if is_labelled and booked and all(each.state == BookingState.BOOKED for each in booked):
        file.take(Machine.FULFILMENT, Event.LABEL, fulfilment_id)
        for box in parcels_of(file.session, fulfilment_id):
            if box.state == CLOSED:
                add_shipment(file.session, booked_shipment(file, box, booked[-1]))
        return True
    return not is_labelled


def lead_others(file: CaseFile, fulfilment_id: str, number: str) -> None:
    """The part that leads has its label: the box has this number from now on, and the others look at it."""
    found = packed_box(file.session, file.merchant, fulfilment_id)
    if found is None or found[1][0].fulfilment_id != fulfilment_id:
        return
    if found[0].number != number:
        if not put_consignment(file.session, moved(found[0], PACKED, number=number), PACKED):
            raise CaseChanged
        file.touch()
    wake_followers(file.session, file.ids, file.occasion, fulfilment_id, number)


def booked_shipment(file: CaseFile, box: Parcel, booking: CarrierBooking) -> Shipment:
    """The parcel of one order, in a box that was booked: for it, or for the order that leads."""
    chosen = file.order.shipping
    connection = carrier_of(file.session, file.merchant, booking.connection_id)
    adapter = "" if connection is None else connection.settings.get("carrier", "") or connection.adapter
    return Shipment(
        id=file.ids.new(Prefix.SHIPMENT),
        merchant_id=file.merchant,
        order_id=file.order_id,
        fulfilment_id=box.fulfilment_id,
        parcel_id=box.id,
        carrier=(chosen.carrier if chosen is not None else None) or adapter,
        service=booking.product,
        number=booking.number,
        state=Voyage.LABELLED,
        status=Word.LABEL_CREATED,
        order_version=file.standing.version,
        created_at=file.now,
        service_id=booking.service_id,
    )
