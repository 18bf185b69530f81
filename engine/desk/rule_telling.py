"""What is told of the rule book: an event in the feed and an entry of the audit for each step of an edition."""

from collections.abc import Mapping
from datetime import datetime

from engine.desk.auditing import audited
from engine.desk.desk import Caller, Desk
from engine.ids import Prefix
from engine.store.feed import NewEvent, add_events
from engine.store.outbox import Handler, Job, NewJob, enqueue
from engine.store.sessions import WriteSession

RULES_TOLD = "desk.rules"
OF_NO_ORDER = ""


def tell(
    desk: Desk,
    session: WriteSession,
    caller: Caller,
    type_: str,
    subject: str,
    data: Mapping[str, object],
    at: datetime,
) -> None:
    """Has both written with this transaction. `type_` is such as `rules.proposed`, `subject` what it was done to."""
    payload = {**data, "type": type_, "by": caller.name, "at": at.isoformat()}
    event = NewJob(kind=RULES_TOLD, merchant=caller.merchant, aggregate=subject, payload=payload)
    enqueue(session, desk.ids, [event, audited(caller.name, caller.merchant, type_, subject, data, at)], at)


def rule_handlers() -> Mapping[str, Handler]:
    """The handler of the outbox that writes the events."""
    return {RULES_TOLD: told_event}


def told_event(session: WriteSession, job: Job) -> None:
    """Writes the event that a job tells of. Its id comes from the job's, so that a job done twice still tells it
    once."""
    data = {name: value for name, value in job.payload.items() if name not in {"at", "type", "order_id"}}
    event = NewEvent(
        id=f"{Prefix.EVENT}_{job.id.removeprefix('job_')}_e",
        merchant=job.merchant,
        type=str(job.payload["type"]),
        order_id=str(job.payload.get("order_id") or OF_NO_ORDER),
        data=data,
        at=datetime.fromisoformat(str(job.payload["at"])),
    )
    add_events(session, [event])
