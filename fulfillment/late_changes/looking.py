"""What a change would do to an order now, read from what is kept."""

from collections.abc import Iterable
from dataclasses import replace

from engine.store.sessions import ReadSession
from fulfillment.errors import NotFound
from fulfillment.late_changes.reach import Follows, Outlook, is_movable, outlook
from fulfillment.parts import counted
from fulfillment.records import Shipment
from fulfillment.store.cases import find_case, fulfilments_of
from fulfillment.store.consignments import membership
from fulfillment.store.shipments import shipments_of


def outlook_of(session: ReadSession, merchant: str, order_id: str) -> Outlook:
    """By how far the goods are; a parcel that other orders share goes where they go. Raises NotFound."""
    case = find_case(session, merchant, order_id)
    if case is None:
        raise NotFound("order", order_id)
    parts, parcels = fulfilments_of(session, merchant, order_id), counted(shipments_of(session, merchant, order_id))
    found = outlook(case, parts, parcels)
    if found.address is Follows.REDIRECTED and _is_shared(session, merchant, parcels):
        return replace(found, address=Follows.TOO_LATE)
    return found


def _is_shared(session: ReadSession, merchant: str, parcels: Iterable[Shipment]) -> bool:
    away = {each.fulfilment_id for each in parcels if is_movable(each)}
    return any(membership(session, merchant, each) is not None for each in away)
