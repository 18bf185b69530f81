"""How a claim on jobs ends: done, to be tried again, dead, given back, or taken over. Always under the fence.

A fence is the number of a claim. Who finishes with an old one (its lease ran out, and another worker has the job) is
refused, and whatever it wrote in that transaction is undone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, case, delete, literal_column, select, tuple_, update
from sqlalchemy.exc import DBAPIError

from engine.errors import ClearwayError, JobHopeless, JobPostponed, LeaseLost
from engine.journal import innermost
from engine.store.claiming import IDS, RUNNING, SECOND, fenced
from engine.store.database_clock import DatabaseClock
from engine.store.outbox import Job
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import JOB

MOST_ERROR = 2_000  # characters of an error that are kept
SWEEP = 1_000  # rows of one sweep, so that it never holds locks for long

# The ids alone are what an index finds rows by: SQLite would read the whole table for the pairs.
CLAIMS = tuple_(JOB.c.id, JOB.c.fence).in_(bindparam("claims", expanding=True))
OURS = (JOB.c.state == RUNNING) & JOB.c.id.in_(IDS) & CLAIMS
FREE = {"lease_until": None, "owner": None}
NOW = DatabaseClock()

HOLD = select(JOB.c.id).where(OURS).order_by(JOB.c.id).with_for_update()
FINISH = update(JOB).where(OURS).values(state="done", finished_at=NOW, **FREE)
# Not the fault of the job: the attempt does not count.
GIVE_BACK = update(JOB).where(OURS).values(state="ready", attempts=JOB.c.attempts - 1, **FREE)
RETRY = update(JOB).where(OURS).values(state="ready", run_after=bindparam("later"), last_error=bindparam("why"), **FREE)
# What waits for something else has not failed: it is tried for as long as it has to wait, and not only so often.
POSTPONE = RETRY.values(attempts=case((JOB.c.attempts > 1, JOB.c.attempts - 1), else_=1))
BURY = update(JOB).where(OURS).values(state="dead", finished_at=NOW, last_error=bindparam("why"), **FREE)
# Rows that a transaction of ours holds at this moment need no new lease.
RENEWABLE = select(JOB.c.id).where(OURS).with_for_update(skip_locked=True)
RENEW = update(JOB).where(JOB.c.id.in_(RENEWABLE)).values(lease_until=NOW + bindparam("lease", type_=BigInteger))

EXPIRED = (JOB.c.state == RUNNING) & (JOB.c.lease_until < NOW)
ANY_EXPIRED = select(JOB.c.id).where(EXPIRED).limit(1)
EXPIRED_ROWS = select(JOB.c.id).where(EXPIRED).limit(SWEEP).with_for_update(skip_locked=True)
WORN_OUT = JOB.c.attempts >= bindparam("most_attempts")
RECLAIM = (
    update(JOB)
    .where(JOB.c.id.in_(EXPIRED_ROWS), EXPIRED)
    .values(
        state=case((WORN_OUT, "dead"), else_="ready"),
        finished_at=case((WORN_OUT, NOW), else_=None),
        last_error=bindparam("why"),
        **FREE,
    )
)
OLD = (
    select(JOB.c.id)
    .where(JOB.c.state == literal_column("'done'"), JOB.c.finished_at < bindparam("before"))
    .order_by(JOB.c.finished_at)
    .limit(bindparam("most"))
)
PURGE = delete(JOB).where(JOB.c.id.in_(OLD))


@dataclass(frozen=True, slots=True)
class Retries:
    """How often a job is tried, and how long the pause before the next attempt may be at most, in seconds."""

    most_attempts: int = 12
    base_s: float = 1.0
    cap_s: float = 600.0

    def pause_s(self, attempts: int, luck: float) -> float:
        """The pause after so many attempts, for a random `luck` from 0 to 1.

        All of it is random: workers that failed together must not come back together.
        """
        doublings = min(attempts - 1, 40)
        return luck * min(self.cap_s, self.base_s * 2.0**doublings)


def hold(session: WriteSession, jobs: Sequence[Job]) -> frozenset[str]:
    """Ids of those jobs that are still ours. They stay so until the transaction ends, whatever their leases say."""
    return frozenset(str(row[0]) for row in session.rows(HOLD, fenced(jobs))) if jobs else frozenset()


def finish(session: WriteSession, jobs: Sequence[Job]) -> None:
    """Marks jobs as done. Raises LeaseLost when one is not ours any more: let it undo the transaction."""
    if jobs:
        _all_of(session.run(FINISH, fenced(jobs)), jobs)


def give_back(session: WriteSession, jobs: Sequence[Job]) -> None:
    """Lets others have jobs that were not begun; those that are not ours any more are left alone."""
    if jobs:
        session.run(GIVE_BACK, fenced(jobs))


def fail(session: WriteSession, job: Job, error: Exception, retries: Retries, luck: float) -> str:
    """Keeps the error, and tries the job again after a pause or buries it; answers `ready` or `dead`.

    A job that asks to be postponed is never buried: what it waits for may take longer than all its attempts.
    Raises LeaseLost when the job is not ours any more.
    """
    now, why = session.now(), spoken(error)
    params: dict[str, object] = fenced([job]) | {"why": why}
    if isinstance(error, JobPostponed):
        _all_of(session.run(POSTPONE, params | {"later": now + int(error.after_s * SECOND)}), [job])
        return "ready"
    if isinstance(error, JobHopeless) or job.attempts >= retries.most_attempts:
        _all_of(session.run(BURY, params), [job])
        return "dead"
    pause = retries.pause_s(job.attempts, luck)
    _all_of(session.run(RETRY, params | {"later": now + int(pause * SECOND)}), [job])
    return "ready"


def renew(session: WriteSession, jobs: Sequence[Job], lease_s: float) -> int:
    """Extends the leases of jobs that take long; answers how many are still ours and free to extend."""
    return session.run(RENEW, fenced(jobs) | {"lease": int(lease_s * SECOND)}) if jobs else 0


def has_expired(session: ReadSession) -> bool:
    """Whether there is a lease to reclaim."""
    return session.first(ANY_EXPIRED) is not None


def reclaim(session: WriteSession, most_attempts: int) -> int:
    """Frees jobs whose leases ran out: their worker died. Any worker may do it; answers how many."""
    why = "the lease ran out: the worker that had this job died, or hung"
    return session.run(RECLAIM, {"most_attempts": most_attempts, "why": why})


def purge(session: WriteSession, keep_s: float, most: int = SWEEP) -> int:
    """Deletes up to `most` jobs that were done more than `keep_s` seconds ago; answers how many."""
    return session.run(PURGE, {"before": session.now() - int(keep_s * SECOND), "most": most})


def spoken(error: BaseException) -> str:
    """An error as it is kept and logged. What is ours says what it has to say; of all else only the kind and the place
    are kept: its words may hold what an order says, and of the database's own the rest would quote values."""
    if isinstance(error, ClearwayError):
        return f"{type(error).__name__}: {error}"[:MOST_ERROR]
    if isinstance(error, DBAPIError):
        return f"{type(error).__name__}: {type(error.orig).__name__} at {innermost(error)}"[:MOST_ERROR]
    return f"{type(error).__name__} at {innermost(error)}"[:MOST_ERROR]


def _all_of(touched: int, jobs: Sequence[Job]) -> None:
    if touched != len(jobs):
        raise LeaseLost
