"""Requests to customers: one open at a time for an order, that asks everything at once.

Created by itself when a decision asks, or by a person; ended by an answer, by its end, by a person, or when the order
does not ask any more. What follows (the letter, reminders, events) leaves as jobs of the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.decision import Decision
from engine.desk.customer_questions import Asked, Asking, addable, asked_of, is_asked
from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound
from engine.desk.intake import settled
from engine.desk.preferences import ASK_DAYS, REMINDER_HOURS, REMINDERS, preferences
from engine.desk.reading import current_decision, decided_again, order_of
from engine.desk.request_errors import AskedAlready, NothingToAsk, QuestionUnknown, RequestEnded
from engine.desk.telling import audit_job
from engine.errors import StoreConflict
from engine.ids import Prefix
from engine.order.order import Order
from engine.rulebook.book import RuleBook
from engine.store.customer_requests import (
    ANSWERED,
    CANCELLED,
    EXPIRED,
    OPEN,
    CustomerRequest,
    add_request,
    change_request,
    drop_files,
    last_request_of,
    open_request_of,
    request_of,
)
from engine.store.decision_rows import DecisionRow
from engine.store.holds import holds_of
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession

TOLD = "desk.request_told"  # an event
REMIND, EXPIRE = "desk.request_remind", "desk.request_expire"
LETTER = "desk.request_letter"  # whoever writes to customers has the handler
FINAL = "cancel"
BY_RULES = "rules"
NO_LONGER, BY_HAND = "no_longer_asked", "cancelled"
OWN_REASONS = frozenset({NO_LONGER, BY_HAND, ANSWERED, EXPIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """An order as it stands, with what it asks of its customer, and all that people may add to that."""

    row: DecisionRow
    order: Order
    decision: Decision
    book: RuleBook
    asked: Asked
    addable: tuple[str, ...] = ()

    @property
    def asks_still(self) -> bool:
        """Whether a finding of the decision asks the customer; never where the order is cancelled."""
        return self.row.outcome != FINAL and any(is_asked(each, self.book) for each in self.decision.findings)


def form_of(
    desk: Desk, session: ReadSession, merchant: str, order_id: str, added: Sequence[str] = (), language: str = "en"
) -> Form:
    """What the current decision asks, and what people added to it. Raises NotFound and PersonErased."""
    row = current_decision(session, merchant, order_id)
    order = order_of(desk, session, merchant, order_id, row.version)
    decided = decided_again(desk, session, merchant, row.id)
    knowledge = decided.loaded.admission.knowledge
    asking = Asking(
        decision=decided.decision,
        book=decided.loaded.admission.book,
        order=order,
        ids=knowledge.customs.consignee_ids,
        language=language,
    )
    known = addable(asking, knowledge.goods.documents)
    # What was added may be about a line or a destination that the order has no more.
    asked = asked_of(replace(asking, added=tuple(each for each in added if each in known)))
    return Form(row=row, order=order, decision=asking.decision, book=asking.book, asked=asked, addable=known)


def ask(
    desk: Desk, caller: Caller, order_id: str, added: Sequence[str] = (), expires_at: datetime | None = None
) -> CustomerRequest:
    """A person asks an order's customer: what the decision asks, and what is `added`.

    Raises NotFound, QuestionUnknown, NothingToAsk, AskedAlready, PersonErased, InFlight.
    """

    def once(session: WriteSession) -> CustomerRequest:
        form = form_of(desk, session, caller.merchant, order_id, added)
        if caller.shops is not None and form.row.shop not in caller.shops:
            raise NotFound("order", order_id)
        unknown = [each for each in added if each not in form.addable]
        if unknown:
            raise QuestionUnknown(unknown)
        known = open_request_of(session, caller.merchant, order_id)
        if known is not None and known.is_open(desk.clock.now()):
            raise AskedAlready(known.id)
        if known is not None:
            end(desk, session, caller, known, "expired", "expired")
        if form.row.outcome == FINAL or not form.asked.words:
            raise NothingToAsk
        row = open_one(desk, session, caller, form, added, expires_at)
        if row is None:
            raise NothingToAsk("nothing may be asked any more: the order's time is over")
        return row

    return settled(desk, once)


def open_one(
    desk: Desk,
    session: WriteSession,
    caller: Caller,
    form: Form,
    added: Sequence[str] = (),
    expires_at: datetime | None = None,
    *,
    due: datetime | None = None,
) -> CustomerRequest | None:
    """Opens a request inside a transaction, with its letter and its clocks; None where its time is over already.

    `due` is when a job that opens it was to be run: it is over only where it was over by then too, since nobody asks
    again, and this machine's clock may be ahead.
    """
    now = desk.clock.now()
    ends = deadline(session, form, now) if expires_at is None else expires_at
    if ends <= (now if due is None else min(now, due)):
        return None
    last = last_request_of(session, form.row.merchant, form.row.order_id)
    row = CustomerRequest(
        id=desk.ids.new(Prefix.CUSTOMER_REQUEST),
        merchant=form.row.merchant,
        order_id=form.row.order_id,
        shop=form.row.shop,
        state=OPEN,
        asks=form.asked.words,
        added=tuple(added),
        decision=form.row.id,
        round=1 if last is None else last.round + 1,
        created_at=now,
        created_by=caller.name,
        expires_at=ends,
    )
    add_request(session, row)
    tell(
        desk,
        session,
        caller,
        row,
        "created",
        [letter_job(row, "asked"), expiry_job(row), *_reminder(session, row, now)],
    )
    return row


def deadline(session: ReadSession, form: Form, now: datetime) -> datetime:
    """Until when an answer helps: as long as the holds that ask stand, and no longer than the merchant waits."""
    days = preferences(session, form.row.merchant)[ASK_DAYS]
    held = holds_of(session, form.row.merchant, form.row.order_id, only_open=True)
    ends = [each.expires_at for each in held if each.expires_at is not None and each.verdict == "ask_customer"]
    return min([*ends, now + timedelta(days=days)]).replace(microsecond=0)


def cancel(desk: Desk, caller: Caller, request_id: str, reason: str = BY_HAND) -> CustomerRequest:
    """A person takes a question back; its links open nothing any more. Raises NotFound, RequestEnded,
    InFlight."""

    def once(session: WriteSession) -> CustomerRequest:
        row = standing_request(session, caller.merchant, request_id)
        end(desk, session, caller, row, CANCELLED, BY_HAND if reason == NO_LONGER else reason)
        return found_request(session, caller.merchant, request_id)

    return settled(desk, once)


def resend(desk: Desk, caller: Caller, request_id: str) -> CustomerRequest:
    """A new link, and a letter with it; links made before open nothing any more. Raises NotFound, RequestEnded,
    InFlight."""

    def once(session: WriteSession) -> CustomerRequest:
        row = standing_request(session, caller.merchant, request_id)
        if not row.is_open(desk.clock.now()):
            raise RequestEnded(row.id, "expired")
        if not change_request(session, row, link=row.link + 1):
            raise StoreConflict("somebody changed the request meanwhile")
        made = replace(row, link=row.link + 1, version=row.version + 1)
        now = desk.clock.now()
        told = {"request_id": row.id, "link": made.link}
        jobs = [letter_job(made, "asked"), audit_job(caller, "customer_request.link_renewed", row.order_id, told, now)]
        enqueue(session, desk.ids, jobs, now)
        return made

    return settled(desk, once)


def end(desk: Desk, session: WriteSession, caller: Caller, row: CustomerRequest, state: str, reason: str) -> None:
    """Ends an open request. Raises StoreConflict when somebody else was faster."""
    values = {"state": state, "ended_at": desk.clock.now(), "ended_by": caller.name, "end_reason": reason}
    if not change_request(session, row, **values):
        raise StoreConflict("somebody changed the request meanwhile")
    drop_files(session, row)
    tell(desk, session, caller, replace(row, state=state, end_reason=reason), state)


def link_of(desk: Desk, row: CustomerRequest) -> str:
    """The address of a request's form: always the same one until a new link is made."""
    return desk.links.url(desk.links.token(row.id, row.expires_at, row.link))


