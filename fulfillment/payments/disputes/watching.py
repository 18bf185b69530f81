"""The day by which a dispute must be answered: a warning before it, and the end of waiting on it."""

from engine.store.sessions import WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.payments.disputes.closing import moved
from fulfillment.payments.disputes.keeping import keep_changed
from fulfillment.payments.disputes.opening import EXPIRED, OPEN
from fulfillment.records import Case, Dispute
from fulfillment.site import Occasion, Site
from fulfillment.store.disputes import disputes_of
from fulfillment.thread import at_work


def look_at_disputes(session: WriteSession, site: Site, occasion: Occasion) -> Case:
    """Warns of the order's open disputes whose day comes near, and ends those whose day has passed."""
    with at_work(session, site, occasion) as file:
        for dispute in disputes_of(session, occasion.merchant, occasion.order_id):
            if dispute.state == OPEN:
                _look_at(file, dispute)
    return file.case


def _look_at(file: CaseFile, dispute: Dispute) -> None:
    told = {"dispute": dispute.id, "due": dispute.due_at.isoformat()}
    name = f"dispute:{dispute.id}:{dispute.due_at.isoformat()}"
    if file.now >= dispute.due_at:
        keep_changed(file, moved(dispute, EXPIRED))
        file.note("dispute_expired", dedup=f"{name}:expired", data=told)
    elif dispute.due_at - file.now <= file.site.payments.warn:
        file.note("dispute_due", dedup=f"{name}:due", data=told)
