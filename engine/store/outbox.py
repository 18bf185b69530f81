"""Jobs that commit with the state change they follow from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import orjson
from sqlalchemy import bindparam, text

from engine.clock import EPOCH, microseconds
from engine.ids import Ids, Prefix
from engine.store.ready import Ready
from engine.store.sessions import ReadSession, WriteSession

# All rows as one parameter: any number of jobs is the same statement, prepared once. (Rows of parameters would be built
# anew for each call, which costs half as much again.) A job that is no timer is due at once, also where the clock of
# the machine that adds it is ahead of the database's.
_COLUMNS = "id, merchant_id, kind, aggregate, dedup, payload, priority, state, run_after, created_at"
_ADD = {
    "sqlite": Ready(
        f"INSERT INTO job ({_COLUMNS}) SELECT value ->> 'id', value ->> 'merchant_id', value ->> 'kind', "  # noqa: S608
        "value ->> 'aggregate', value ->> 'dedup', value ->> 'payload', value ->> 'priority', 'ready', coalesce("
        "value ->> 'timer', min(value ->> 'now', CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER))), "
        "value ->> 'now' FROM json_each(:jobs) WHERE true ON CONFLICT (merchant_id, dedup) DO NOTHING"
    ),
    "postgresql": Ready(
        f"INSERT INTO job ({_COLUMNS}) SELECT id, merchant_id, kind, aggregate, dedup, payload, priority, 'ready', "  # noqa: S608
        "coalesce(timer, least(now, CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint))), now "
        "FROM json_to_recordset(CAST(:jobs AS json)) AS job(id text, merchant_id text, kind text, aggregate text, "
        "dedup text, payload text, priority integer, timer bigint, now bigint) "
        "ON CONFLICT (merchant_id, dedup) DO NOTHING"
    ),
}

# In the words of the index on part of the table.
_YOUNGER = text(
    "SELECT 1 FROM job WHERE merchant_id = :merchant AND aggregate = :aggregate AND id > :id "
    "AND state IN ('ready', 'running') LIMIT 1"
)


_LIVE = text("SELECT 1 FROM job WHERE merchant_id = :merchant AND dedup = :dedup AND state IN ('ready', 'running')")


# In the words of the index on part of the table.
_POSTPONE = text(
    "UPDATE job SET run_after = :until WHERE merchant_id = :merchant AND aggregate IN :aggregates "
    "AND state IN ('ready', 'running') AND state = 'ready' AND attempts = 0 AND run_after < :until"
).bindparams(bindparam("aggregates", expanding=True))


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
    """A job that a worker has claimed; `fence` guards its completion, `attempts` counts this one too.

    `due` is when it was to be run: by the database's clock that has passed, also where the machine's own is behind.
    """

    id: str
    kind: str
    merchant: str
    aggregate: str
    payload: Mapping[str, object]
    attempts: int
    fence: int
    due: datetime = EPOCH


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
    rows = [_row(job, ids.new(Prefix.JOB), at) for job in jobs]
    return session.run_ready(_ADD[session.dialect], {"jobs": orjson.dumps(rows).decode()})


def postpone(session: WriteSession, merchant: str, aggregates: Sequence[str], until: datetime) -> int:
    """Lets jobs of these aggregates that have not begun wait until then; answers how many. Those that were tried
    before keep their own pace."""
    bound = {"merchant": merchant, "aggregates": list(aggregates), "until": microseconds(until)}
    return session.run(_POSTPONE, bound)


def is_live(session: ReadSession, merchant: str, dedup: str) -> bool:
    """Whether the job of these words is yet to be done: what goes on by itself may have ended with a dead one."""
    return session.first(_LIVE, {"merchant": merchant, "dedup": dedup}) is not None


def is_followed(session: ReadSession, job: Job) -> bool:
    """Whether a younger job of the same aggregate is yet to be done: what looks at everything may leave it to that."""
    return session.first(_YOUNGER, {"merchant": job.merchant, "aggregate": job.aggregate, "id": job.id}) is not None


def _row(job: NewJob, id_: str, now: int) -> dict[str, object]:
    return {
        "id": id_,
        "merchant_id": job.merchant,
        "kind": job.kind,
        "aggregate": job.aggregate,
        "dedup": job.dedup,
        "payload": orjson.dumps(job.payload).decode(),
        "priority": job.priority,
        "timer": None if job.run_after is None else microseconds(job.run_after),
        "now": now,
    }
