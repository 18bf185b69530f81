"""Papers as they are printed: what was drawn, with the names and addresses that the order has now."""

from dataclasses import dataclass

from engine.store.sessions import ReadSession
from fulfillment.desk_view import DeskView
from fulfillment.documents.label import fill_label
from fulfillment.errors import NotFound
from fulfillment.parts import counted, parcel_named
from fulfillment.states import Voyage
from fulfillment.store.shipments import document_of, find_shipment, shipments_of


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper ready for a printer."""

    media_type: str
    text: str


def print_label_of(session: ReadSession, desk: DeskView, merchant: str, shipment_id: str) -> Printed:
    """The label of a parcel. Raises NotFound when there is none, or it was voided and must not leave the house."""
    shipment = find_shipment(session, merchant, shipment_id)
    label = document_of(session, merchant, shipment_id, "label")
    if shipment is None or label is None or shipment.state == Voyage.VOIDED:
        raise NotFound("label that counts of shipment", shipment_id)
    return Printed(label.media_type, fill_label(label.content, desk.order_of(session, shipment.order_id)))


def print_label(session: ReadSession, desk: DeskView, merchant: str, order_id: str, parcel: str | None = None) -> str:
    """The label of the order's parcel as an SVG drawing, named by id or number where there are several.

    Raises NotFound when there is none that counts, PartNeeded.
    """
    labels = counted(shipments_of(session, merchant, order_id))
    if not labels:
        raise NotFound("label of order", order_id)
    return print_label_of(session, desk, merchant, parcel_named(labels, parcel, order_id).id).text
