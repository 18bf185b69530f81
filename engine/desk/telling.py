"""What follows a decision at the desk itself: events in the feed, a review opened or closed, the audit.

Handlers of the outbox: each writes with the completion of its job, so that a decision has exactly its events.
"""

from collections.abc import Mapping
from datetime import datetime

from engine.desk.desk import Caller
from engine.ids import Ids, Prefix
from engine.store.feed import NewEvent, add_audit, add_events
from engine.store.holds import holds_of
from engine.store.outbox import Handler, Job, NewJob
from engine.store.reviews import open_review, resolve, unresolved_of
from engine.store.sessions import WriteSession

AUDIT = "desk.audit"
URGENT = {"hold": 100, "ask_customer": 50}
QUEUE = {"hold": "risk", "ask_customer": "customer"}
TYPES = {"admit": "order.admitted", "cancel": "order.cancelled"}


def audit_job(caller: Caller, action: str, subject: str, data: Mapping[str, object], at: datetime) -> NewJob:
    """A job that appends to the audit."""
    payload = {"actor": caller.name, "action": action, "subject": subject, "data": dict(data), "at": at.isoformat()}
    return NewJob(kind=AUDIT, merchant=caller.merchant, aggregate=subject, payload=payload)


def handlers(ids: Ids) -> Mapping[str, Handler]:
    """The desk's own handlers by kind of job."""
    telling = _Telling(ids)
    return {
        "desk.decided": telling.decided,
        "desk.held": telling.held,
        "desk.freed": telling.freed,
        AUDIT: telling.audited,
    }


class _Telling:
    def __init__(self, ids: Ids) -> None:
        self._ids = ids

    def decided(self, session: WriteSession, job: Job) -> None:
        """Events of a decision; the review of its order."""
        told = job.payload
        outcome = str(told["outcome"])
        previous = told["previous_outcome"]
        data = {name: told[name] for name in _SHOWN}
        events = [self._event(job, "decision.created" if previous is None else "decision.superseded", data, "d")]
        if outcome != previous and outcome in TYPES:
            events.append(self._event(job, TYPES[outcome], data, "o"))
        new = [
            each for each in holds_of(session, job.merchant, job.aggregate) if each.decision_id == data["decision_id"]
        ]
        for number, hold in enumerate(new):
            about = {"hold_id": hold.id, "rule": hold.rule, "reason": hold.reason, "acts": hold.actor}
            events.append(self._event(job, "order.hold_placed", data | about, f"h{number}"))
        self._review(session, job, outcome, events)
        add_events(session, events)
        at = datetime.fromisoformat(str(told["at"]))
        add_audit(
            session,
            merchant=job.merchant,
            at=at,
            actor=str(told["actor"]),
            action=f"order.{told['cause']}",
            subject=job.aggregate,
            data=data,
        )

    def _review(self, session: WriteSession, job: Job, outcome: str, events: list[NewEvent]) -> None:
        """Opens a review for an order that waits, and closes one for an order that does not any more.

        Only the newest decision speaks: an older job that comes late finds another state and must not undo it.
        """
        at = datetime.fromisoformat(str(job.payload["at"]))
        waits = bool(holds_of(session, job.merchant, job.aggregate, only_open=True))
        review = unresolved_of(session, job.merchant, job.aggregate)
        if waits and review is None and outcome in QUEUE:
            id_ = self._ids.new(Prefix.REVIEW)
            score = job.payload["score"]
            priority = URGENT[outcome] + (score if isinstance(score, int) else 0)
            open_review(
                session,
                id_=id_,
                merchant=job.merchant,
                order_id=job.aggregate,
                queue=QUEUE[outcome],
                priority=priority,
                at=at,
            )
            events.append(self._event(job, "review.opened", {"review_id": id_, "queue": QUEUE[outcome]}, "r"))
        elif not waits and review is not None:
            resolve(session, review, disposition="superseded", note="", by="rules", at=at)
            data = {"review_id": review.id, "disposition": "superseded"}
            events.append(self._event(job, "review.resolved", data, "r"))

    def held(self, session: WriteSession, job: Job) -> None:
        """Somebody held an order by hand."""
        add_events(session, [self._event(job, "order.hold_placed", dict(job.payload), "e")])
        at = datetime.fromisoformat(str(job.payload["at"]))
        if unresolved_of(session, job.merchant, job.aggregate) is None:
            id_ = self._ids.new(Prefix.REVIEW)
            open_review(
                session,
                id_=id_,
                merchant=job.merchant,
                order_id=job.aggregate,
                queue="risk",
                priority=URGENT["hold"],
                at=at,
            )

    def freed(self, session: WriteSession, job: Job) -> None:
        """Somebody released a hold."""
        add_events(session, [self._event(job, "order.hold_released", dict(job.payload), "e")])

    def audited(self, session: WriteSession, job: Job) -> None:
        """Something that a person did."""
        told = job.payload
        add_audit(
            session,
            merchant=job.merchant,
            at=datetime.fromisoformat(str(told["at"])),
            actor=str(told["actor"]),
            action=str(told["action"]),
            subject=str(told["subject"]),
            data=told["data"],
        )

    def _event(self, job: Job, type_: str, data: Mapping[str, object], step: str) -> NewEvent:
        """Its id comes from the job's, so that a job done twice still tells it once."""
        at = datetime.fromisoformat(str(job.payload["at"]))
        id_ = f"{Prefix.EVENT}_{job.id.removeprefix('job_')}_{step}"
        return NewEvent(id=id_, merchant=job.merchant, type=type_, order_id=job.aggregate, data=data, at=at)


_SHOWN = (
    "order_id", "decision_id", "version", "outcome", "previous_outcome", "previous_decision", "cause", "score",
    "reasons",
)  # fmt: skip
