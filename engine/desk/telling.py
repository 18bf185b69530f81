"""What follows a decision at the desk itself: events in the feed, a review opened or closed, the audit.

Handlers of the outbox: each writes with the completion of its job, so that a decision has exactly its events.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

import orjson

from engine.clock import microseconds
from engine.desk.auditing import AUDIT, audited
from engine.desk.desk import Caller
from engine.desk.products_following import follow_decision
from engine.desk.queueing import ESCALATED, rank_at
from engine.desk.tallying import Versions, no_versions, tally
from engine.errors import StoreConflict
from engine.ids import Ids, Prefix
from engine.store.customer_requests import was_asked_in_vain
from engine.store.decision_rows import whose
from engine.store.feed import NewEvent, add_audit, add_events
from engine.store.holds import POLICY, Hold, holds_of
from engine.store.links import join_told
from engine.store.outbox import Handler, Job, NewJob
from engine.store.reviews import By, NewReview, Review, change, open_review, resolve, unresolved_of
from engine.store.sessions import ReadSession, WriteSession

REVIEWED = "desk.reviewed"
PART_HELD = "desk.part_held"  # what a policy wants of a part of an order has changed
ASSIGNED, RESOLVED = "review.assigned", "review.resolved"
PAPER = "desk.paper"
CANCELLED = "cancel"
URGENT = {"hold": 100, "ask_customer": 50}  # the worst first
QUEUE = {"hold": "risk", "ask_customer": "customer"}
URGENT_PART = 50
ASKED_IN_VAIN = (QUEUE["hold"], URGENT["hold"])  # the customer was asked, and a person has to look all the same
TYPES = {"admit": "order.admitted", CANCELLED: "order.cancelled"}


def audit_job(caller: Caller, action: str, subject: str, data: Mapping[str, object], at: datetime) -> NewJob:
    """A job that appends to the audit."""
    return audited(caller.name, caller.merchant, action, subject, data, at)


def handlers(ids: Ids, versions: Versions = no_versions) -> Mapping[str, Handler]:
    """The desk's own handlers by kind of job; `versions` tells which version of its rules an edition has."""
    telling = _Telling(ids, versions)
    return {
        "desk.decided": telling.decided,
        "desk.held": telling.held,
        "desk.freed": telling.freed,
        PART_HELD: telling.part_held,
        REVIEWED: telling.reviewed,
        PAPER: telling.paper,
        AUDIT: telling.audited,
    }


class _Telling:
    def __init__(self, ids: Ids, versions: Versions) -> None:
        self._ids = ids
        self._versions = versions

    def decided(self, session: WriteSession, job: Job) -> None:
        """Events of a decision; the review of its order; the tally of its rules."""
        told = job.payload
        outcome = str(told["outcome"])
        previous = told["previous_outcome"]
        data = {name: told[name] for name in _SHOWN}
        events = [self._event(job, "decision.created" if previous is None else "decision.superseded", data, "d")]
        if outcome != previous and outcome in TYPES:
            events.append(self._event(job, TYPES[outcome], data, "o"))
        # A hold by hand names the decision that it came upon, and tells of itself.
        holds = holds_of(session, job.merchant, job.aggregate)
        by_rules = [each for each in holds if each.source == "rule"]
        for number, hold in enumerate(each for each in by_rules if each.decision_id == data["decision_id"]):
            about = {"hold_id": hold.id, "rule": hold.rule, "reason": hold.reason, "acts": hold.actor}
            about |= {"changed": orjson.loads(hold.changed)} if hold.changed else {}
            events.append(self._event(job, "order.hold_placed", data | about, f"h{number}"))
        tally(session, job, self._versions)
        add_events(session, [*events, *self._review(session, job, [each for each in holds if each.state == "open"])])
        follow_decision(session, self._ids, job)
        links = told.get("links")  # a job that was written before there were links tells of none
        if links is not None:
            join_told(session, job.merchant, cast("list[int]", links))
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

    def held(self, session: WriteSession, job: Job) -> None:
        """Somebody held an order by hand."""
        placed = self._event(job, "order.hold_placed", dict(job.payload), "e")
        held = holds_of(session, job.merchant, job.aggregate, only_open=True)
        add_events(session, [placed, *self._review(session, job, held)])

    def part_held(self, session: WriteSession, job: Job) -> None:
        """A part of an order waits, by a policy, or waits no more."""
        told = {name: value for name, value in job.payload.items() if name not in {"placed", "ended"}}
        placed = cast("list[dict[str, object]]", job.payload["placed"])
        events = [self._event(job, "order.hold_placed", told | each, f"p{n}") for n, each in enumerate(placed)]
        held = holds_of(session, job.merchant, job.aggregate, only_open=True)
        add_events(session, [*events, *self._review(session, job, held)])

    def reviewed(self, session: WriteSession, job: Job) -> None:
        """Somebody was given a review, or ended it."""
        data = {name: value for name, value in job.payload.items() if name not in {"at", "type"}}
        add_events(session, [self._event(job, str(job.payload.get("type", RESOLVED)), data, "e")])

    def paper(self, session: WriteSession, job: Job) -> None:
        """A paper was handed in, judged or taken back."""
        data = {name: value for name, value in job.payload.items() if name != "at"}
        add_events(session, [self._event(job, f"paper.{data['state']}", data, "e")])

    def _review(self, session: WriteSession, job: Job, held: Sequence[Hold]) -> list[NewEvent]:
        """Opens a review for an order that waits, in the queue of who can end that; closes it when none waits any more.
        `held`: its open holds.

        What counts is how the order stands now, not what the job tells: an older one that comes late must not undo what
        newer ones did. Raises StoreConflict, so that it is tried again, when somebody changes the review meanwhile.
        """
        at = datetime.fromisoformat(str(job.payload["at"]))
        review = unresolved_of(session, job.merchant, job.aggregate)
        worst = _waits_for(session, job, held)
        if worst is None:
            if review is None:
                return []
            _sure(resolve(session, review, disposition="superseded", note="", by="rules", at=at))
            data = {"review_id": review.id, "disposition": "superseded"}
            return [self._event(job, RESOLVED, data, "r")]
        verdict, score = worst
        queue, urgency = _queue(session, job, verdict, held)
        priority, decision = urgency + score, _decision_of(job)
        if review is not None:
            differing = _differing(review, queue, priority, decision)
            if differing:
                _sure(change(session, review, By("rules", at), **differing))
            return []
        new = NewReview(
            id=self._ids.new(Prefix.REVIEW),
            merchant=job.merchant,
            order_id=job.aggregate,
            queue=queue,
            priority=priority,
            at=at,
            rank_at=rank_at(priority, None, at),
            decision_id=decision,
        )
        open_review(session, new)
        return [self._event(job, "review.opened", {"review_id": new.id, "queue": queue}, "r")]

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
        return told_event(job, type_, data, step)