def found_request(session: ReadSession, merchant: str, request_id: str) -> CustomerRequest:
    """A request. Raises NotFound."""
    row = request_of(session, merchant, request_id)
    if row is None:
        raise NotFound("customer request", request_id)
    return row


def standing_request(session: ReadSession, merchant: str, request_id: str) -> CustomerRequest:
    """A request that is open. Raises NotFound, RequestEnded."""
    row = found_request(session, merchant, request_id)
    if row.state != OPEN:
        raise RequestEnded(row.id, row.state)
    return row


def tell(
    desk: Desk,
    session: WriteSession,
    caller: Caller,
    row: CustomerRequest,
    what: str,
    jobs: Sequence[NewJob] = (),
) -> None:
    """An event and an entry of the audit, and what else follows. Neither holds what was answered."""
    now = desk.clock.now()
    told: dict[str, object] = {
        "request_id": row.id,
        "order_id": row.order_id,
        "state": row.state,
        "asks": row.asks,
        "round": row.round,
        "reminded": row.reminded,
        "reason": row.end_reason,
        "expires_at": row.expires_at.isoformat(),
        "actor": caller.name,
    }
    event = NewJob(
        kind=TOLD,
        merchant=row.merchant,
        aggregate=row.order_id,
        payload={**told, "type": f"customer_request.{what}", "at": now.isoformat()},
        dedup=f"{TOLD}:{row.id}:{what}:{row.reminded}",
    )
    # Not the reason in a person's words: what is in the audit can never be erased.
    why = row.end_reason if row.end_reason in (None, *OWN_REASONS) else BY_HAND
    audited = audit_job(caller, f"customer_request.{what}", row.order_id, told | {"reason": why}, now)
    enqueue(session, desk.ids, [event, audited, *jobs], now)


