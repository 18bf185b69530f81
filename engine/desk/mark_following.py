"""What follows from a mark: events, the audit, and the person's orders decided anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound, PersonErased
from engine.desk.rescreening import rescreen
from engine.desk.takedowns import HasEnded
from engine.desk.telling import audit_job
from engine.ids import Prefix
from engine.store.feed import NewEvent, add_events
from engine.store.marks import MarkRow, live_orders_of_person
from engine.store.outbox import Handler, Job, NewJob, enqueue
from engine.store.sessions import WriteSession

TOLD, FOLLOW, RESCREEN = "desk.mark", "desk.mark_follow", "desk.mark_rescreen"
BY = "marks"
OF_NO_ORDER = ""
URGENT = 10  # before other jobs: parcels are being packed
LOOKS_AGAIN = timedelta(minutes=1)  # a decision that began before the mark may be written after the first look
_SHOWN = ("kind", "verdict", "scope", "reason", "source", "source_id")


def tell(desk: Desk, session: WriteSession, caller: Caller, done: str, rows: Sequence[MarkRow], now: datetime) -> None:
    """An event and an entry of the audit for each mark; hints and notes stay out, since these can never be erased."""
    jobs: list[NewJob] = []
    for row in rows:
        told: dict[str, object] = {name: getattr(row.mark, name) for name in _SHOWN}
        told["until"] = None if row.mark.until is None else row.mark.until.isoformat()
        event = {**told, "mark_id": row.mark.id, "order_id": row.order_id, "by": caller.name, "done": done}
        jobs.append(
            NewJob(
                kind=TOLD,
                merchant=caller.merchant,
                aggregate=row.mark.id,
                payload={**event, "at": now.isoformat()},
            )
        )
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
    return {TOLD: _told, FOLLOW: following.orders, RESCREEN: following.decided_anew}


def _told(session: WriteSession, job: Job) -> None:
    """Its id comes from the job's, so that a job done twice still tells it once."""
    data = {name: value for name, value in job.payload.items() if name not in {"at", "done", "order_id"}}
    event = NewEvent(
        id=f"{Prefix.EVENT}_{job.id.removeprefix('job_')}_e",
        merchant=job.merchant,
        type=f"mark.{job.payload['done']}",
        order_id=str(job.payload["order_id"] or OF_NO_ORDER),
        data=data,
        at=datetime.fromisoformat(str(job.payload["at"])),
    )
    add_events(session, [event])


@dataclass(frozen=True, slots=True)
class _Following:
    desk: Desk
    has_ended: HasEnded | None

    def orders(self, session: WriteSession, job: Job) -> None:
        """The person's orders that are not cancelled and whose life has not ended."""
        name = str(job.payload["name"])
        orders = live_orders_of_person(session, job.merchant, int(str(job.payload["person"])))
        jobs = [
            NewJob(
                kind=RESCREEN,
                merchant=job.merchant,
                aggregate=order_id,
                dedup=f"{RESCREEN}:{name}:{order_id}",
                priority=URGENT,
            )
            for order_id in orders
            if self.has_ended is None or not self.has_ended(session, job.merchant, order_id)
        ]
        enqueue(session, self.desk.ids, jobs, self.desk.clock.now())

    def decided_anew(self, session: WriteSession, job: Job) -> None:
        """One order; one whose person was erased cannot be decided, and cannot be sent either."""
        try:
            rescreen(self.desk, session, Caller(merchant=job.merchant, name=BY), job.aggregate)
        except (NotFound, PersonErased):
            return
