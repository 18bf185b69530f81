"""`python -m tests.benchmarks.outbox_speed`: jobs a second on both databases, by size of the batch.

The databases are those of the tests: on PostgreSQL nothing waits for the disk, so the figures show the work, not the
disk.
"""

import random
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.store.database import Database
from engine.store.handling import Pace
from tests.databases import PostgresServer, SqliteFiles
from tests.jobs import a_job, a_worker, add, does_nothing, drain

JOBS = 3_000
BATCHES = (1, 25)

Speeds = Mapping[str, Mapping[str, int]]


def measure(jobs: int = JOBS) -> Speeds:
    """Jobs a second by database: added three in a transaction, added a hundred in one, and drained."""
    server = PostgresServer()
    try:
        with TemporaryDirectory() as folder:
            sources: dict[str, SqliteFiles | PostgresServer] = {
                "sqlite": SqliteFiles(Path(folder)),
                "postgresql": server,
            }
            return {name: _speeds(source, jobs) for name, source in sources.items()}
    finally:
        server.close()


def _speeds(source: SqliteFiles | PostgresServer, jobs: int) -> Mapping[str, int]:
    speeds = {}
    for size in (3, 100):
        with source.fresh() as database:
            speeds[f"added_by_{size}"] = _a_second(jobs, partial(_fill, database, jobs, size))
    for batch in BATCHES:
        with source.fresh() as database:
            _fill(database, jobs, 100)
            worker = a_worker(database, {"tell": does_nothing}, pace=Pace(batch=batch), luck=random.random)
            speeds[f"drained_by_{batch}"] = _a_second(jobs, partial(drain, worker))
    return speeds


def _fill(database: Database, jobs: int, size: int) -> None:
    for start in range(0, jobs, size):
        add(database, *(a_job(f"ord_{number}", dedup=f"tell/{number}") for number in range(start, start + size)))


def _a_second(jobs: int, work: Callable[[], object]) -> int:
    began = time.perf_counter()
    work()
    return round(jobs / (time.perf_counter() - began))


def table(speeds: Speeds) -> str:
    """The figures for people."""
    names = list(next(iter(speeds.values())))
    rows = [["jobs a second", *names], *([name, *(f"{of[each]:,}" for each in names)] for name, of in speeds.items())]
    return "\n".join("  ".join(cell.rjust(14) for cell in row) for row in rows)


if __name__ == "__main__":
    print(table(measure()))
