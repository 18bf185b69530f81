"""Jobs that commit with the state change they follow from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import orjson

from engine.clock import microseconds
from engine.ids import Ids, Prefix
from engine.store.sessions import WriteSession
from engine.store.tables import JOB


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A job to be added. Jobs of one `aggregate` run one after the other; a second one with the same `dedup` does not
    run. `run_after` makes a timer of it."""

    kind: str
    merchant: str
    aggregate: str
    payload: Mapping[str, object] = field(default_factory=dict)
    dedup: str | None = None
    priority: int = 100
    run_after: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job that a worker has claimed; `fence` guards its completion."""

    id: str
    kind: str
    merchant: str
    aggregate: str
    payload: Mapping[str, object]
    attempts: int
    fence: int


class Handler(Protocol):
    """What is done for one kind of job: what it writes to the session commits with the job's completion."""

    def __call__(self, session: WriteSession, job: Job) -> None: ...


def enqueue(session: WriteSession, ids: Ids, jobs: Sequence[NewJob], now: datetime) -> None:
    """Adds jobs in one statement, in the transaction of what they follow from."""
    at = microseconds(now)
    session.add(JOB, [_row(job, ids.new(Prefix.JOB), at) for job in jobs])


def _row(job: NewJob, id_: str, now: int) -> dict[str, object]:
    return {
        "id": id_,
        "merchant_id": job.merchant,
        "kind": job.kind,
        "aggregate": job.aggregate,
        "dedup": job.dedup,
        "payload": orjson.dumps(job.payload).decode(),
        "priority": job.priority,
        "state": "ready",
        "run_after": now if job.run_after is None else microseconds(job.run_after),
        "created_at": now,
    }
