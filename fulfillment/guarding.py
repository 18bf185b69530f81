"""Whether the guards of a step hold, asked of the desk and of what is kept about the order."""

from engine.store.sessions import ReadSession
from fulfillment.consigning.guard import may_leave_together
from fulfillment.desk_view import Standing
from fulfillment.lifecycle import PAID, WORKABLE
from fulfillment.parts import INSIDE, has_left
from fulfillment.records import Case
from fulfillment.site import Site
from fulfillment.states import Guard, Voyage
from fulfillment.store.aftersales import is_anything_open
from fulfillment.store.cases import fulfilments_of
from fulfillment.store.shipments import shipments_of


def holds(session: ReadSession, site: Site, case: Case, standing: Standing, guard: Guard, subject: str = "") -> bool:
    """Whether a guard is met now; `subject` is the part or parcel that steps."""
    match guard:
        case Guard.CLEAR:
            return standing.is_clear
        case Guard.PAID:
            return case.payment in PAID
        case Guard.SECURED:
            return case.payment in WORKABLE
        case Guard.CURRENT:
            return _is_current(session, case, standing, subject)
        case Guard.REVIEWED:
            return not site.desk.asks_for_review(session, case.merchant_id)
        case Guard.NOTHING_LEFT:
            return not is_any_away(session, case)
        case Guard.SOME_LEFT:
            return is_any_away(session, case)
        case Guard.ALL_LEFT:
            parts = fulfilments_of(session, case.merchant_id, case.order_id)
            return not any(each.state in INSIDE for each in parts) and is_any_away(session, case)
        case Guard.TOGETHER:
            return may_leave_together(session, site, case.merchant_id, subject)
        case Guard.NOTHING_OPEN:
            return not is_anything_open(session, case.order_id)


def is_any_away(session: ReadSession, case: Case) -> bool:
    """Whether a parcel has left that was not given up since."""
    found = shipments_of(session, case.merchant_id, case.order_id)
    return any(has_left(each) and each.state != Voyage.WRITTEN_OFF for each in found)


def _is_current(session: ReadSession, case: Case, standing: Standing, subject: str) -> bool:
    """Whether there is a label that waits, and none of those that wait is for an older version of the order."""
    waiting = [
        each
        for each in shipments_of(session, case.merchant_id, case.order_id)
        if each.state == Voyage.LABELLED and subject in (each.id, each.fulfilment_id)
    ]
    return bool(waiting) and all(each.order_version == standing.version for each in waiting)
