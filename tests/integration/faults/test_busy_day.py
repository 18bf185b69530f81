"""A busy day in which processes are killed again and again, or the database crashes: nothing is lost, nothing doubled.

Orders come one by one, in batches and for later; some are held and released, some ask their customers, who answer;
every event goes to a receiver that verifies it.
"""

import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.store.database import Database
from tests.busy_day import BusyDay
from tests.databases import PostgresServer
from tests.hook_listener import Listener, a_listener
from tests.service_processes import Api, Worker, a_service
from tests.whatever_broke import audit_is_whole, counted, never, settled

Break = Callable[[threading.Event], int]
MESSAGES = text("SELECT message_id FROM webhook_delivery WHERE event_seq > 0")
STEPS = 160  # of eight kinds, one of which brings six orders: 260 orders
MOST_KILLS, MOST_RESTARTS = 25, 6  # after these the day goes on in peace


@pytest.mark.proof
def test_day_when_processes_are_killed_again_and_again_then_nothing_is_lost_or_doubled(
    database: Database, tmp_path: Path
) -> None:
    with a_day(database, tmp_path, workers=2) as (day, listener, processes):
        spent = lived_through(database, day, STEPS, lambda over: kills(processes, over))
        told(database, day, listener, spent)
    sound(database, listener, tmp_path)


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A server of its own, which waits for the disk at each commit: what it has answered survives its crash."""
    made = PostgresServer(settings=("max_connections = 100",))
    yield made
    made.close()


@pytest.mark.proof
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT])
def test_day_when_the_database_ends_again_and_again_then_nothing_is_lost_or_doubled(
    server: PostgresServer, tmp_path: Path, how: signal.Signals
) -> None:
    """SIGQUIT ends all its processes at once, so that it recovers when it starts: a crash."""
    with server.fresh() as database:
        with a_day(database, tmp_path, workers=2) as (day, listener, processes), supervised(processes):
            spent = lived_through(database, day, STEPS // 2, lambda over: restarts(server, how, day.apis[0], over))
            told(database, day, listener, spent)
        sound(database, listener, tmp_path)


@contextmanager
def a_day(database: Database, folder: Path, workers: int) -> Iterator[tuple[BusyDay, Listener, list[Api | Worker]]]:
    """A service with so many workers and a listener; the processes that may be killed."""
    with a_listener() as listener:
        more = {"CLEARWAY_OUTGOING_OPEN": listener.opening}
        with a_service(folder, database.url, more) as (api, worker):
            listener.subscribe(api)
            others = [Worker(folder, database.url, more) for _ in range(workers - 1)]
            try:
                yield BusyDay([api]), listener, [api, worker, *others]
            finally:
                for each in others:
                    each.end()


def lived_through(database: Database, day: BusyDay, steps: int, breaks: Break) -> tuple[int, float, float]:
    """Works while something breaks: how often it did, how long the day was, and the quiet after it, in seconds."""
    over, broken, began = threading.Event(), [0], time.monotonic()
    breaking = threading.Thread(target=lambda: broken.append(breaks(over)), daemon=True)
    breaking.start()
    try:
        day.work(steps)
    finally:
        over.set()
        breaking.join(180)
    assert broken[-1] > 0
    worked = time.monotonic() - began
    for each in day.apis:
        each.wait_until_ready()
    return broken[-1], worked, settled(database)


def kills(processes: list[Api | Worker], over: threading.Event) -> int:
    """SIGKILL for one of them, every few seconds; the next once there is a server again."""
    luck, count = random.Random(7), 0
    while count < MOST_KILLS and not over.wait(luck.uniform(1.0, 9.0)):
        chosen = luck.choice(processes)
        chosen.kill_and_start()
        count += 1
        if isinstance(chosen, Api):
            with suppress(AssertionError):  # it takes minutes on a machine that does much else
                chosen.wait_until_ready()
    return count


@contextmanager
def supervised(processes: list[Api | Worker]) -> Iterator[None]:
    """A process that begins while the database is away says so and ends; whoever minds it begins it again."""
    over = threading.Event()

    def mind() -> None:
        while not over.wait(1.0):
            for each in processes:
                each.start_if_ended()

    minding = threading.Thread(target=mind, daemon=True)
    minding.start()
    try:
        yield
    finally:
        over.set()
        minding.join(60)


def restarts(server: PostgresServer, how: signal.Signals, api: Api, over: threading.Event) -> int:
    """The database ends under load, is away for a while, and comes back."""
    luck, count = random.Random(7), 0
    while count < MOST_RESTARTS and not over.wait(luck.uniform(4.0, 12.0)):
        server.stop(how)
        time.sleep(luck.uniform(0.5, 3.0))
        server.start()
        count += 1
        with suppress(AssertionError):
            api.wait_until_ready()
    return count


def told(database: Database, day: BusyDay, listener: Listener, spent: tuple[int, float, float]) -> None:
    broken, worked, quiet = spent
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    print(f"\n{kind}: broken {broken} times in {worked:.0f} s, quiet {quiet:.0f} s later; {dict(day.told)}")
    print(f"  {counted(database)}")
    print(f"  {listener.calls} calls of webhooks, {listener.repeated} again; answers {dict(day.answers)}")


def sound(database: Database, listener: Listener, folder: Path) -> None:
    """What must hold afterwards."""
    assert never(database) == {}
    with database.read() as session:
        sent = {str(row[0]) for row in session.rows(MESSAGES)}
    assert set(listener.bodies) == sent
    assert (listener.refused, listener.is_steady) == (0, True)
    assert audit_is_whole(folder, database.url)
