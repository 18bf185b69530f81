"""Machines whose clocks are wrong, each in its own way, and jump: a day on them is as good as any."""

import random
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from engine.store.database import Database
from tests.busy_day import BusyDay
from tests.databases import PostgresServer
from tests.hook_listener import a_listener
from tests.integration.faults.test_busy_day import STEPS, lived_through, sound, told
from tests.service_processes import Api, Worker, a_key
from tests.skewed_service import AHEAD_IN

HOUR_S = 3600
JUMPS_S = (HOUR_S, -HOUR_S, 0, 90, -90, 24 * HOUR_S, -24 * HOUR_S)


@pytest.fixture
def shared(postgres: PostgresServer) -> Iterator[Database]:
    """A database of several machines."""
    with postgres.fresh() as made:
        yield made


@pytest.mark.proof
def test_day_when_clocks_are_wrong_and_jump_then_nothing_is_lost_or_doubled(shared: Database, tmp_path: Path) -> None:
    """One server an hour ahead, one an hour behind; one worker an hour behind, and one whose clock jumps."""
    jumping = tmp_path / "jumping"
    clocks = [written(tmp_path / name, ahead) for name, ahead in (("ahead", HOUR_S), ("behind", -HOUR_S))]
    with a_listener() as listener, machines(shared, tmp_path, listener.opening, clocks, written(jumping, 0)) as apis:
        listener.subscribe(apis[0])
        day = BusyDay(apis)
        spent = lived_through(shared, day, STEPS // 2, lambda over: jumps(jumping, over))
        told(shared, day, listener, spent)
    sound(shared, listener, tmp_path)


def written(file: Path, ahead_s: int) -> Path:
    """Sets a clock."""
    file.write_text(str(ahead_s))
    return file


@contextmanager
def machines(
    database: Database, folder: Path, opening: str, clocks: Sequence[Path], jumping: Path
) -> Iterator[Sequence[Api]]:
    """A server for each clock; workers with the last of these, and with the one that jumps."""
    module, more = "tests.skewed_service", {"CLEARWAY_OUTGOING_OPEN": opening}
    with ExitStack() as ending:
        apis = []
        for clock in clocks:
            apis.append(Api(folder, database.url, more | {AHEAD_IN: str(clock)}, module))
            ending.callback(apis[-1].end)
            apis[-1].wait_until_ready()
        for clock in (clocks[-1], jumping):
            worker = Worker(folder, database.url, more | {AHEAD_IN: str(clock)}, module)
            ending.callback(worker.end)
        apis[0].token = a_key(folder, database.url)
        yield apis


def jumps(clock: Path, over: threading.Event) -> int:
    """Puts it forward and back, by up to a day."""
    luck, count = random.Random(7), 0
    while not over.wait(luck.uniform(0.5, 3.0)):
        written(clock, luck.choice(JUMPS_S))
        count += 1
    return count
