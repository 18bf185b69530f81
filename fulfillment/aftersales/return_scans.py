"""What carriers tell of the label of a return: it is on its way, it is here, it was lost.

Each event counts once, in any order. A carrier's scan is proof that the customer handed the goods over.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.aftersales.accepting import await_person
from fulfillment.aftersales.comebacks import await_arrival
from fulfillment.aftersales.inspecting import lose, receive
from fulfillment.aftersales.refund_clock import with_refund_clock
from fulfillment.casefile import CaseFile
from fulfillment.errors import TrackingRefused
from fulfillment.records import Case, ReturnCase
from fulfillment.site import Occasion, Site
from fulfillment.states import Comeback, Event, Machine
from fulfillment.store.aftersales import change_return, find_return
from fulfillment.store.warehouses import find_warehouse
from fulfillment.thread import at_work
from fulfillment.tracking.reading import Lane
from fulfillment.tracking.scan import Scan
from fulfillment.tracking.vocabulary import Word, is_under_way

SCANNED, STRAY = "return_scanned", "return_scanned_late"
LOST = frozenset({Word.LOST, Word.DESTROYED})
BACK_TO_SENDER = frozenset({Word.RETURNING, Word.RETURNED})
OPEN = frozenset({Comeback.LABEL_SENT, Comeback.IN_TRANSIT})


def record_return_scans(
    session: WriteSession, site: Site, labelled: ReturnCase, scans: Sequence[Scan], occasion: Occasion
) -> Case:
    """Keeps the events of a return's label; known ones change nothing. Raises TrackingRefused for a time without a
    zone."""
    if any(scan.at.tzinfo is None for scan in scans):
        msg = "a tracking time needs a zone; give the offset of where it happened"
        raise TrackingRefused(msg)
    with at_work(session, site, occasion) as file:
        for scan in sorted(scans, key=lambda each: each.at):
            if _is_new(file, labelled, scan):
                _follow(file, labelled.id, scan)
    return file.case


def return_lane(session: ReadSession, site: Site, labelled: ReturnCase) -> Lane:
    """From the customer's country to that of the warehouse."""
    order = site.desk.order_of(session, labelled.order_id)
    to = find_warehouse(session, labelled.merchant_id, labelled.warehouse)
    return Lane(order.shipping_address.country or "", "" if to is None else to.country)


def _is_new(file: CaseFile, case: ReturnCase, scan: Scan) -> bool:
    told = f"{scan.status}\x1f{scan.carrier_code}\x1f{microseconds(scan.at)}"
    name = hashlib.sha256(told.encode()).hexdigest()[:32]
    data = {"return": case.id, "status": scan.status.value, "at": scan.at.isoformat()}
    return file.note(SCANNED, dedup=f"{SCANNED}:{case.id}:{name}", data=data)


def _follow(file: CaseFile, return_id: str, scan: Scan) -> None:
    case = find_return(file.session, file.merchant, return_id)
    if case is None or not is_under_way(scan.status):
        return
    if case.state not in OPEN:
        # It was given up, or people were faster: they see that it moves, and nothing is paid twice.
        file.note(STRAY, dedup=f"{STRAY}:{return_id}:{scan.status}", data={"return": return_id, "state": case.state})
        return
    sent_at = min(scan.at, case.sent_at or scan.at)
    case = with_refund_clock(file, replace(case, moved_at=max(scan.at, case.moved_at or scan.at), sent_at=sent_at))
    change_return(file.session, case)
    if case.state == Comeback.LABEL_SENT:
        file.take(Machine.RETURN, Event.SEND, return_id)
        case = find_return(file.session, file.merchant, return_id) or case
    if scan.status is Word.DELIVERED:
        receive(file, case)
    elif scan.status in LOST:
        lose(file, case)
    elif scan.status in BACK_TO_SENDER:
        await_person(file, case)
    else:
        await_arrival(file, case)
