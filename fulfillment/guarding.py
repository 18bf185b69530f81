"""Whether the guards of a step hold, asked of the desk and of what is kept about the order."""

from engine.store.sessions import ReadSession
from fulfillment.desk_view import Standing
from fulfillment.lifecycle import PAID, WORKABLE
from fulfillment.records import Case
from fulfillment.states import Guard
from fulfillment.store.aftersales import is_anything_open
from fulfillment.store.shipments import find_shipment


def holds(session: ReadSession, case: Case, standing: Standing, guard: Guard) -> bool:
    """Whether a guard is met now."""
    match guard:
        case Guard.CLEAR:
            return standing.is_clear
        case Guard.PAID:
            return case.payment in PAID
        case Guard.SECURED:
            return case.payment in WORKABLE
        case Guard.CURRENT:
            shipment = find_shipment(session, case.merchant_id, case.shipment_id or "")
            return shipment is not None and shipment.order_version == standing.version
        case Guard.NOTHING_OPEN:
            return not is_anything_open(session, case.order_id)
