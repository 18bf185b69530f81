"""Labels as carriers drew them. They bear the consignee's address, so they are sealed with the person's key: erasing
the person makes them unreadable, and printing opens them."""

from datetime import datetime
from typing import Protocol

from engine.ids import Ids, Prefix
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.carriers.protocol import LabelFile
from fulfillment.desk_view import DeskView
from fulfillment.documents.errors import PaperWithheld
from fulfillment.errors import NotFound
from fulfillment.records import CarrierBooking, Document
from fulfillment.states import Voyage
from fulfillment.store.carriers import booking_of_box
from fulfillment.store.shipments import add_document, document_of, find_shipment

KIND = "carrier_label"


class LabelSeal(Protocol):
    """Whoever seals with the key of an order's person."""

    def closed(self, session: ReadSession, merchant: str, order_id: str, version: int, content: bytes) -> bytes:
        """Sealed. Raises PersonErased."""
        ...

    def opened(self, session: ReadSession, merchant: str, order_id: str, version: int, sealed: bytes) -> bytes:
        """The content again. Raises PersonErased."""
        ...


def keep_label(
    session: WriteSession, ids: Ids, seal: LabelSeal, booking: CarrierBooking, label: LabelFile, now: datetime
) -> None:
    """Keeps the label of a booking, once. Raises PersonErased."""
    if document_of(session, booking.merchant_id, booking.id, KIND) is not None:
        return
    sealed = seal.closed(session, booking.merchant_id, booking.order_id, booking.order_version, label.content)
    add_document(
        session,
        Document(
            id=ids.new(Prefix.DOCUMENT),
            merchant_id=booking.merchant_id,
            order_id=booking.order_id,
            subject=booking.id,
            kind=KIND,
            media_type=label.media_type,
            content=sealed,
            created_at=now,
        ),
    )


def has_carrier_label(session: ReadSession, merchant: str, order_id: str, number: str) -> bool:
    """Whether a parcel's label is its carrier's."""
    booking = booking_of_box(session, merchant, order_id, number)
    return booking is not None and document_of(session, merchant, booking.id, KIND) is not None


def print_carrier_label(
    session: ReadSession, seal: LabelSeal, desk: DeskView, merchant: str, shipment_id: str
) -> LabelFile | None:
    """The same for a printer: none leaves while the order may not go on. Raises PaperWithheld too."""
    label = carrier_label(session, seal, merchant, shipment_id)
    shipment = find_shipment(session, merchant, shipment_id)
    if label is not None and shipment is not None and shipment.state == Voyage.LABELLED:
        standing = desk.standing(session, shipment.order_id)
        if not standing.is_clear:
            raise PaperWithheld(standing.outcome, desk.reasons(session, shipment.order_id))
    return label


def carrier_label(session: ReadSession, seal: LabelSeal, merchant: str, shipment_id: str) -> LabelFile | None:
    """The carrier's label of a parcel; None for one whose label is our own.

    Raises NotFound for a parcel that is none of the merchant's or whose label was voided, PersonErased.
    """
    shipment = find_shipment(session, merchant, shipment_id)
    if shipment is None or shipment.state == Voyage.VOIDED:
        raise NotFound("label that counts of shipment", shipment_id)
    booking = booking_of_box(session, merchant, shipment.order_id, shipment.number)
    kept = None if booking is None else document_of(session, merchant, booking.id, KIND)
    if booking is None or kept is None:
        return None
    content = seal.opened(session, merchant, booking.order_id, booking.order_version, kept.content)
    return LabelFile(kept.media_type, content)
