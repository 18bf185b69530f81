"""What a change would do to an order now, read from what is kept."""

from engine.store.sessions import ReadSession
from fulfillment.errors import NotFound
from fulfillment.late_changes.reach import Outlook, outlook
from fulfillment.parts import counted
from fulfillment.store.cases import find_case, fulfilments_of
from fulfillment.store.shipments import shipments_of


def outlook_of(session: ReadSession, merchant: str, order_id: str) -> Outlook:
    """By how far the goods are. Raises NotFound."""
    case = find_case(session, merchant, order_id)
    if case is None:
        raise NotFound("order", order_id)
    parts = fulfilments_of(session, merchant, order_id)
    return outlook(case, parts, counted(shipments_of(session, merchant, order_id)))
