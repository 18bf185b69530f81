"""Packed boxes get a number and a label each, and lose both when they are not wanted any more."""

from engine.ids import Prefix
from fulfillment.carriers.booking import drop_bookings
from fulfillment.carriers.interception import ask_for
from fulfillment.carriers.on_label import OnLabel, on_label
from fulfillment.carriers.s10 import s10_number
from fulfillment.carriers.sharing_label import lead_others
from fulfillment.casefile import CaseFile
from fulfillment.consigning.stages import PACKED, shared
from fulfillment.documents.label import MEDIA_TYPE, draw_label
from fulfillment.packing.boxing import CLOSED
from fulfillment.records import Document, Parcel, ServiceChoice, Shipment
from fulfillment.states import Event, Machine, Voyage
from fulfillment.store.shipments import add_document, add_shipment, allocate_serial
from fulfillment.store.warehouse import parcels_of
from fulfillment.store.warehouses import find_warehouse
from fulfillment.tracking.vocabulary import Word, is_under_way

DEFAULT_ORIGIN = "CN"


def make_labels(file: CaseFile, fulfilment_id: str, choice: ServiceChoice | None) -> tuple[Shipment, ...]:
    """Gives each packed box of a part its number, once, and draws its label, by the service that was chosen. Raises
    StepBlocked while it is held."""
    file.take(Machine.FULFILMENT, Event.LABEL, fulfilment_id)
    boxes = [each for each in parcels_of(file.session, fulfilment_id) if each.state == CLOSED]
    made = tuple(
        _labelled(file, parcel, on_label(file, choice, at, parcel.weight_g)) for at, parcel in enumerate(boxes)
    )
    if made:
        lead_others(file, fulfilment_id, made[0].number)
    return made


def void_labels(file: CaseFile, fulfilment_id: str) -> None:
    """The labels of a part count no more. A carrier that has scanned a box already is asked to send it back; what it
    booked is voided."""
    drop_bookings(file, fulfilment_id)
    for shipment in file.shipments(fulfilment_id):
        file.take(Machine.SHIPMENT, Event.VOID, shipment.id)
        if is_under_way(shipment.status):
            ask_for(file, shipment)


def _labelled(file: CaseFile, parcel: Parcel, service: OnLabel) -> Shipment:
    found = shared(file.session, file.merchant, parcel.fulfilment_id)
    # Who shares a box has its number, and a label of its whole weight.
    box = None if found is None or found[0].state != PACKED else found[0]
    shipment = _shipment(file, parcel, "" if box is None else box.number, service)
    add_shipment(file.session, shipment)
    add_document(file.session, _label(file, shipment, parcel, parcel.weight_g if box is None else box.weight_g))
    return shipment


def _shipment(file: CaseFile, parcel: Parcel, shared_number: str, chosen: OnLabel) -> Shipment:
    country = _origin(file, parcel)
    service = shared_number[:2] or chosen.indicator
    return Shipment(
        id=file.ids.new(Prefix.SHIPMENT),
        merchant_id=file.merchant,
        order_id=file.order_id,
        fulfilment_id=parcel.fulfilment_id,
        parcel_id=parcel.id,
        carrier=chosen.carrier,
        service=service,
        service_id=chosen.service_id,
        number=shared_number or s10_number(service, allocate_serial(file.session, service, country), country),
        state=Voyage.LABELLED,
        status=Word.LABEL_CREATED,
        order_version=file.standing.version,
        created_at=file.now,
    )


def _label(file: CaseFile, shipment: Shipment, parcel: Parcel, weight_g: int) -> Document:
    return Document(
        id=file.ids.new(Prefix.DOCUMENT),
        merchant_id=file.merchant,
        order_id=file.order_id,
        subject=shipment.id,
        kind="label",
        media_type=MEDIA_TYPE,
        content=draw_label(shipment.number, shipment.carrier, _origin(file, parcel), weight_g),
        created_at=file.now,
    )


def _origin(file: CaseFile, parcel: Parcel) -> str:
    """Where this part leaves from: its warehouse, where one of that name is set up, else what the order says."""
    warehouse = find_warehouse(file.session, file.merchant, file.fulfilment(parcel.fulfilment_id).warehouse)
    if warehouse is not None:
        return warehouse.country
    return file.order.ship_from.country if file.order.ship_from is not None else DEFAULT_ORIGIN
