"""Papers as they are printed: what was drawn, with the names and addresses that the order has now."""

from engine.store.sessions import ReadSession
from fulfillment.desk_view import DeskView
from fulfillment.documents.label import fill_label
from fulfillment.errors import NotFound
from fulfillment.store.cases import find_case
from fulfillment.store.shipments import document_of


def print_label(session: ReadSession, desk: DeskView, merchant: str, order_id: str) -> str:
    """The label of the order's parcel as an SVG drawing. Raises NotFound when there is none that counts."""
    case = find_case(session, merchant, order_id)
    label = case and case.shipment_id and document_of(session, merchant, case.shipment_id, "label")
    if not label:
        raise NotFound("label of order", order_id)
    return fill_label(label.content, desk.order_of(session, order_id))
