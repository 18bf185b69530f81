"""Claims at marketplaces: told of by a person, a program, or the marketplace (`complaints.py`); each has its own clock,
and is answered there by hand.

No public interface tells of an A-to-z claim; eBay tells of its own. None that we use takes the answer; see
docs/how-to-answer-buyers.md.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.aftersale import AftersaleKind
from engine.desk.desk import Caller
from engine.store.sessions import WriteSession
from fulfillment.errors import NotFound
from fulfillment.inbox.book import inbox_book
from fulfillment.inbox.calling import call_of_claim
from fulfillment.inbox.cases import kept, new_case, open_case, standing_case, waits_for_us
from fulfillment.inbox.clock_jobs import wind
from fulfillment.inbox.errors import InboxCaseRefused
from fulfillment.inbox.inbox import Inbox, audit_case
from fulfillment.inbox.matching import Clues, order_meant
from fulfillment.inbox.words import CaseState, Subject
from fulfillment.payments.disputes.category import Category
from fulfillment.records import InboxCase
from fulfillment.store.shipments import find_shipment


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A claim as the marketplace tells it: its kind, its number there, our id or the number of the order, what it is
    about (the usual of its kind unless told), since when, and until when to answer where that is stated. `subject_id`
    is a parcel's id or a line's number."""

    kind: str
    reference: str
    order: str
    category: str = ""
    at: datetime
    due_at: datetime | None = None
    subject: str = Subject.ORDER
    subject_id: str = ""


@dataclass(frozen=True, slots=True)
class ClaimTaken:
    """The case of a claim; `is_new` is false where the claim was known."""

    case: InboxCase
    is_new: bool


def take_claim(inbox: Inbox, session: WriteSession, caller: Caller, told: Claimed) -> ClaimTaken:
    """Opens a claim's case. One that is known gets the day that is stated now, and one that was closed opens again.

    Raises NotFound for an order that is none of the caller's, InboxCaseRefused.
    """
    template = inbox_book().claims.get(told.kind)
    if template is None:
        raise InboxCaseRefused(f"`{told.kind}` is no claim; name one of {', '.join(sorted(inbox_book().claims))}")
    merchant, now = caller.merchant, inbox.desk.clock.now()
    order = order_meant(session, inbox.site, merchant, Clues(order=told.order, shops=caller.shops))
    if order is None:
        raise NotFound("order", told.order)
    category = told.category or template.usual
    if category not in tuple(Category):
        raise InboxCaseRefused(f"`{category}` is no category; name one of {', '.join(Category)}")
    _check_subject(session, merchant, order, told)
    thread = f"{told.kind}:{told.reference}"
    clock, since = inbox_book().clocks[told.kind], min(told.at, now)
    if category == Category.NOT_RECEIVED:
        inbox.site.desk.remember_aftersale(session, merchant, order, AftersaleKind.NOT_RECEIVED, order, now)
    known = standing_case(session, merchant, thread, now)
    if known is not None:
        return ClaimTaken(_again(inbox, session, caller, known, order, told), is_new=False)
    made = new_case(
        inbox, merchant, told.kind, clock, since, order_id=order, thread=thread, channel=template.channel,
        reference=told.reference, category=category, subject=told.subject, subject_id=told.subject_id,
        due_at=told.due_at or clock.due(since), is_stated_due=told.due_at is not None,
    )  # fmt: skip
    opened = open_case(inbox, session, caller, made)
    call_of_claim(inbox, session, opened, told.subject_id if told.subject == Subject.PARCEL else "")
    return ClaimTaken(opened, is_new=True)


def _again(
    inbox: Inbox, session: WriteSession, caller: Caller, known: InboxCase, order: str, told: Claimed
) -> InboxCase:
    if known.order_id != order:
        raise InboxCaseRefused(f"the claim `{told.reference}` is about another order already")
    is_over = known.state == CaseState.CLOSED
    says_new_day = told.due_at is not None and told.due_at != known.due_at
    if not (is_over or says_new_day):
        return known
    now = inbox.desk.clock.now()
    opened = replace(known, closed_at=None, closed_by=None, reason_code="", reopened=known.reopened + is_over,
                     category=told.category or known.category)  # fmt: skip
    made = kept(session, known, waits_for_us(opened, inbox_book().clocks[told.kind], min(told.at, now), told.due_at))
    wind(inbox.desk, session, made, now)
    audit_case(inbox.desk, session, caller, "told_again", made, now)
    return made


def _check_subject(session: WriteSession, merchant: str, order: str, told: Claimed) -> None:
    if told.subject == Subject.PARCEL:
        parcel = find_shipment(session, merchant, told.subject_id)
        if parcel is None or parcel.order_id != order:
            raise NotFound("parcel", told.subject_id)
    if told.subject == Subject.LINE and not told.subject_id.isdigit():
        raise InboxCaseRefused("`subject_id` of a line is its number, from 1")
