"""What happens when the time of a hold is nearly over, and when it is.

Timers look at the hold as it stands then. One whose end has moved meanwhile is left to the timer of the new end; one
that somebody ended is left alone. What is done commits with the job, so that it is done once.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from engine.clock import microseconds
from engine.desk.changing import decide_anew
from engine.desk.deciding import HOLD_CLOCKS, reactions
from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound, PersonErased
from engine.desk.hold_following import DUE, EXPIRING, follow, told_of, warning_of
from engine.desk.holding import Release, let_go
from engine.desk.part_holds import PartOf, told_of_part
from engine.desk.queueing import ESCALATED
from engine.desk.reading import current_decision
from engine.errors import JobPostponed
from engine.ids import Prefix
from engine.rulebook.holds_block import Expiry
from engine.store.feed import NewEvent, add_audit, add_events
from engine.store.hold_time import mark_acted, mark_warned
from engine.store.holds import POLICY, Hold, end_holds, holds_of
from engine.store.outbox import Handler, Job, NewJob, enqueue
from engine.store.reviews import raise_priority, unresolved_of
from engine.store.sessions import WriteSession

RENEW = "payment_renew"  # asks whoever keeps the payments for a new promise
BY_TIME = "clock"  # who releases and ends what time does
PART_OVER = "part_given_up"  # tells whoever carries orders on that a part has waited long enough
OVER = "time_over"
LOOK_AGAIN_S = 60.0  # a clock that is wrong may be put right at any moment, and then nobody is to wait any longer


def hold_handlers(desk: Desk) -> Mapping[str, Handler]:
    """The handlers of timers of holds, by kind of job."""
    ending = _Ending(desk)
    return {HOLD_CLOCKS: ending.clocks, EXPIRING: ending.expiring, DUE: ending.due}


class _Ending:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._acts: Mapping[str, Callable[[WriteSession, Job, Hold], None]] = {
            Expiry.CANCEL: self._cancel,
            Expiry.REAUTHORISE: self._reauthorise,
            Expiry.ESCALATE: self._escalate,
            Expiry.RELEASE: self._release,
        }

    def clocks(self, session: WriteSession, job: Job) -> None:
        """Something changed that the ends of an order's holds may rest on."""
        follow(self._desk, session, job.merchant, str(job.payload["order_id"]))

    def expiring(self, session: WriteSession, job: Job) -> None:
        """The end comes nearer: whoever follows the feed is told, once an end."""
        hold = self._as_it_stands(session, job)
        if hold is None:
            return
        self._not_before(self._warns_at(session, hold))
        if mark_warned(session, hold, _end(hold)):
            self._tell(session, job, hold, "order.hold_expiring", {})
        due = NewJob(
            kind=DUE,
            merchant=hold.merchant,
            aggregate=hold.id,
            payload=told_of(hold),
            dedup=f"{DUE}:{job.id}",  # not by the end alone: one that comes back after another counts again
            run_after=_end(hold),
        )
        enqueue(session, self._desk.ids, [due], self._desk.clock.now())

    def due(self, session: WriteSession, job: Job) -> None:
        """The time is over."""
        hold = self._as_it_stands(session, job)
        if hold is not None:
            self._not_before(_end(hold))
            self._acts[hold.on_expiry](session, job, hold)

    def _as_it_stands(self, session: WriteSession, job: Job) -> Hold | None:
        """The hold with its end put right; None where it ended, or its end is another one by now."""
        open_ = follow(self._desk, session, job.merchant, str(job.payload["order_id"]))
        hold = next((each for each in open_ if each.id == job.payload["hold_id"]), None)
        meant = datetime.fromisoformat(str(job.payload["end"]))
        return None if hold is None or _end(hold) != meant else hold

    def _warns_at(self, session: WriteSession, hold: Hold) -> datetime:
        return max(hold.placed_at, _end(hold) - warning_of(self._desk, session, hold.merchant))

    def _not_before(self, at: datetime) -> None:
        """The database's clock wakes us, ours decides: where they differ, no time is taken from anybody."""
        early = (at - self._desk.clock.now()).total_seconds()
        if early > 0:
            raise JobPostponed(min(early, LOOK_AGAIN_S))

    def _cancel(self, session: WriteSession, job: Job, hold: Hold) -> None:
        """The order is decided anew, with the time that is over as one more input; so it ends like any that is
        cancelled, and its promise of money is given up."""
        now = self._desk.clock.now()
        if end_holds(session, [hold.id], "expired", now, BY_TIME, hold.clock, OVER) == 0:
            return
        if hold.source == POLICY:
            self._part_over(session, job, hold)
            return
        by_hand = [each for each in self._open(session, hold) if each.source != "rule"]
        end_holds(session, [each.id for each in by_hand], "resolved", now, BY_TIME, hold.id, OVER)
        self._decided(session, hold)
        self._tell(session, job, hold, "order.hold_expired", {"action": Expiry.CANCEL})

    def _part_over(self, session: WriteSession, job: Job, hold: Hold) -> None:
        """The part is not sent: other parts may have left, so whoever carries the order on ends this one alone."""
        told = {"order_id": hold.order_id, "subject": hold.subject, "hold_id": hold.id, "acts": hold.actor}
        dedup = f"{PART_OVER}:{hold.id}"
        over = NewJob(kind=PART_OVER, merchant=hold.merchant, aggregate=hold.order_id, payload=told, dedup=dedup)
        now, part = self._desk.clock.now(), PartOf(merchant=hold.merchant, order_id=hold.order_id, subject=hold.subject)
        enqueue(session, self._desk.ids, [over, *told_of_part(part, (), [hold], now)], now)
        self._tell(session, job, hold, "order.hold_expired", {"action": Expiry.CANCEL})

    def _release(self, session: WriteSession, job: Job, hold: Hold) -> None:
        let_go(self._desk, session, _caller(hold), hold, Release(f"its time was over: {hold.clock}", code=OVER))
        self._decided(session, hold)
        self._tell(session, job, hold, "order.hold_expired", {"action": Expiry.RELEASE})

    def _decided(self, session: WriteSession, hold: Hold) -> None:
        try:
            decide_anew(self._desk, session, _caller(hold), hold.order_id, "expired")
        except (NotFound, PersonErased):
            # Nothing can be decided of it any more; fulfilment still has to learn that nothing holds it.
            decision = current_decision(session, hold.merchant, hold.order_id)
            jobs = reactions(self._desk, decision, decision.outcome, hold.id)
            enqueue(session, self._desk.ids, jobs, self._desk.clock.now())

    def _reauthorise(self, session: WriteSession, job: Job, hold: Hold) -> None:
        """Whoever keeps the payments is asked for a new promise; until it comes, people look at the order."""
        told: dict[str, object] = {"order_id": hold.order_id}
        dedup = f"{RENEW}:{hold.id}:{microseconds(_end(hold))}"
        ask = NewJob(kind=RENEW, merchant=hold.merchant, aggregate=hold.order_id, payload=told, dedup=dedup)
        enqueue(session, self._desk.ids, [ask], self._desk.clock.now())
        self._minded(session, job, hold, Expiry.REAUTHORISE)

    def _escalate(self, session: WriteSession, job: Job, hold: Hold) -> None:
        self._minded(session, job, hold, Expiry.ESCALATE)

    def _minded(self, session: WriteSession, job: Job, hold: Hold, action: Expiry) -> None:
        """It goes to the front of the queue, and gets its last end: that of the clocks that still run."""
        if not mark_acted(session, hold, self._desk.clock.now(), Expiry.CANCEL):
            return
        review = unresolved_of(session, hold.merchant, hold.order_id)
        if review is not None and review.priority < ESCALATED:
            raise_priority(session, review, review.priority + ESCALATED)
        open_ = follow(self._desk, session, hold.merchant, hold.order_id)
        ends = next((each.expires_at for each in open_ if each.id == hold.id), None)
        data = {"action": action, "next_end": None if ends is None else ends.isoformat()}
        self._tell(session, job, hold, "order.hold_escalated", data)

    def _open(self, session: WriteSession, hold: Hold) -> list[Hold]:
        return list(holds_of(session, hold.merchant, hold.order_id, only_open=True))

    def _tell(self, session: WriteSession, job: Job, hold: Hold, type_: str, more: Mapping[str, object]) -> None:
        now = self._desk.clock.now()
        data: dict[str, object] = {
            "order_id": hold.order_id,
            "hold_id": hold.id,
            "rule": hold.rule,
            "reason": hold.reason,
            "clock": hold.clock,
            "expires_at": _end(hold).isoformat(),
            "on_expiry": hold.on_expiry,
            **more,
        }
        id_ = f"{Prefix.EVENT}_{job.id.removeprefix('job_')}_t"
        event = NewEvent(id=id_, merchant=hold.merchant, type=type_, order_id=hold.order_id, data=data, at=now)
        add_events(session, [event])
        add_audit(
            session,
            merchant=hold.merchant,
            at=now,
            actor=BY_TIME,
            action=type_.removeprefix("order."),
            subject=hold.order_id,
            data=data,
        )


def _end(hold: Hold) -> datetime:
    return hold.expires_at or hold.placed_at


def _caller(hold: Hold) -> Caller:
    return Caller(merchant=hold.merchant, name=BY_TIME)
