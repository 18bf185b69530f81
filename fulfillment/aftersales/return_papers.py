"""The papers of a return as they are printed: the label with the sender that the order has now, and customs' data."""

from engine.store.sessions import ReadSession
from fulfillment.aftersales.return_labels import DECLARATION, LABEL
from fulfillment.desk_view import DeskView
from fulfillment.documents.label import fill_label
from fulfillment.documents.printing import Printed
from fulfillment.errors import NotFound
from fulfillment.store.shipments import document_of


def return_label_of(session: ReadSession, desk: DeskView, merchant: str, return_id: str) -> Printed:
    """The label by which the goods come back. Raises NotFound where the customer pays, and so has none."""
    label = document_of(session, merchant, return_id, LABEL)
    if label is None:
        raise NotFound("label of return", return_id)
    return Printed(label.media_type, fill_label(label.content, desk.order_of(session, label.order_id)))


def return_declaration_of(session: ReadSession, merchant: str, return_id: str) -> Printed:
    """What customs are told, as JSON. Raises NotFound where the goods cross no border."""
    declared = document_of(session, merchant, return_id, DECLARATION)
    if declared is None:
        raise NotFound("declaration of return", return_id)
    return Printed(declared.media_type, declared.content.decode())
