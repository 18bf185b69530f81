"""A dispute that a person or the merchant's own program tells of, with no more than an amount and a name."""

from dataclasses import replace

from fulfillment.casefile import CaseFile
from fulfillment.payments.disputes.closing import close_dispute
from fulfillment.payments.disputes.joining import dispute_name
from fulfillment.payments.disputes.opening import ACCEPTED, EXPIRED, LOST, OPEN, SUBMITTED, WON, Complaint, open_dispute
from fulfillment.payments.taking import PaymentEvent
from fulfillment.records import Dispute
from fulfillment.states import Event
from fulfillment.store.disputes import disputes_of

RUNNING = (OPEN, SUBMITTED, EXPIRED, ACCEPTED)


def with_dispute(file: CaseFile, event: PaymentEvent) -> PaymentEvent:
    """The event with the name of the dispute that it is about, where it names none: a new one, or the running one."""
    if event.subject or event.kind not in (Event.DISPUTE, Event.WIN, Event.LOSE):
        return event
    if event.kind is Event.DISPUTE:
        return replace(event, subject=dispute_name(file, event.reference, event.amount, event.currency))
    running = _running(file)
    return replace(event, subject=running.reference) if running is not None else event


def mind_dispute(file: CaseFile, event: PaymentEvent) -> None:
    """Opens a case for a dispute; closes the order's running one where it is won or lost."""
    if event.kind is Event.DISPUTE:
        open_dispute(file, _complaint(file, event))
    elif event.kind in (Event.WIN, Event.LOSE):
        running = _running(file)
        if running is not None:
            close_dispute(file, running, WON if event.kind is Event.WIN else LOST, event.at)


def _running(file: CaseFile) -> Dispute | None:
    told = disputes_of(file.session, file.merchant, file.order_id)
    return next((each for each in reversed(told) if each.state in RUNNING), None)


def _complaint(file: CaseFile, event: PaymentEvent) -> Complaint:
    payment = file.order.payment
    gateway = event.gateway or (payment.gateway if payment is not None and payment.gateway else "")
    return Complaint(
        gateway=gateway.lower(),
        reference=event.subject,
        scheme="",
        reason_code="",
        category=None,
        amount=event.amount,
        currency=event.currency,
        at=event.at,
        due_at=None,
    )
