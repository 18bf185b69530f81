"""Papers as they are printed: what was drawn, with the names and addresses that the order has now."""

from dataclasses import dataclass

from engine.store.sessions import ReadSession
from fulfillment.desk_view import DeskView
from fulfillment.documents.label import fill_label
from fulfillment.errors import NotFound
from fulfillment.states import Voyage
from fulfillment.store.cases import find_case
from fulfillment.store.shipments import document_of, find_shipment


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


def print_label(session: ReadSession, desk: DeskView, merchant: str, order_id: str) -> str:
    """The label of the order's parcel as an SVG drawing. Raises NotFound when there is none that counts."""
    case = find_case(session, merchant, order_id)
    label = case and case.shipment_id and document_of(session, merchant, case.shipment_id, "label")
    if not label:
        raise NotFound("label of order", order_id)
    return fill_label(label.content, desk.order_of(session, order_id))
