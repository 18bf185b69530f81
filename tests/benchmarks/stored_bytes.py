"""What an order leaves behind, table by table: `python -m tests.benchmarks.stored_bytes [ORDERS]`.

Orders are decided, and a worker does all that follows, on PostgreSQL. Bytes are those of rows, of what lies beside them
(TOAST) and of indexes; `at rest` leaves out jobs, which are deleted a while after they are done. Jobs by kind. The
statements that follow one order are those of a worker that has nothing else to do.
"""

import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from sqlalchemy import text

from api.composition.desk import REACTIONS
from api.composition.house import House, furnished
from api.composition.site import make_site
from api.worker import do_what_is_due
from engine.desk.intake import submit
from engine.settings import Settings
from engine.store.database import Database
from tests.benchmarks.service_orders import AGO, OrderStream
from tests.databases import PostgresServer
from tests.desks import MAIN, SECRET, FixedEditions, an_honest_order, an_unpaid_order, bundled, document
from tests.statements import counted

ORDERS = 2_000
JOBS = "job"
_SIZES = text(
    "SELECT relname AS name, pg_total_relation_size(oid) AS bytes FROM pg_class "
    "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)
_BY_KIND = text("SELECT kind, count(*) AS many FROM job GROUP BY kind ORDER BY 2 DESC")


def measure(database: Database, folder: Path, orders: int) -> tuple[dict[str, float], dict[str, float], float]:
    """Bytes an order by table, jobs an order by kind, and CPU milliseconds of the worker an order."""
    house = _house(database, folder)
    empty = _sizes(database)
    for body in islice(OrderStream().bodies(), orders):
        submit(house.desk, MAIN, body)
    begun = process_time()
    do_what_is_due(house)
    worked_ms = (process_time() - begun) / orders * 1000
    grown = {name: (size - empty.get(name, 0)) / orders for name, size in _sizes(database).items()}
    with database.read() as session:
        kinds = {row.kind: row.many / orders for row in session.rows(_BY_KIND)}
    return {name: size for name, size in grown.items() if size >= 1}, kinds, worked_ms


def alone(database: Database, folder: Path) -> dict[str, tuple[int, int]]:
    """Statements and jobs that follow an order that is admitted, and one that is held."""
    house = _house(database, folder)
    found = {}
    placed_at = house.clock.now() - AGO
    for name, order in {"admitted": an_honest_order(), "held": an_unpaid_order()}.items():
        submit(house.desk, MAIN, document(replace(order, placed_at=placed_at, ship_by=None)))
        with counted(database) as seen:
            jobs = do_what_is_due(house)
        found[name] = len(seen.data), jobs
    return found


def _house(database: Database, folder: Path) -> House:
    house = furnished(Settings(folder=folder, secret=SECRET.hex()), database)
    desk = replace(house.desk, editions=FixedEditions(bundled()), reactions=REACTIONS)
    return replace(house, desk=desk, site=make_site(desk))


def _sizes(database: Database) -> dict[str, int]:
    with database.read() as session:
        return {row.name: row.bytes for row in session.rows(_SIZES)}


def main(orders: int) -> None:
    """Prints all."""
    server = PostgresServer(("shared_buffers = '256MB'",), restart=True)
    try:
        with server.fresh() as database, TemporaryDirectory() as folder:
            by_itself = alone(database, Path(folder))
        with server.fresh() as database, TemporaryDirectory() as folder:
            sizes, kinds, worked_ms = measure(database, Path(folder), orders)
    finally:
        server.close()
    for name, size in sorted(sizes.items(), key=lambda each: -each[1]):
        print(f"{name:>28} {size:>9,.0f} bytes an order")
    print(f"{'at rest':>28} {sum(size for name, size in sizes.items() if name != JOBS):>9,.0f} bytes an order")
    for kind, many in kinds.items():
        print(f"{kind:>28} {many:>9.2f} jobs an order")
    for name, (statements, jobs) in by_itself.items():
        print(f"{name:>28} {statements:>9} statements and {jobs} jobs of a worker that has nothing else to do")
    print(f"{'worker':>28} {worked_ms:>9.2f} ms of CPU an order")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ORDERS)
