"""Who may work on which job: leases by the database's clock, and one job at a time for each aggregate.

A job may be taken when it is due, nothing of its aggregate runs, and no older job of its aggregate is due or waits to
be tried again. A timer that is not due keeps nobody waiting. Several jobs of one aggregate are taken together only with
all older ones that are due, and in their order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import orjson
from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    FromClause,
    Row,
    Select,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    tuple_,
    update,
)

from engine.clock import moment
from engine.store.database_clock import CLOCKS, DatabaseClock
from engine.store.outbox import Job
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import JOB

SECOND = 1_000_000
LOCKS = 4202  # which family of PostgreSQL's advisory locks stands for aggregates

# Words rather than parameters: an index on part of a table serves only statements that name the part.
READY: ColumnElement[str] = literal_column("'ready'")
RUNNING: ColumnElement[str] = literal_column("'running'")
NOW = DatabaseClock()
KINDS: BindParameter[str] = bindparam("kinds", expanding=True)
IDS: BindParameter[str] = bindparam("ids", expanding=True)
OLDER = JOB.alias("older")
BUSY = JOB.alias("busy")

# The priorities at which something is due, each found by one look into the index, however many timers lie between them.
LEVELS = {
    dialect: text(
        "WITH RECURSIVE level(p) AS (SELECT (SELECT priority FROM job WHERE state = 'ready' ORDER BY priority LIMIT 1) "  # noqa: S608
        "UNION ALL SELECT (SELECT priority FROM job WHERE state = 'ready' AND priority > p ORDER BY priority LIMIT 1) "
        "FROM level WHERE p IS NOT NULL) SELECT p FROM level WHERE p IS NOT NULL AND EXISTS (SELECT 1 FROM job "
        f"WHERE state = 'ready' AND priority = p AND run_after <= {clock}) ORDER BY p"
    )
    for dialect, clock in CLOCKS.items()
}


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of jobs that one claims: those named, or all but those named."""

    names: frozenset[str] = frozenset()
    only: bool = False


EVERY_KIND = Kinds()


def claim(session: WriteSession, owner: str, lease_s: float, most: int, kinds: Kinds = EVERY_KIND) -> Sequence[Job]:
    """Takes up to `most` jobs for `lease_s` seconds, in the order in which they are to be run.

    A job that was tried before is taken alone: it may be what ended the process that had it, and must not take others
    with it a second time.
    """
    found = _candidates(session, kinds, most, locking=session.dialect == "postgresql")
    if not found:
        return ()
    ids = [row.id for row in found[:1]] if found[0].attempts else [row.id for row in found if not row.attempts]
    taken = session.rows(TAKE, {"ids": ids, "owner_": owner, "lease": int(lease_s * SECOND)})
    place = {id_: number for number, id_ in enumerate(ids)}
    return sorted(map(_job, taken), key=lambda job: place[job.id])


def is_anything_due(session: ReadSession) -> bool:
    """Whether the time of any job has come; it may wait for another all the same."""
    return bool(session.rows(LEVELS[session.dialect]))


def is_waiting(session: ReadSession, kinds: Kinds = EVERY_KIND) -> bool:
    """Whether there is something to claim; takes no locks, so that idle workers disturb nobody."""
    return bool(_candidates(session, kinds, 1, locking=False))


def _candidates(session: ReadSession, kinds: Kinds, most: int, *, locking: bool) -> list[Row[tuple[object, ...]]]:
    found: list[Row[tuple[object, ...]]] = []
    names = sorted(kinds.names) or [""]  # an empty list would be written in two ways at once
    statement = _waiting(only=kinds.only, locking=locking)
    for level in [row[0] for row in session.rows(LEVELS[session.dialect])]:
        params = {"most": most - len(found), "level": level, "kinds": names}
        rows = session.rows(statement, params)
        found += [row for row in rows if not locking or row.free]
        if len(found) >= most:
            break
    return found


