"""What follows by itself: a question when a decision asks, its end when none does, reminders, and the end of silence.

Each looks at how the order stands now, not at what its job tells: one that comes late or twice changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.desk.customer_requests import (
    BY_RULES,
    EXPIRE,
    FINAL,
    NO_LONGER,
    REMIND,
    TOLD,
    Form,
    end,
    form_of,
    letter_job,
    open_one,
    reminder_job,
    tell,
)
from engine.desk.deciding import ASKS, waits_for_people
from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound, PersonErased
from engine.desk.hold_ending import LOOK_AGAIN_S
from engine.desk.live_orders import HasEnded
from engine.desk.preferences import ASK_CUSTOMERS, ASK_ROUNDS, REMINDER_HOURS, REMINDERS, preferences
from engine.desk.queueing import rank_at
from engine.desk.telling import ASKED_IN_VAIN, moved_to, queue_of, told_event
from engine.errors import JobPostponed, StoreConflict
from engine.ids import Prefix
from engine.store.customer_requests import (
    ANSWERED,
    CANCELLED,
    EXPIRED,
    OPEN,
    CustomerRequest,
    change_request,
    last_request_of,
    open_request_of,
    request_of,
)
from engine.store.decision_rows import whose
from engine.store.feed import add_events
from engine.store.outbox import Handler, Job
from engine.store.reviews import By, NewReview, change, open_review, unresolved_of
from engine.store.sessions import WriteSession

ASK = "ask_customer"


def request_handlers(desk: Desk, has_ended: HasEnded | None = None) -> Mapping[str, Handler]:
    """Handlers by kind of job."""
    following = _Following(desk, has_ended)
    return {ASKS: following.decided, REMIND: following.remind, EXPIRE: following.expire, TOLD: following.told}


def ended_handler(desk: Desk) -> Handler:
    """What is done about its question when an order's life has ended; others do their part of the same job."""
    return _Following(desk, None).order_ended


