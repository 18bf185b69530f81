"""What a decision costs by how many orders are stored: CPU of the service, and of PostgreSQL beside it.

A database and a service for each size, asked by turns, so that whatever else the machine does falls on all alike; the
median turn counts.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import text

from engine.order.order import Order
from engine.store.database import Database
from tests.benchmarks.service_client import Sender
from tests.benchmarks.service_process import Served, served
from tests.benchmarks.service_rows import SAMPLE, fill, sizes
from tests.databases import PostgresServer

STEPS = (10_000, 100_000)
LARGE = (1_000_000,)  # takes minutes and fifteen gigabytes, so only who asks for it waits for it
LARGE_FLAG = "CLEARWAY_BENCH_LARGE"
ORDERS = 100
TURNS = 12


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of CPU a decision. `ratio` is of both together to those of the smallest size, in the same turn."""

    stored: int
    service: float
    database: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Growth:
    """Costs by stored orders, and bytes an order at the last of these."""

    costs: Sequence[Cost]
    bytes_an_order: Mapping[str, Mapping[str, float]]

    @property
    def growth(self) -> float:
        """From the first size to the last, as a share."""
        return self.costs[-1].ratio - 1


@dataclass(frozen=True, slots=True)
class _Size:
    stored: int
    database: Database
    service: Served


def grow(server: PostgresServer, history: Sequence[Order], sender: Sender) -> Growth:
    """Fills a database for each size, and sends orders to each by turns."""
    steps = (*STEPS, *(LARGE if os.environ.get(LARGE_FLAG) else ()))
    with ExitStack() as stack:
        all_sizes = [stack.enter_context(_filled(server, step, history, sender)) for step in steps]
        held = sizes(all_sizes[-1].database, all_sizes[-1].stored)
        turns = [[_turn(each, sender) for each in all_sizes] for _ in range(TURNS)]
    return Growth([_cost(step, place, turns) for place, step in enumerate(steps)], held)


@contextmanager
def _filled(server: PostgresServer, stored: int, history: Sequence[Order], sender: Sender) -> Iterator[_Size]:
    with server.fresh() as database, served(database.url) as service:
        sender.send(service, SAMPLE)
        fill(database, stored, history)
        sender.send(service, ORDERS)  # for the plans and caches
        yield _Size(stored, database, service)


Turn = tuple[float, float]


def _turn(size: _Size, sender: Sender) -> Turn:
    before, own = size.service.cpu_ms(), server_cpu_ms(size.database)
    sender.send(size.service, ORDERS)
    return (size.service.cpu_ms() - before) / ORDERS, (server_cpu_ms(size.database) - own) / ORDERS


def _cost(stored: int, place: int, turns: Sequence[Sequence[Turn]]) -> Cost:
    service, database = (median(turn[place][which] for turn in turns) for which in (0, 1))
    return Cost(stored, service, database, median(sum(turn[place]) / sum(turn[0]) for turn in turns))


def server_cpu_ms(database: Database) -> float:
    """CPU of all processes of the server that are there now, as Linux counts it."""
    with database.read() as session:
        processes = [row.pid for row in session.rows(text("SELECT pid FROM pg_stat_activity"))]
    files = [Path(f"/proc/{process}/schedstat") for process in processes]
    return sum(int(each.read_text().split()[0]) / 1e6 for each in files if each.exists())


def table(found: Growth) -> str:
    """The figures as people read them."""
    rows = [f"{one.stored:>12,} {one.service:>9.2f} {one.database:>11.2f} {one.ratio:>7.3f}" for one in found.costs]
    whole = sum(held for parts in found.bytes_an_order.values() for held in parts.values())
    stored = [
        f"{owner:>16} {part:<60} {held:>8,.0f}"
        for owner, parts in found.bytes_an_order.items()
        for part, held in parts.items()
    ]
    return "\n".join(
        (
            f"CPU of a decision by stored orders, ms; growth {found.growth:+.1%}",
            f"{'stored':>12} {'service':>9} {'PostgreSQL':>11} {'ratio':>7}",
            *rows,
            f"bytes an order: {whole:,.0f}",
            *stored,
        )
    )
