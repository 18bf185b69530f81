"""Packed boxes whose service has a live connection are booked by its carrier; what was booked for nothing is voided.

A part waits at `packed` until each of its boxes has a number; then all of them are labelled in one step. Calling the
carrier is a job (`booking_work`); here is what is written with the steps that it follows from. A box that orders share
is booked once, for the order that leads; the others wait for its number (`sharing_label`).
"""

from collections.abc import Sequence
from datetime import timedelta

from engine.ids import Prefix
from fulfillment.carriers.sharing_label import LIVE, booked_shipment, follow_leader, lead_others
from fulfillment.carriers.words import BookingState
from fulfillment.casefile import CaseFile
from fulfillment.consigning.leading import packed_box
from fulfillment.jobs import CARRIER_BOOK, CARRIER_VOID
from fulfillment.packing.boxing import CLOSED
from fulfillment.records import CarrierBooking, CarrierConnection, Parcel, ServiceChoice
from fulfillment.shipping.chosen_row import service_of
from fulfillment.states import Event, Machine
from fulfillment.store.carriers import add_bookings, bookings_of_part, carrier_serving, move_booking
from fulfillment.store.shipments import add_shipment
from fulfillment.store.warehouse import parcels_of

CALL_TRACK = "carrier"
SETTLED = timedelta(seconds=60)  # after which a call that was under way when nobody wanted it any more has ended


def book_part(file: CaseFile, fulfilment_id: str, choice: ServiceChoice | None) -> bool:
    """Has the boxes of a packed part booked, and labels it once all are; false where its labels are our own."""
    every = bookings_of_part(file.session, file.merchant, fulfilment_id)
    kept = [each for each in every if each.state in LIVE]
    found = packed_box(file.session, file.merchant, fulfilment_id)
    if found is not None and found[1][0].fulfilment_id != fulfilment_id:
        _drop(file, kept)
        return follow_leader(file, fulfilment_id, found[1][0])
    current = [each for each in kept if each.order_version == file.standing.version]
    service_id = service_of("" if choice is None else choice.service, file.order.shipping)
    connection = carrier_serving(file.session, file.merchant, service_id) if service_id else None
    if connection is None:
        _drop(file, kept)
        return False
    boxes = [each for each in parcels_of(file.session, fulfilment_id) if each.state == CLOSED]
    inside = {each.id for each in boxes}
    fitting = [each for each in current if each.parcel_id in inside and _fits(each, service_id)]
    _drop(file, [each for each in kept if each not in fitting])
    of_box = {each.parcel_id: each for each in fitting}
    missing = [each for each in boxes if each.id not in of_box]
    if missing and file.may(Machine.FULFILMENT, Event.LABEL, fulfilment_id):
        _want(file, connection, service_id, missing)
    if boxes and not missing and all(each.state == BookingState.BOOKED for each in fitting):
        _label(file, fulfilment_id, [(box, of_box[box.id]) for box in boxes])
        lead_others(file, fulfilment_id, of_box[boxes[0].id].number)
    return True


def drop_bookings(file: CaseFile, fulfilment_id: str) -> None:
    """Nobody wants the bookings of a part any more: what stands at the carrier is voided."""
    _drop(file, [each for each in bookings_of_part(file.session, file.merchant, fulfilment_id) if each.state in LIVE])


def _fits(booking: CarrierBooking, service_id: str) -> bool:
    """What is booked stays booked, also where another service would be chosen now."""
    return booking.state == BookingState.BOOKED or booking.service_id == service_id


def _want(file: CaseFile, connection: CarrierConnection, service_id: str, boxes: Sequence[Parcel]) -> None:
    bookings = [_booking(file, connection, service_id, box) for box in boxes]
    add_bookings(file.session, bookings)
    file.touch()
    for each in bookings:
        file.add_job(CARRIER_BOOK, {"booking": each.id}, track=f"{CALL_TRACK}:{each.parcel_id}")


def _booking(file: CaseFile, connection: CarrierConnection, service_id: str, box: Parcel) -> CarrierBooking:
    id_ = file.ids.new(Prefix.BOOKING)
    return CarrierBooking(
        id=id_,
        merchant_id=file.merchant,
        order_id=file.order_id,
        fulfilment_id=box.fulfilment_id,
        parcel_id=box.id,
        connection_id=connection.id,
        service_id=service_id,
        product=connection.services[service_id],
        reference=id_.replace("_", ""),  # letters and digits: carriers take 35 of them
        order_version=file.standing.version,
        created_at=file.now,
    )


def _label(file: CaseFile, fulfilment_id: str, booked: Sequence[tuple[Parcel, CarrierBooking]]) -> None:
    file.take(Machine.FULFILMENT, Event.LABEL, fulfilment_id)
    for box, booking in booked:
        add_shipment(file.session, booked_shipment(file, box, booking))


def _drop(file: CaseFile, bookings: Sequence[CarrierBooking]) -> None:
    for each in bookings:
        stands_there = bool(each.unsure) or each.state in (BookingState.BOOKED, BookingState.LOST)
        state = BookingState.UNWANTED if stands_there else BookingState.VOIDED
        if not move_booking(file.session, each, state=state, ended_at=None if stands_there else file.now):
            continue  # its job was faster, and this step comes again with what that found
        file.touch()
        if stands_there:
            later = file.now + SETTLED if each.unsure else None
            file.add_job(CARRIER_VOID, {"booking": each.id}, track=f"{CALL_TRACK}:{each.parcel_id}", run_after=later)
