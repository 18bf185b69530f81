"""Bulk runs: written once, worked off by an executor, with the same totals whatever dies on the way."""

import os
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from engine.errors import LeaseLost, UnknownRun
from engine.store.chunk_work import Terms, close_opened, do_chunk
from engine.store.chunks import NewRun, claim_chunk, finish_chunk, plan_run, reclaim_chunks, revive, run_report
from engine.store.database import Database
from engine.store.ledger import Ledger, Progress
from engine.store.tables import SETTING
from tests.bulk_work import IN_TWO_STEPS, count
from tests.jobs import CLOCK, IDS

ORDERS = [str(number) for number in range(100)]
ALL = {"even": 50, "orders": 100}


@pytest.fixture(autouse=True)
def chunks_close_what_they_open() -> Iterator[None]:
    """Chunks of these tests run in this process, which goes on."""
    yield
    close_opened()


def planned(database: Database, params: Mapping[str, object] | None = None, orders: list[str] = ORDERS) -> str:
    new = NewRun(kind="count", merchant="main", created_by="tests", params=params or {}, chunk=10)
    with database.write() as session:
        return plan_run(session, IDS, new, iter(orders), CLOCK.now())


def by_threads(database: Database, owner: str = "tests", lease_s: float = 30.0) -> Ledger:
    return Ledger(database=database, terms=Terms(owner, lease_s), width=2, pool=lambda: ThreadPoolExecutor(2))


def by_processes(database: Database) -> Ledger:
    return Ledger(database=database, terms=Terms("tests"), width=2)


def rows(database: Database) -> int:
    with database.read() as session:
        return session.number(select(func.count()).select_from(SETTING))


def test_run_when_nothing_goes_wrong_then_sums_the_counters_of_all_chunks(database: Database) -> None:
    run, seen = planned(database), list[Progress]()
    report = by_threads(database).run(run, "main", count, seen.append)
    assert (report.state, report.orders, report.chunks, report.totals) == ("done", 100, 10, ALL)
    assert seen[-1] == Progress(10, 0, 10)
    assert rows(database) == 100


def test_run_when_there_are_no_orders_then_is_done(database: Database) -> None:
    report = by_threads(database).run(planned(database, orders=[]), "main", count)
    assert (report.state, report.totals, report.chunks) == ("done", {}, 0)


def test_run_when_work_has_two_steps_then_is_the_same_ledger(database: Database) -> None:
    report = by_threads(database).run(planned(database), "main", IN_TWO_STEPS)
    assert (report.state, report.totals, rows(database)) == ("done", {"even": 50}, 50)


def test_run_when_called_again_then_does_nothing_twice(database: Database) -> None:
    run = planned(database)
    first = by_threads(database).run(run, "main", count)
    assert by_threads(database).run(run, "main", count) == first


def test_run_when_stopped_then_a_second_call_goes_on(database: Database) -> None:
    run, stop = planned(database), threading.Event()
    halted = by_threads(database).run(run, "main", count, lambda _: stop.set(), stop)
    assert (halted.state, 0 < halted.by_state["done"] < 10) == ("running", True)
    assert by_threads(database).run(run, "main", count).totals == ALL


def test_run_when_a_chunk_fails_every_time_then_it_is_dead_and_the_others_count(database: Database) -> None:
    report = by_threads(database).run(planned(database, {"bad": "57"}), "main", count)
    assert (report.state, report.by_state) == ("stopped", {"done": 9, "dead": 1})
    assert report.dead[5].startswith("ValueError at tests.bulk_work:")  # where, not what it said: that may be personal
    assert (report.totals, rows(database)) == ({"even": 45, "orders": 90}, 90)


def test_run_when_dead_chunks_are_revived_then_they_are_tried_again(database: Database) -> None:
    run = planned(database, {"bad": "57"})
    by_threads(database).run(run, "main", count)
    with database.write() as session:
        assert revive(session, run, "main") == 1
    assert by_threads(database).run(run, "main", IN_TWO_STEPS).state == "done"


def test_run_when_two_coordinators_share_it_then_every_chunk_counts_once(database: Database) -> None:
    run = planned(database)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(by_threads(database, owner).run, run, "main", count) for owner in ("a", "b")]
    assert [each.result().totals for each in both] == [ALL, ALL]
    assert rows(database) == 100


def test_run_when_a_coordinator_died_then_another_waits_for_its_leases(database: Database) -> None:
    run = planned(database)
    with database.write() as session:
        claim_chunk(session, run, 3, "dead", 0.5)
    assert by_threads(database).run(run, "main", count).totals == ALL


def test_finish_when_the_chunk_was_taken_over_then_is_refused(database: Database) -> None:
    run = planned(database)
    with database.write() as session:
        mine = claim_chunk(session, run, 0, "a", 30)
        reclaim_chunks(session, run, "a", 3)
        theirs = claim_chunk(session, run, 0, "b", 30)
    assert mine is not None
    assert theirs is not None
    with pytest.raises(LeaseLost), database.write() as session:
        finish_chunk(session, mine, {"orders": 10})


def test_chunk_when_somebody_has_it_then_is_left_alone(database: Database) -> None:
    run = planned(database)
    with database.write() as session:
        claim_chunk(session, run, 0, "a", 30)
    assert do_chunk(database.url, run, 0, count, Terms("b")) == "lost"


def test_run_when_it_is_of_another_merchant_then_is_unknown(database: Database) -> None:
    run = planned(database)
    with pytest.raises(UnknownRun):
        by_threads(database).run(run, "other", count)
    with pytest.raises(UnknownRun), database.read() as session:
        run_report(session, run, "other")
    with pytest.raises(UnknownRun), database.write() as session:
        revive(session, run, "other")


class Stillborn(Executor):
    """A pool whose processes die before they begin."""

    def submit(self, *args: object, **kwargs: object) -> Future[object]:  # type: ignore[override]
        raise BrokenExecutor


def test_run_when_processes_die_before_they_begin_then_says_so(database: Database) -> None:
    ledger = Ledger(database=database, terms=Terms("tests"), pool=Stillborn)
    with pytest.raises(BrokenExecutor):
        ledger.run(planned(database), "main", count)


def test_run_when_a_process_is_killed_then_totals_are_the_same(database: Database, tmp_path: Path) -> None:
    run = planned(database, {"deadly_once": "57", "mark": os.fspath(tmp_path / "died")})
    report = by_processes(database).run(run, "main", count)
    assert (tmp_path / "died").exists()
    assert (report.state, report.totals, rows(database)) == ("done", ALL, 100)


def test_run_when_a_chunk_kills_every_process_then_it_alone_is_dead(sqlite_file: Database) -> None:
    ledger = Ledger(database=sqlite_file, terms=Terms("tests", most_attempts=2), width=2)
    report = ledger.run(planned(sqlite_file, {"deadly": "57"}), "main", count)
    assert (report.state, list(report.dead)) == ("stopped", [5])
    assert report.totals == {"even": 45, "orders": 90}
