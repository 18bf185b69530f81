"""A dispute becomes a case: what it is about, until when it can be answered, and timers that mind that."""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.ids import Prefix
from engine.order.terms import LiabilityShift
from fulfillment.aftersales.signs import note_not_received
from fulfillment.casefile import CaseFile
from fulfillment.jobs import DISPUTE_WATCH
from fulfillment.payments.disputes.book import dispute_book
from fulfillment.payments.disputes.category import Category
from fulfillment.payments.disputes.keeping import keep_changed, keep_new
from fulfillment.records import Dispute
from fulfillment.store.disputes import dispute_named

INQUIRY, CHARGEBACK = "inquiry", "chargeback"
OPEN, SUBMITTED, EXPIRED = "open", "submitted", "expired"
WON, LOST, ACCEPTED = "won", "lost", "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What is known when a dispute is told. `due_at` is the gateway's own day, if it names one."""

    gateway: str
    reference: str
    scheme: str
    reason_code: str
    category: Category | None
    amount: int
    currency: str
    at: datetime
    due_at: datetime | None
    is_inquiry: bool = False


def open_dispute(file: CaseFile, complaint: Complaint) -> Dispute:
    """Opens the case, or adds to it what is told later: an inquiry that became a chargeback, another day."""
    known = dispute_named(file.session, file.merchant, file.order_id, complaint.gateway, complaint.reference)
    told = _made(file, complaint)
    if known is None:
        keep_new(file, told)
        data = {"dispute": told.id, "category": told.category, "due": _trust_of_due(told)}
        file.note("dispute_opened", dedup=f"dispute:{told.id}", data=data)
    else:
        told = _merged(known, told)
        keep_changed(file, told)
    if told.category == Category.NOT_RECEIVED:
        note_not_received(file)
    if told.state == OPEN:
        watch_dispute(file, told)
    return told


def watch_dispute(file: CaseFile, dispute: Dispute) -> None:
    """Sets the timers that warn before the answer is due, and end the waiting for it."""
    for when in (max(file.now, dispute.due_at - file.site.payments.warn), max(file.now, dispute.due_at)):
        payload = {"dispute_id": dispute.id, "at": when.isoformat()}
        file.add_job(DISPUTE_WATCH, payload, track="dispute", run_after=when)


def _trust_of_due(dispute: Dispute) -> str:
    """How far the due date is to be trusted: `stated` by the gateway, by a `table` that was read, or a `guess`."""
    if dispute.is_stated_due:
        return "stated"
    return "table" if dispute_book().scheme(dispute.scheme).is_sure else "guess"


def _made(file: CaseFile, complaint: Complaint) -> Dispute:
    book = dispute_book()
    scheme = book.scheme(complaint.scheme or _brand(file))
    answer_by = scheme.answer_by(complaint.at, complaint.gateway, is_inquiry=complaint.is_inquiry)
    return Dispute(
        id=file.ids.new(Prefix.DISPUTE),
        merchant_id=file.merchant,
        order_id=file.order_id,
        gateway=complaint.gateway,
        reference=complaint.reference,
        scheme=scheme.name,
        reason_code=complaint.reason_code,
        category=book.category(scheme.name, complaint.reason_code, complaint.category),
        stage=INQUIRY if complaint.is_inquiry else CHARGEBACK,
        amount=complaint.amount,
        currency=complaint.currency,
        shift=_shift(file),
        state=OPEN,
        opened_at=complaint.at,
        due_at=complaint.due_at or answer_by,
        is_stated_due=complaint.due_at is not None,
    )


def _merged(known: Dispute, told: Dispute) -> Dispute:
    """What is kept of both, whichever came first: the chargeback outweighs the inquiry, a stated day a computed one."""
    is_worse = known.stage == INQUIRY and told.stage == CHARGEBACK
    newer = told if told.is_stated_due or (is_worse and not known.is_stated_due) else known
    named = told if told.reason_code else known
    return replace(
        known,
        stage=CHARGEBACK if CHARGEBACK in (known.stage, told.stage) else INQUIRY,
        opened_at=min(known.opened_at, told.opened_at),
        amount=max(known.amount, told.amount),
        due_at=newer.due_at,
        is_stated_due=newer.is_stated_due,
        reason_code=named.reason_code,
        category=named.category,
    )


def _brand(file: CaseFile) -> str:
    payment = file.order.payment
    if payment is None:
        return ""
    if payment.card is not None and payment.card.brand:
        return payment.card.brand
    return payment.wallet.kind if payment.wallet is not None else ""


def _shift(file: CaseFile) -> str:
    payment = file.order.payment
    checked = payment.three_ds if payment is not None else None
    return (checked.liability_shift if checked is not None else None) or LiabilityShift.UNKNOWN
