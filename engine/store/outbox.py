"""Jobs that commit with the state change they follow from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Protocol

import orjson
from sqlalchemy import TextClause, text

from engine.clock import microseconds
from engine.ids import Ids, Prefix
from engine.store.sessions import WriteSession

# A job that is no timer is due at once, also where the clock of the machine that adds it is ahead of the database's.
_NO_LATER_THAN_NOW = {
    "sqlite": "min(:{0}, CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER))",
    "postgresql": "LEAST(:{0}, CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT))",
}
COLUMNS = ("id", "merchant_id", "kind", "aggregate", "dedup", "payload", "priority", "state", "run_after", "created_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A job to be added.

    Jobs of one `aggregate` run one after the other, oldest first. `run_after` makes a timer of it; until it is due it
    keeps nobody waiting. A second job with the same `dedup` is not added, for as long as the first is remembered
    (`Pace.keep_done_s` after it is done). Of jobs that are due, lower `priority` runs first.
    """

    kind: str
    merchant: str
    aggregate: str
    payload: Mapping[str, object] = field(default_factory=dict)
    dedup: str | None = None
    priority: int = 100
    run_after: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job that a worker has claimed; `fence` guards its completion, `attempts` counts this one too."""

    id: str
    kind: str
    merchant: str
    aggregate: str
    payload: Mapping[str, object]
    attempts: int
    fence: int


class Handler(Protocol):
    """What is done for one kind of job: what it writes to the session commits with the job's completion.

    Raise `JobHopeless` or `JobPostponed` to say what is to happen next; anything else is tried again with back-off.
    """

    def __call__(self, session: WriteSession, job: Job, /) -> None: ...


def enqueue(session: WriteSession, ids: Ids, jobs: Sequence[NewJob], now: datetime) -> int:
    """Adds jobs in one statement, in the transaction of what they follow from; answers how many were new."""
    if not jobs:
        return 0
    at = microseconds(now)
    params: dict[str, object] = {}
    for number, job in enumerate(jobs):
        row = _row(job, ids.new(Prefix.JOB), at)
        params.update((f"{name}_{number}", value) for name, value in zip(COLUMNS, row, strict=True))
    return session.run(_insert(session.dialect, tuple(job.run_after is not None for job in jobs)), params)


@lru_cache(maxsize=256)
def _insert(dialect: str, timers: tuple[bool, ...]) -> TextClause:
    """One statement for so many rows. SQLAlchemy would build its own anew each time: it caches none with many rows."""
    rows = ", ".join(_values(dialect, number, is_timer=is_timer) for number, is_timer in enumerate(timers))
    # Every name put into this statement is a column of ours.
    return text(
        f"INSERT INTO job ({', '.join(COLUMNS)}) VALUES {rows} ON CONFLICT (merchant_id, dedup) DO NOTHING"  # noqa: S608
    )


def _values(dialect: str, number: int, *, is_timer: bool) -> str:
    forms = {"run_after": ":{0}" if is_timer else _NO_LATER_THAN_NOW[dialect]}
    return "({})".format(", ".join(forms.get(name, ":{0}").format(f"{name}_{number}") for name in COLUMNS))


def _row(job: NewJob, id_: str, now: int) -> tuple[object, ...]:
    run_after = now if job.run_after is None else microseconds(job.run_after)
    payload = orjson.dumps(job.payload).decode()
    return id_, job.merchant, job.kind, job.aggregate, job.dedup, payload, job.priority, "ready", run_after, now