def told_event(job: Job, type_: str, data: Mapping[str, object], step: str) -> NewEvent:
    """An event of the order that the job belongs to. Its id comes from the job's, so that a job done twice still tells
    it once."""
    at = datetime.fromisoformat(str(job.payload["at"]))
    id_ = f"{Prefix.EVENT}_{job.id.removeprefix('job_')}_{step}"
    return NewEvent(id=id_, merchant=job.merchant, type=type_, order_id=job.aggregate, data=data, at=at)


def queue_of(session: ReadSession, merchant: str, order_id: str, verdict: str) -> tuple[str, int]:
    """Queue and urgency of what an order waits for: the customer's, while a question to them is open."""
    if verdict == "ask_customer" and was_asked_in_vain(session, merchant, order_id):
        return ASKED_IN_VAIN
    return QUEUE[verdict], URGENT[verdict]


def _queue(session: ReadSession, job: Job, verdict: str, held: Sequence[Hold]) -> tuple[str, int]:
    """As `queue_of`; where parts alone wait, by a policy, it is the queue of those who can end that."""
    if held and all(each.source == POLICY for each in held):
        return held[0].actor, URGENT_PART
    return queue_of(session, job.merchant, job.aggregate, verdict)


def _waits_for(session: WriteSession, job: Job, held: Sequence[Hold]) -> tuple[str, int] | None:
    """The worst that the order waits for, and its score; None when nothing holds it, or it is cancelled."""
    verdicts = {each.verdict for each in held}
    worst = next((each for each in URGENT if each in verdicts), None)
    now = None if worst is None else whose(session, job.aggregate)
    return None if worst is None or now is None or now.outcome == CANCELLED else (worst, now.score)


def _differing(review: Review, queue: str, priority: int, decision: str | None) -> dict[str, object]:
    """What a decision changes of a review that is open: whoever works on it has to look again."""
    found: dict[str, object] = {} if decision in (None, review.decision_id) else {"decision_id": decision}
    return {**found, **moved_to(review, queue, priority)}


def moved_to(review: Review, queue: str, priority: int) -> dict[str, object]:
    """What a review gets that belongs into this queue with this priority, its place among others too; nothing where it
    is there already. What was escalated stays so."""
    points = priority + ESCALATED * (review.priority >= ESCALATED)
    if (review.queue, review.priority) == (queue, points):
        return {}
    place = rank_at(points, review.due_at, review.opened_at)
    return {"queue": queue, "priority": points, "rank_at": microseconds(place)}


def _decision_of(job: Job) -> str | None:
    """A job about a hold by hand tells of no decision: the one that the review is about stays."""
    told = job.payload.get("decision_id")
    return told if isinstance(told, str) else None


def _sure(done: bool) -> None:  # noqa: FBT001 - what a change answers
    if not done:
        raise StoreConflict("somebody changed the review meanwhile")


_SHOWN = (
    "order_id", "decision_id", "version", "outcome", "previous_outcome", "previous_decision", "cause", "score",
    "reasons",
)  # fmt: skip
