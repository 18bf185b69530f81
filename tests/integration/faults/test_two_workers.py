"""Two workers on one job: one is stopped in the middle for longer than its lease, the other does it, and the first goes
on as if nothing had been. What the job does is done once."""

import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from sqlalchemy import func, make_url, select, text

from engine.store.database import Database
from engine.store.handling import AnyHandler, OutsideHandler, Pace
from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from engine.store.tables import JOB
from engine.store.worker import Worker
from tests.jobs import a_job, add, states
from tests.torture import ADD_EFFECT, ALL_EFFECTS, EFFECTS, starting

LEASE_S = 0.5
WITHIN_S = 60.0
FENCE = select(func.max(JOB.c.fence))


def work(url: str, folder: str, name: str) -> None:
    """The life of a worker, which says where it is in its job by a file, and stays there for a while."""

    def here(job: Job, where: str) -> None:
        if not (Path(folder) / "first").exists():
            (Path(folder) / "first").write_text(f"{name} {where} {job.fence}")
            until((Path(folder) / "on").exists)

    def write(session: WriteSession, job: Job) -> None:
        session.run(ADD_EFFECT, {"job": job.id, "aggregate": name})
        here(job, "inside")

    handlers: dict[str, AnyHandler] = {
        "inside": write,
        "outside": OutsideHandler(lambda job: here(job, "outside"), lambda session, job, _: write(session, job)),
    }
    pace = Pace(lease_s=LEASE_S, sweep_s=0.1, idle_s=0.05)
    Worker(Database(url), handlers, name, luck=lambda: 0.0, pace=pace).run_until(threading.Event())


@contextmanager
def a_worker(database: Database, folder: Path, name: str) -> Iterator[BaseProcess]:
    process = starting().Process(target=work, args=(database.url, str(folder), name))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def go_on(process: BaseProcess, folder: Path) -> None:
    (folder / "on").touch()
    stop(process, signal.SIGCONT)


def stop_without_lock(process: BaseProcess, database: Database) -> None:
    """Stops it where it holds nothing of the database: its other threads write too, and SQLite has one writer."""
    stop(process, signal.SIGSTOP)
    while database.url.startswith("sqlite") and not is_free(database):
        stop(process, signal.SIGCONT)
        time.sleep(0.02)
        stop(process, signal.SIGSTOP)


def is_free(database: Database) -> bool:
    with closing(sqlite3.connect(make_url(database.url).database or "", timeout=0.1)) as other:
        try:
            other.execute("BEGIN IMMEDIATE").close()
        except sqlite3.OperationalError:
            return False
        other.rollback()
        return True


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + WITHIN_S
    while not holds():
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.02)


def effects(database: Database) -> list[str]:
    with database.read() as session:
        return [str(row.aggregate) for row in session.rows(ALL_EFFECTS)]


def test_job_when_its_worker_sleeps_past_the_lease_then_another_does_it_and_the_first_is_refused(
    database: Database, tmp_path: Path
) -> None:
    prepared(database, "outside")
    with a_worker(database, tmp_path, "sleeper") as sleeper:
        until((tmp_path / "first").exists)
        stop_without_lock(sleeper, database)
        with a_worker(database, tmp_path, "other"):
            until(lambda: states(database) == ["done"])
            go_on(sleeper, tmp_path)
            add(database, a_job("ord_2", kind="outside"))
            until(lambda: states(database) == ["done"] * 2)
            time.sleep(LEASE_S)  # in which the sleeper comes to what it was about to write
    assert len(effects(database)) == 2
    assert effects(database)[0] == "other"
    with database.read() as session:
        assert session.number(FENCE) == 2


def test_job_when_its_worker_sleeps_in_the_transaction_then_it_is_done_once(database: Database, tmp_path: Path) -> None:
    """The rows are locked meanwhile: nobody takes them over, however long the lease has been out."""
    prepared(database, "inside")
    with a_worker(database, tmp_path, "sleeper") as sleeper:
        until((tmp_path / "first").exists)
        stop(sleeper, signal.SIGSTOP)
        with a_worker(database, tmp_path, "other"):
            time.sleep(LEASE_S * 2)
            assert effects(database) == []
            go_on(sleeper, tmp_path)
            until(lambda: states(database) == ["done"])
            time.sleep(LEASE_S)
    assert effects(database) == ["sleeper"]


@pytest.mark.parametrize("how", [signal.SIGKILL])
def test_job_when_its_worker_dies_in_the_transaction_then_another_does_it_once(
    database: Database, tmp_path: Path, how: signal.Signals
) -> None:
    prepared(database, "inside")
    with a_worker(database, tmp_path, "sleeper") as sleeper:
        until((tmp_path / "first").exists)
        stop(sleeper, how)
        with a_worker(database, tmp_path, "other"):
            until(lambda: states(database) == ["done"])
    assert effects(database) == ["other"]


def prepared(database: Database, kind: str) -> None:
    """One job, and a table that would show an effect twice."""
    with database.write() as session:
        session.run(text(EFFECTS[session.dialect]))
    add(database, a_job("ord_1", kind=kind))


def stop(process: BaseProcess, how: signal.Signals) -> None:
    assert process.pid is not None
    os.kill(process.pid, how)
