"""The bulk ledger at length: processes die again and again, and the coordinator too."""

import multiprocessing
import threading
import time

import pytest

from engine.store.chunk_work import Terms
from engine.store.chunks import NewRun, plan_run, run_report
from engine.store.database import Database
from engine.store.ledger import Ledger
from tests.bulk_work import count
from tests.jobs import CLOCK, IDS

ORDERS = 20_000
ALL = {"even": ORDERS // 2, "orders": ORDERS}


def planned(database: Database) -> str:
    new = NewRun(kind="count", merchant="main", created_by="tests", chunk=50)
    with database.write() as session:
        return plan_run(session, IDS, new, map(str, range(ORDERS)), CLOCK.now())


def coordinate(url: str, run: str, owner: str) -> None:
    """The life of a coordinator."""
    database = Database(url)
    Ledger(database=database, terms=Terms(owner, lease_s=2.0), width=2).run(run, "main", count)
    database.close()


def done(database: Database, run: str) -> int:
    with database.read() as session:
        return run_report(session, run, "main").by_state.get("done", 0)


@pytest.mark.proof
def test_run_when_its_coordinator_is_killed_again_and_again_then_totals_are_the_same(database: Database) -> None:
    run, kills = planned(database), 0
    context = multiprocessing.get_context("spawn")
    while kills < 5:
        before = done(database, run)
        coordinator = context.Process(target=coordinate, args=(database.url, run, f"c{kills}"))
        coordinator.start()
        end = time.monotonic() + 60
        while done(database, run) < before + 20 and time.monotonic() < end:
            threading.Event().wait(0.1)
        coordinator.kill()
        coordinator.join()
        kills += 1
    assert 0 < done(database, run) < ORDERS // 50
    report = Ledger(database=database, terms=Terms("last", lease_s=2.0), width=2).run(run, "main", count)
    assert (report.state, report.totals) == ("done", ALL)