@dataclass(frozen=True, slots=True)
class _Following:
    desk: Desk
    has_ended: HasEnded | None

    def decided(self, session: WriteSession, job: Job) -> None:
        """Opens a question, brings the open one up to date, or closes it."""
        caller = Caller(merchant=job.merchant, name=BY_RULES)
        row = open_request_of(session, job.merchant, job.aggregate)
        form = self._form(session, job, () if row is None else row.added)
        if form is None or not self._is_to_answer(session, form, row):
            if row is not None:
                end(self.desk, session, caller, row, CANCELLED, NO_LONGER)
        elif row is not None:
            self._refresh(session, row, form)
        elif waits_for_customer(form) and self._may_ask(session, form):
            open_one(self.desk, session, caller, form, due=job.due)
        requeue(session, job.merchant, job.aggregate, self.desk.clock.now())

    def order_ended(self, session: WriteSession, job: Job) -> None:
        """Closes the question of an order whose life has ended: no answer would help any more."""
        row = open_request_of(session, job.merchant, job.aggregate)
        if row is not None:
            end(self.desk, session, Caller(merchant=job.merchant, name=BY_RULES), row, CANCELLED, NO_LONGER)
            requeue(session, job.merchant, job.aggregate, self.desk.clock.now())

    def remind(self, session: WriteSession, job: Job) -> None:
        """Reminds, and winds the clock for the next time."""
        row = request_of(session, job.merchant, str(job.payload["request_id"]))
        now = self.desk.clock.now()
        if row is None or not row.is_open(now) or row.reminded != job.payload["reminded"]:
            return
        set_ = preferences(session, job.merchant)
        if row.reminded >= set_[REMINDERS]:
            return
        _sure(change_request(session, row, reminded=row.reminded + 1))
        reminded = request_of(session, job.merchant, row.id)
        if reminded is None:
            return
        jobs = [letter_job(reminded, "reminded")]
        if reminded.reminded < set_[REMINDERS]:
            jobs.append(reminder_job(reminded, set_[REMINDER_HOURS], now))
        tell(self.desk, session, Caller(merchant=job.merchant, name=BY_RULES), reminded, "reminded", jobs)

    def expire(self, session: WriteSession, job: Job) -> None:
        """Ends what nobody answered in time, and hands the order to a person."""
        row = request_of(session, job.merchant, str(job.payload["request_id"]))
        now = self.desk.clock.now()
        if row is None or row.state != OPEN:
            return
        if now < row.expires_at:  # it was given more time, or this machine's clock is behind the database's
            raise JobPostponed(min((row.expires_at - now).total_seconds() + 1, LOOK_AGAIN_S))
        end(self.desk, session, Caller(merchant=job.merchant, name=BY_RULES), row, EXPIRED, EXPIRED)
        self._escalate(session, row, now)

    def told(self, session: WriteSession, job: Job) -> None:
        """An event of a request."""
        data = {name: value for name, value in job.payload.items() if name not in {"at", "type"}}
        add_events(session, [told_event(job, str(job.payload["type"]), data, "e")])

    def _form(self, session: WriteSession, job: Job, added: tuple[str, ...]) -> Form | None:
        try:
            return form_of(self.desk, session, job.merchant, job.aggregate, added)
        except (NotFound, PersonErased):
            return None  # nobody can be asked any more

    def _is_to_answer(self, session: WriteSession, form: Form, row: CustomerRequest | None) -> bool:
        """Whether an answer would still help: what people asked for beside the decision, they want all the same."""
        if self.has_ended is not None and self.has_ended(session, form.row.merchant, form.row.order_id):
            return False
        return form.asks_still or (row is not None and bool(row.added) and form.row.outcome != FINAL)

    def _refresh(self, session: WriteSession, row: CustomerRequest, form: Form) -> None:
        if (row.asks, row.decision) != (form.asked.words, form.row.id):
            _sure(change_request(session, row, asks=form.asked.words, decision_id=form.row.id))

    def _may_ask(self, session: WriteSession, form: Form) -> bool:
        """Not where the merchant asks itself, nor again for what an answer, silence or a person has settled."""
        set_ = preferences(session, form.row.merchant)
        if not set_[ASK_CUSTOMERS] or not form.asked.words:
            return False
        last = last_request_of(session, form.row.merchant, form.row.order_id)
        if last is None:
            return True
        if last.round >= set_[ASK_ROUNDS]:
            return False
        is_new = not set(form.asked.words) <= set(last.asks)
        was_answered_before = last.state == ANSWERED and last.decision != form.row.id
        return is_new or was_answered_before or last.end_reason == NO_LONGER

    def _escalate(self, session: WriteSession, row: CustomerRequest, now: datetime) -> None:
        """The order's review goes to where people look; an order without one gets one."""
        current = whose(session, row.order_id)
        if current is None or current.outcome == FINAL:
            return
        if unresolved_of(session, row.merchant, row.order_id) is not None:
            requeue(session, row.merchant, row.order_id, now)
            return
        queue, urgency = ASKED_IN_VAIN
        priority = urgency + current.score
        new = NewReview(
            id=self.desk.ids.new(Prefix.REVIEW),
            merchant=row.merchant,
            order_id=row.order_id,
            queue=queue,
            priority=priority,
            at=now,
            rank_at=rank_at(priority, None, now),
        )
        open_review(session, new)


def waits_for_customer(form: Form) -> bool:
    """Whether the customer can end the waiting: nothing else holds the order, or only that what they shall say is not
    known yet."""
    if form.row.outcome == ASK:
        return True
    return form.asks_still and not waits_for_people(form.decision, form.book.domain)


def requeue(session: WriteSession, merchant: str, order_id: str, at: datetime) -> None:
    """Puts the order's review where it belongs now: with the customer while a question is open, else with people."""
    review, current = unresolved_of(session, merchant, order_id), whose(session, order_id)
    if review is None or current is None or current.outcome != ASK:
        return
    queue, priority = queue_of(session, merchant, order_id, ASK)
    moved = moved_to(review, queue, priority + current.score)
    if moved:
        _sure(change(session, review, By("rules", at), **moved))


def _sure(done: bool) -> None:  # noqa: FBT001 - what a change answers
    if not done:
        raise StoreConflict("somebody changed it meanwhile")
