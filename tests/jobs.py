"""Jobs for tests: short ways to add, claim and look at them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import text

from engine.clock import SystemClock
from engine.errors import JobHopeless
from engine.ids import TimeOrderedIds
from engine.store.claiming import EVERY_KIND, Kinds, claim
from engine.store.database import Database
from engine.store.ending import Retries
from engine.store.handling import AnyHandler, Ended, Pace
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import WriteSession
from engine.store.worker import Worker

IDS, CLOCK = TimeOrderedIds(), SystemClock()
AT_ONCE = Retries(base_s=0.0)
LATER = timedelta(days=30)


def a_job(
    aggregate: str = "ord_1",
    kind: str = "tell",
    *,
    dedup: str | None = None,
    after: timedelta | None = None,
    priority: int = 100,
    merchant: str = "main",
) -> NewJob:
    run_after = None if after is None else CLOCK.now() + after
    return NewJob(
        kind=kind, merchant=merchant, aggregate=aggregate, dedup=dedup, run_after=run_after, priority=priority
    )


def add(database: Database, *jobs: NewJob) -> int:
    with database.write() as session:
        return enqueue(session, IDS, jobs, CLOCK.now())


def claimed(database: Database, most: int = 25, kinds: Kinds = EVERY_KIND, lease_s: float = 30.0) -> Sequence[Job]:
    with database.write() as session:
        return claim(session, "tests", lease_s, most, kinds)


def change(database: Database, statement: str, **params: object) -> int:
    with database.write() as session:
        return session.run(text(statement), params)


def expire(database: Database) -> None:
    """All leases ran out a while ago."""
    change(database, "UPDATE job SET lease_until = 1 WHERE state = 'running'")


def come_due(database: Database) -> None:
    """Everything that waits for its time need not wait longer."""
    change(database, "UPDATE job SET run_after = 1 WHERE state = 'ready'")


def states(database: Database) -> list[str]:
    """States in the order in which the jobs were added."""
    with database.read() as session:
        return [str(row[0]) for row in session.rows(text("SELECT state FROM job ORDER BY id"))]


def column(database: Database, name: str) -> list[object]:
    """One column in the order in which the jobs were added."""
    with database.read() as session:
        return [row[0] for row in session.rows(text(f"SELECT {name} FROM job ORDER BY id"))]  # noqa: S608


class Heard:
    """A listener that remembers."""

    def __init__(self) -> None:
        self.all: list[Ended] = []
        self.troubles: list[str] = []

    def ended(self, ended: Ended) -> None:
        self.all.append(ended)

    def troubled(self, error: str) -> None:
        self.troubles.append(error)

    @property
    def states(self) -> list[str]:
        return [each.state for each in self.all]


def a_worker(
    database: Database,
    handlers: Mapping[str, AnyHandler],
    *,
    pace: Pace | None = None,
    retries: Mapping[str, Retries] | None = None,
    heard: Heard | None = None,
    luck: Callable[[], float] = lambda: 1.0,
) -> Worker:
    return Worker(
        database, handlers, "tests", luck=luck, pace=pace or Pace(retries=AT_ONCE), retries=retries, listener=heard
    )


def drain(worker: Worker) -> int:
    """Rounds until nothing is due."""
    rounds = 0
    while worker.run_once():
        rounds += 1
    return rounds


def does_nothing(session: WriteSession, job: Job) -> None:
    """A handler that has nothing to do."""


def hopeless(session: WriteSession, job: Job) -> None:
    """A handler that gives up at once."""
    raise JobHopeless("the carrier knows no such parcel")
