"""Jobs that were given up: a person sees them with their last error, and replays them when the reason is gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, bindparam, func, literal_column, select, update

from engine.clock import moment
from engine.errors import UnknownJob
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import JOB

MOST = 50
STATES = ("ready", "running", "done", "dead")
DEAD: ColumnElement[str] = literal_column("'dead'")
MERCHANT = JOB.c.merchant_id == bindparam("merchant")
LIST = (
    select(JOB.c.id, JOB.c.kind, JOB.c.aggregate, JOB.c.attempts, JOB.c.last_error, JOB.c.created_at, JOB.c.finished_at)
    .where(JOB.c.state == DEAD, MERCHANT, JOB.c.id > bindparam("cursor"))
    .order_by(JOB.c.id)
    .limit(bindparam("most"))
)
# The fence stays: whoever had the job before still cannot finish it.
REPLAY = (
    update(JOB)
    .where(JOB.c.id == bindparam("job_id"), MERCHANT, JOB.c.state == DEAD)
    .values(state="ready", attempts=0, run_after=bindparam("now"), finished_at=None)
)
# A count for each state by its own index; done jobs are the many ones, and are purged.
COUNTS = {state: select(func.count()).where(MERCHANT, JOB.c.state == literal_column(f"'{state}'")) for state in STATES}


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that was given up, and why. Moments are ISO 8601 in UTC."""

    id: str
    kind: str
    aggregate: str
    attempts: int
    last_error: str
    created_at: str
    died_at: str


@dataclass(frozen=True, slots=True)
class DeadJobs:
    """A page of them, oldest first; `cursor` asks for the next page, and is None on the last."""

    jobs: Sequence[DeadJob]
    cursor: str | None


def list_dead(session: ReadSession, merchant: str, cursor: str | None = None, most: int = MOST) -> DeadJobs:
    """Up to `most` dead jobs of a merchant behind `cursor`."""
    rows = session.rows(LIST, {"merchant": merchant, "cursor": cursor or "", "most": most + 1})
    jobs = tuple(map(_dead, rows[:most]))
    return DeadJobs(jobs, jobs[-1].id if len(rows) > most else None)


def _dead(row: Row[tuple[object, ...]]) -> DeadJob:
    return DeadJob(
        id=row.id,
        kind=row.kind,
        aggregate=row.aggregate,
        attempts=row.attempts,
        last_error=row.last_error,
        created_at=moment(row.created_at).isoformat(),
        died_at=moment(row.finished_at).isoformat(),
    )


def replay(session: WriteSession, job_id: str, merchant: str) -> None:
    """Has a dead job tried again from the start; its last error stays until it is done or fails anew.

    Raises UnknownJob when this merchant has no dead job of that id.
    """
    if not session.run(REPLAY, {"job_id": job_id, "merchant": merchant, "now": session.now()}):
        raise UnknownJob(f"there is no dead job `{job_id}`; look at the dead ones")


def counts(session: ReadSession, merchant: str) -> Mapping[str, int]:
    """How many jobs of a merchant are ready, running, done and dead."""
    return {state: session.number(statement, {"merchant": merchant}) for state, statement in COUNTS.items()}