def _same_aggregate(other: FromClause, job: FromClause) -> ColumnElement[bool]:
    return (other.c.merchant_id == job.c.merchant_id) & (other.c.aggregate == job.c.aggregate)


def _older(job: FromClause, blocks: ColumnElement[bool]) -> ColumnElement[bool]:
    """That no older job of the aggregate `blocks` this one. A scalar: it is asked of few rows and never joined."""
    unfinished = OLDER.c.state.in_([READY, RUNNING])
    found = select(literal(1)).where(
        _same_aggregate(OLDER, job), unfinished, OLDER.c.state == READY, OLDER.c.id < job.c.id, blocks
    )
    return found.limit(1).correlate(job).scalar_subquery().is_(None)


def _nothing_runs(job: FromClause) -> ColumnElement[bool]:
    return ~exists(select(literal(1)).where(_same_aggregate(BUSY, job), BUSY.c.state == RUNNING).correlate(job))


@lru_cache(maxsize=4)
def _waiting(*, only: bool, locking: bool) -> Select[tuple[object, ...]]:
    foreign = OLDER.c.kind.not_in(KINDS) if only else OLDER.c.kind.in_(KINDS)
    later = tuple_(OLDER.c.priority, OLDER.c.run_after) > tuple_(JOB.c.priority, JOB.c.run_after)
    retried = (OLDER.c.attempts > 0) & (OLDER.c.run_after > NOW)
    # An older one that would come later in this order, or to somebody else, might not be in the batch: it goes first.
    ahead = (OLDER.c.run_after <= NOW) & or_(foreign, later)
    statement = (
        select(JOB.c.id, JOB.c.attempts, JOB.c.run_after, JOB.c.merchant_id, JOB.c.aggregate)
        .where(JOB.c.state == READY, JOB.c.priority == bindparam("level"), JOB.c.run_after <= NOW)
        .where(JOB.c.kind.in_(KINDS) if only else JOB.c.kind.not_in(KINDS))
        .where(_nothing_runs(JOB), _older(JOB, or_(retried, ahead)))
        .order_by(JOB.c.run_after, JOB.c.id)
        .limit(bindparam("most"))
    )
    if not locking:
        return statement
    row = statement.with_for_update(skip_locked=True).subquery("waiting")
    # Two claims that overlap do not see each other's; the lock is the aggregate's, held until the claim commits.
    name = func.hashtextextended(row.c.merchant_id + "/" + row.c.aggregate, LOCKS)
    return select(row, func.pg_try_advisory_xact_lock(name).label("free")).order_by(row.c.run_after, row.c.id)


_TAKEN = ("id", "kind", "merchant_id", "aggregate", "payload", "attempts", "fence", "run_after")
TAKE = (
    update(JOB)
    .where(JOB.c.id.in_(IDS), JOB.c.state == READY, _nothing_runs(JOB))
    # Asked again, now that the locks are held: what committed in between is seen by this statement.
    .where(_older(JOB, OLDER.c.id.not_in(IDS) & or_(OLDER.c.attempts > 0, OLDER.c.run_after <= NOW)))
    .values(
        state="running",
        owner=bindparam("owner_"),
        lease_until=NOW + bindparam("lease", type_=BigInteger),
        fence=JOB.c.fence + 1,
        attempts=JOB.c.attempts + 1,
    )
    .returning(*(JOB.c[name] for name in _TAKEN))
)


def _job(row: Row[tuple[object, ...]]) -> Job:
    payload: Mapping[str, object] = orjson.loads(row.payload)
    return Job(
        id=row.id,
        kind=row.kind,
        merchant=row.merchant_id,
        aggregate=row.aggregate,
        payload=payload,
        attempts=row.attempts,
        fence=row.fence,
        due=moment(row.run_after),
    )


def fenced(jobs: Sequence[Job]) -> dict[str, object]:
    """Parameters that name jobs as they were claimed."""
    return {"ids": [job.id for job in jobs], "claims": [(job.id, job.fence) for job in jobs]}
