"""What follows from a mark: events, the audit, and the person's orders decided anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.desk.desk import Caller, Desk
from engine.desk.live_orders import LOOKS_AGAIN, URGENT, HasEnded, rescreen_jobs
from engine.desk.rescreening import rescreen_what_is_left
from engine.desk.rule_telling import told_event
from engine.desk.telling import audit_job
from engine.store.marks import MarkRow, live_orders_of_person
from engine.store.outbox import Handler, Job, NewJob, enqueue
from engine.store.sessions import WriteSession

TOLD, FOLLOW, RESCREEN = "desk.mark", "desk.mark_follow", "desk.mark_rescreen"
BY = "marks"
_SHOWN = ("kind", "verdict", "scope", "reason", "source", "source_id")


def tell(desk: Desk, session: WriteSession, caller: Caller, done: str, rows: Sequence[MarkRow], now: datetime) -> None:
    """An event and an entry of the audit for each mark; hints and notes stay out, since these can never be erased."""
    jobs: list[NewJob] = []
    for row in rows:
        told: dict[str, object] = {name: getattr(row.mark, name) for name in _SHOWN}
        told["until"] = None if row.mark.until is None else row.mark.until.isoformat()
        event = {**told, "mark_id": row.mark.id, "order_id": row.order_id, "by": caller.name}
        event |= {"type": f"mark.{done}", "at": now.isoformat()}
        jobs.append(NewJob(kind=TOLD, merchant=caller.merchant, aggregate=row.mark.id, payload=event))
        jobs.append(audit_job(caller, f"mark.{done}", row.mark.id, told, now))
    enqueue(session, desk.ids, jobs, now)


def follow(desk: Desk, session: WriteSession, caller: Caller, person: int, name: str, now: datetime) -> None:
    """Has the orders of a person decided anew. `name` names what they follow, once each."""
    jobs = [
        NewJob(
            kind=FOLLOW,
            merchant=caller.merchant,
            aggregate=f"{name}:{turn}",  # of its own, so that the second look keeps nobody waiting
            payload={"person": person, "name": f"{name}:{turn}"},
            dedup=f"{FOLLOW}:{name}:{turn}",
            priority=URGENT,
            run_after=later,
        )
        for turn, later in ((1, None), (2, now + LOOKS_AGAIN))
    ]
    enqueue(session, desk.ids, jobs, now)


def mark_handlers(desk: Desk, has_ended: HasEnded | None = None) -> Mapping[str, Handler]:
    """Handlers by kind of job."""
    following = _Following(desk, has_ended)
    return {TOLD: told_event, FOLLOW: following.orders, RESCREEN: following.decided_anew}


@dataclass(frozen=True, slots=True)
class _Following:
    desk: Desk
    has_ended: HasEnded | None

    def orders(self, session: WriteSession, job: Job) -> None:
        """The person's orders that are not cancelled and whose life has not ended."""
        name = str(job.payload["name"])
        orders = live_orders_of_person(session, job.merchant, int(str(job.payload["person"])))
        jobs = rescreen_jobs(session, job.merchant, RESCREEN, name, orders, self.has_ended)
        enqueue(session, self.desk.ids, jobs, self.desk.clock.now())

    def decided_anew(self, session: WriteSession, job: Job) -> None:
        """One order."""
        rescreen_what_is_left(self.desk, session, job.merchant, job.aggregate, BY)
