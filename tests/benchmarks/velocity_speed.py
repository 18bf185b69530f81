"""What the velocity of one order costs, by stored rows, on both databases: microseconds a question.

`client` is CPU of this process; on SQLite this is all there is, on PostgreSQL `server` is CPU of the process that
serves us. The same orders are asked about in tables of every size; see `tests.synthetic.seen_orders`. `hub` is an order
whose card and door a fifth of all orders share: a thousand rows come back.
"""

import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text

from engine.facts.sighting import Sighting
from engine.store.database import Database
from engine.store.sessions import ReadSession
from engine.store.velocity import seen_before
from tests.databases import PostgresServer, SqliteFiles
from tests.stored_velocity import analyse, load
from tests.synthetic.seen_orders import EACH, Plain, is_hub, plain_rows, sightings

SIZES = (10_000, 100_000, 1_000_000)
QUESTIONS = 1000
ROUNDS = 9


@dataclass(frozen=True, slots=True)
class Cost:
    """Microseconds a question, each of its best round, since whatever else the machine does only adds.

    `server` is 0 where there is none, or none that can be seen.
    """

    client: float
    server: float
    wall: float


@dataclass(frozen=True, slots=True)
class Speed:
    """Costs at one size of the table."""

    database: str
    stored: int
    order: Cost
    hub: Cost


def measure(sizes: Sequence[int] = SIZES, questions: int = QUESTIONS, rounds: int = ROUNDS) -> list[Speed]:
    """Fills a database of each kind step by step, and asks at every size."""
    plain = plain_rows()
    found: list[Speed] = []
    for source in (_sqlite, _postgres):
        with source() as database:
            stored = 0
            for size in sizes:
                _fill(database, plain, stored // EACH, size // EACH)
                stored = size
                found.append(_speed(database, plain, size, questions, rounds))
    return found


def table(found: Sequence[Speed]) -> str:
    """The figures as people read them."""
    rows = [
        f"{one.database:>10} {one.stored:>9,} {what:>5} {cost.client:>8,.0f} {cost.server:>8,.0f} {cost.wall:>8,.0f}"
        for one in found
        for what, cost in (("order", one.order), ("hub", one.hub))
    ]
    head = f"{'database':>10} {'stored':>9} {'':>5} {'client':>8} {'server':>8} {'wall':>8}"
    return "\n".join(("velocity of one order, microseconds by stored orders", head, *rows))


@contextmanager
def _sqlite() -> Iterator[Database]:
    with TemporaryDirectory() as folder, SqliteFiles(Path(folder)).fresh() as database:
        yield database


@contextmanager
def _postgres() -> Iterator[Database]:
    server = PostgresServer()
    try:
        with server.fresh() as database:
            yield database
    finally:
        server.close()


def _fill(database: Database, plain: Plain, first: int, until: int) -> None:
    for merchant in range(first, until):
        load(database, f"m{merchant}", sightings(merchant, plain))
    analyse(database)


def _speed(database: Database, plain: Plain, stored: int, questions: int, rounds: int) -> Speed:
    with database.read() as session:
        serving = 0 if database.is_sqlite else session.number(text("SELECT pg_backend_pid()"))
        costs = [
            _cost(session, _orders(plain, stored // EACH, hub, count), serving, rounds)
            for hub, count in ((False, questions), (True, questions // 10))
        ]
    return Speed("sqlite" if database.is_sqlite else "postgresql", stored, *costs)


def _orders(plain: Plain, merchants: int, hub: bool, count: int) -> list[Sighting]:
    """Orders of the last days, the same ones whoever the merchant: each of another one, as far as there are."""
    places = [place for place, (_, keys, _) in enumerate(plain) if is_hub(keys) is hub][-count:]
    rows = [list(sightings(merchant, plain)) for merchant in range(min(merchants, count))]
    return [rows[number % len(rows)][place] for number, place in enumerate(places)]


def _cost(session: ReadSession, orders: Sequence[Sighting], serving: int, rounds: int) -> Cost:
    timed = []
    for number in range(rounds + 1):
        gc.collect()
        before = _clocks(serving)
        for order in orders:
            seen_before(session, order)
        if number:  # the first round is for the caches
            timed.append([(end - start) / len(orders) for start, end in zip(before, _clocks(serving), strict=True)])
    return Cost(*(min(values) for values in zip(*timed, strict=True)))


def _clocks(serving: int) -> tuple[float, float, float]:
    """Microseconds: CPU of this process, CPU of the serving one, and the wall's."""
    return time.process_time() * 1e6, _cpu_of(serving), time.perf_counter() * 1e6


def _cpu_of(process: int) -> float:
    """What Linux tells; 0 elsewhere."""
    path = Path(f"/proc/{process}/schedstat")
    return int(path.read_text().split()[0]) / 1000 if process and path.exists() else 0.0


if __name__ == "__main__":
    print(table(measure()))
