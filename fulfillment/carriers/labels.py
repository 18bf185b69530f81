"""A packed box gets a number and a label, and loses both when they are not wanted any more."""

from engine.ids import Prefix
from fulfillment.carriers.interception import request_interception
from fulfillment.carriers.s10 import s10_number
from fulfillment.casefile import CaseFile
from fulfillment.documents.label import MEDIA_TYPE, draw_label
from fulfillment.errors import NotFound
from fulfillment.records import Document, Parcel, Shipment
from fulfillment.states import Event, Machine, Voyage
from fulfillment.store.shipments import add_document, add_shipment, allocate_serial
from fulfillment.store.warehouse import find_parcel
from fulfillment.tracking.vocabulary import Word, is_under_way

DEFAULT_CARRIER, DEFAULT_ORIGIN = "post", "CN"
LETTER_POST, PARCEL_POST = "RX", "CX"
MOST_OF_A_LETTER_G = 2000


def make_label(file: CaseFile) -> Shipment:
    """Gives the packed box its number, once, and draws its label. Raises StepBlocked while the order is held."""
    file.take(Machine.FULFILMENT, Event.LABEL)
    parcel = find_parcel(file.session, file.fulfilment().id)
    if parcel is None:
        raise NotFound("parcel of order", file.order_id)
    shipment = _shipment(file, parcel)
    add_shipment(file.session, shipment)
    add_document(file.session, _label(file, shipment, parcel))
    file.change(shipment_id=shipment.id)
    return shipment


def void_label(file: CaseFile, _: str) -> None:
    """The label counts no more. A carrier that has scanned the box already is asked to send it back."""
    shipment = file.shipment()
    file.take(Machine.SHIPMENT, Event.VOID)
    if is_under_way(shipment.status):
        request_interception(file, shipment.id)
    file.change(shipment_id=None)


def _shipment(file: CaseFile, parcel: Parcel) -> Shipment:
    service = LETTER_POST if parcel.weight_g <= MOST_OF_A_LETTER_G else PARCEL_POST
    country = _origin(file)
    chosen = file.order.shipping
    return Shipment(
        id=file.ids.new(Prefix.SHIPMENT),
        merchant_id=file.merchant,
        order_id=file.order_id,
        parcel_id=parcel.id,
        carrier=(chosen.carrier if chosen is not None else None) or DEFAULT_CARRIER,
        service=service,
        number=s10_number(service, allocate_serial(file.session, service, country), country),
        state=Voyage.LABELLED,
        status=Word.LABEL_CREATED,
        order_version=file.standing.version,
        created_at=file.now,
    )


def _label(file: CaseFile, shipment: Shipment, parcel: Parcel) -> Document:
    return Document(
        id=file.ids.new(Prefix.DOCUMENT),
        merchant_id=file.merchant,
        order_id=file.order_id,
        subject=shipment.id,
        kind="label",
        media_type=MEDIA_TYPE,
        content=draw_label(shipment.number, shipment.carrier, _origin(file), parcel.weight_g),
        created_at=file.now,
    )


def _origin(file: CaseFile) -> str:
    return file.order.ship_from.country if file.order.ship_from is not None else DEFAULT_ORIGIN