def reminder_job(row: CustomerRequest, hours: int, now: datetime) -> NewJob:
    """A timer that reminds; of an aggregate of its own, so that nothing waits for it."""
    return NewJob(
        kind=REMIND,
        merchant=row.merchant,
        aggregate=f"{row.id}:remind",
        payload={"request_id": row.id, "reminded": row.reminded},
        dedup=f"{REMIND}:{row.id}:{row.reminded}",
        run_after=now + timedelta(hours=hours),
    )


def expiry_job(row: CustomerRequest) -> NewJob:
    """A timer that ends a request which nobody answered."""
    return NewJob(
        kind=EXPIRE,
        merchant=row.merchant,
        aggregate=f"{row.id}:expire",
        payload={"request_id": row.id},
        dedup=f"{EXPIRE}:{row.id}:{row.expires_at.isoformat()}",
        run_after=row.expires_at,
    )


def letter_job(row: CustomerRequest, why: str) -> NewJob:
    """Has whoever writes to customers write one, as it was `asked` or `reminded`."""
    payload = {"order_id": row.order_id, "merchant": row.merchant, "request_id": row.id, "why": why}
    number = f"{row.link}:{row.reminded}"
    return NewJob(
        kind=LETTER,
        merchant=row.merchant,
        aggregate=row.order_id,
        payload={**payload, "number": number},
        dedup=f"{LETTER}:{row.id}:{number}",
    )


def _reminder(session: ReadSession, row: CustomerRequest, now: datetime) -> Sequence[NewJob]:
    set_ = preferences(session, row.merchant)
    return [reminder_job(row, set_[REMINDER_HOURS], now)] if set_[REMINDERS] else []
