"""Workers as processes of their own, killed again and again: what must hold of the database afterwards."""

import multiprocessing
import os
import random
import signal
import threading
import time
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess

from sqlalchemy import Select, func, select, text

from engine.store.database import Database
from engine.store.handling import AnyHandler, OutsideHandler, Pace
from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from engine.store.tables import JOB
from engine.store.worker import Worker
from tests.jobs import a_job, add, states

# No unique column but the number: an effect that happened twice would be there twice.
EFFECTS = {
    "sqlite": "CREATE TABLE effect (number INTEGER PRIMARY KEY AUTOINCREMENT, job TEXT, aggregate TEXT)",
    "postgresql": "CREATE TABLE effect (number BIGSERIAL PRIMARY KEY, job TEXT, aggregate TEXT)",
}
ADD_EFFECT = text("INSERT INTO effect (job, aggregate) VALUES (:job, :aggregate)")
ALL_EFFECTS = text("SELECT job, aggregate FROM effect ORDER BY number")
RUNNING = select(func.count()).where(JOB.c.state == "running")
FINISHED = select(func.count()).where(JOB.c.state.in_(["done", "dead"]))


@dataclass(frozen=True, slots=True)
class Trial:
    """How many jobs, of which every tenth acts on the outside; who dies how often; how long a job and a lease last."""

    jobs: int
    kills: int
    workers: int = 3
    job_s: float = 0.002
    lease_s: float = 1.0
    between_kills_s: float = 0.3
    aggregate_of: int = 4  # jobs of one aggregate
    freezes: float = 0.2  # how often, for each kill, another worker is stopped for longer than a lease
    most_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Result:
    """What the database says afterwards."""

    killed: int
    seconds: float
    lost: int
    doubled: int
    out_of_order: int
    dead: int


def serve(url: str, job_s: float, lease_s: float, act_s: float) -> None:
    """The life of a worker: until it is killed, or told to end by closing its database."""

    def effect(session: WriteSession, job: Job) -> None:
        session.run(ADD_EFFECT, {"job": job.id, "aggregate": job.aggregate})
        time.sleep(job_s)

    def act(job: Job) -> None:
        time.sleep(act_s)

    handlers: dict[str, AnyHandler] = {
        "inside": effect,
        "outside": OutsideHandler(act, lambda session, job, _: effect(session, job)),
    }
    pace = Pace(lease_s=lease_s, sweep_s=0.2, outside=2)
    Worker(Database(url), handlers, "torture", luck=random.random, pace=pace).run_until(threading.Event())


def starting() -> ForkServerContext:
    """Processes that start in a moment, from one that has imported everything."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.torture"])
    return context


class Fleet:
    """Worker processes; all that are left are killed when the block ends."""

    def __init__(self, url: str, trial: Trial) -> None:
        self._context = starting()
        self._arguments = (url, trial.job_s, trial.lease_s)
        self.workers: list[BaseProcess] = []
        self._frozen: list[tuple[float, BaseProcess]] = []

    def __enter__(self) -> "Fleet":
        return self

    def __exit__(self, *_: object) -> None:
        while self.workers:
            self.kill(0)

    def add(self, act_s: float) -> None:
        """Starts one more; `act_s` is how long it acts on the outside."""
        process = self._context.Process(target=serve, args=(*self._arguments, act_s))
        process.start()
        self.workers.append(process)

    def freeze(self, number: int, until: float) -> None:
        """Stops one in the middle of what it does, until `thaw` finds that it is time."""
        self._stop(self.workers[number], signal.SIGSTOP)
        self._frozen.append((until, self.workers[number]))

    def thaw(self, now: float) -> None:
        """Lets those go on whose time has come: with leases that ran out, on jobs that others have done by now."""
        for each in [each for each in self._frozen if each[0] <= now]:
            self._frozen.remove(each)
            self._stop(each[1], signal.SIGCONT)

    @staticmethod
    def _stop(process: BaseProcess, number: signal.Signals) -> None:
        if process.pid is not None and process.is_alive():
            os.kill(process.pid, number)

    def kill(self, number: int) -> None:
        """Kills one, and no other."""
        process = self.workers.pop(number)
        process.kill()
        process.join()


def fill(database: Database, trial: Trial) -> None:
    """All jobs of a trial."""
    with database.write() as session:
        session.run(text(EFFECTS[session.dialect]))
    for start in range(0, trial.jobs, 100):
        numbers = range(start, min(start + 100, trial.jobs))
        kinds = ((number, "outside" if number % 10 == 0 else "inside") for number in numbers)
        add(database, *(a_job(f"ord_{number // trial.aggregate_of}", kind=kind) for number, kind in kinds))


def torture(database: Database, trial: Trial, rng: random.Random) -> Result:
    """Fills, works and kills until all is done; raises TimeoutError when it is not within `most_s`."""
    fill(database, trial)
    began = time.monotonic()
    killed = _work_and_kill(database, trial, rng, began)
    return look(database, trial, killed, time.monotonic() - began)


def _work_and_kill(database: Database, trial: Trial, rng: random.Random, began: float) -> int:
    killed = 0
    with Fleet(database.url, trial) as fleet:
        for _ in range(trial.workers):
            fleet.add(trial.job_s)
        while finished(database) < trial.jobs:
            if time.monotonic() - began > trial.most_s:
                raise TimeoutError(f"{finished(database)} of {trial.jobs} after {trial.most_s} s, {killed} kills")
            time.sleep(trial.between_kills_s * rng.random() * 2)
            fleet.thaw(time.monotonic())
            if rng.random() < trial.freezes:
                fleet.freeze(rng.randrange(trial.workers), time.monotonic() + trial.lease_s * 1.5)
            if killed < trial.kills:
                fleet.kill(rng.randrange(trial.workers))
                fleet.add(trial.job_s)
                killed += 1
    return killed


def finished(database: Database) -> int:
    """Jobs that are over."""
    with database.read() as session:
        return session.number(FINISHED)


def look(database: Database, trial: Trial, killed: int, seconds: float) -> Result:
    """What must hold, counted."""
    with database.read() as session:
        rows = [(str(row.job), str(row.aggregate)) for row in session.rows(ALL_EFFECTS)]
    by_aggregate: dict[str, list[str]] = {}
    for job, aggregate in rows:
        by_aggregate.setdefault(aggregate, []).append(job)
    return Result(
        killed=killed,
        seconds=round(seconds, 1),
        lost=trial.jobs - len({job for job, _ in rows}),
        doubled=len(rows) - len({job for job, _ in rows}),
        out_of_order=sum(ids != sorted(ids) for ids in by_aggregate.values()),
        dead=states(database).count("dead"),
    )


def recovery_s(database: Database, trial: Trial) -> float:
    """Seconds from the death of one of two workers, with jobs in its hands, until the other has done everything."""
    fill(database, trial)
    with Fleet(database.url, trial) as fleet:
        fleet.add(act_s=600)
        _until(database, RUNNING, 2)
        fleet.add(trial.job_s)
        _until(database, FINISHED, trial.jobs // 4)
        fleet.kill(0)
        died = time.monotonic()
        _until(database, FINISHED, trial.jobs)
        return time.monotonic() - died


def _until(database: Database, count: Select[int], least: int, most_s: float = 60.0) -> None:
    end = time.monotonic() + most_s
    while time.monotonic() < end:
        with database.read() as session:
            if session.number(count) >= least:
                return
        time.sleep(0.05)
    raise TimeoutError
