"""How fast the console's pages are with a hundred thousand orders: `python -m tests.benchmarks.console_speed [ORDERS]`.

On SQLite and on PostgreSQL, each page asked several times over by somebody who is signed in; the whole page counts,
from the request to the last byte of HTML. Writes `console` to `build/bench.json`.
"""

import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from api.access.roles import Role
from engine.store.database import Database
from tests.benchmarks.console_rows import multiply
from tests.benchmarks.report import write
from tests.browser.console_pages import PAGES, furnished
from tests.databases import PostgresServer, SqliteFiles
from tests.http.conftest import MAIN, Service, a_service
from tests.http.people import Browser, signed_in

ORDERS = 100_000
TURNS = 5
SETTINGS = ("shared_buffers = '256MB'", "max_connections = 50")


def measure(orders: int = ORDERS) -> dict[str, object]:
    """Milliseconds by page, for both databases."""
    found: dict[str, object] = {"cores": os.cpu_count() or 1, "load": round(os.getloadavg()[0], 1)}
    for name in ("sqlite", "postgresql"):
        with _database(name) as database, a_service(database) as service:
            found[name] = _of(service, orders)
    return found


def table(found: Mapping[str, object]) -> str:
    """As people read it."""
    lines = [f"{'page':34}{'median ms':>12}{'worst ms':>12}  orders, load {found['load']} at the beginning"]
    for name in ("sqlite", "postgresql"):
        told = found[name]
        assert isinstance(told, dict)
        lines.append(f"{name}: {told['orders']:,} orders, {told['waiting']:,} wait")
        lines += [_line(page, each) for page, each in told["pages"].items()]
    return "\n".join(lines)


def _line(page: str, each: Mapping[str, float]) -> str:
    said = "" if each["status"] == 200 else f"  answered {each['status']}"
    return f"  {page:32}{each['median']:>12.0f}{each['worst']:>12.0f}{said}"


def _of(service: Service, orders: int) -> dict[str, object]:
    sample = furnished(service)
    # Profits are counted once, by a job; what is counted of the sample orders is copied with them.
    while service.get(f"/v1/profit?{sample['period']}").json()["pending"]:
        pass
    many = multiply(service.database, service.app.state.services.desk, MAIN, orders)
    _settled(service.database)
    somebody = signed_in(service, Role.ADMIN)
    pages = {name: _timed(somebody, path) for name, path in _paths(service, sample).items()}
    waiting = service.get("/v1/queue/counts").json()["total"]
    return {"orders": many, "waiting": waiting, "pages": pages}


def _paths(service: Service, ids: Mapping[str, str]) -> Mapping[str, str]:
    """Every page of the console, and those views of queue and orders that only many orders have."""
    first = service.get("/v1/queue?limit=50").json()
    listed = service.get("/v1/orders?limit=50").json()
    copy = first["data"][-1]["order_id"]
    return {
        "queue, next page": f"/console/queue?cursor={first['next_cursor']}",
        "queue, one reason": f"/console/queue?reason={first['data'][0]['hold_reasons'][0]}",
        "queue, one country": "/console/queue?country=US",
        "orders, next page": f"/console/orders?cursor={listed['next_cursor']}",
        "orders, one outcome and shop": "/console/orders?outcome=admit&shop=harbour-lane",
        "orders, by number": "/console/orders?ref=D-24-1777",
        "a copied order": f"/console/orders/{copy}",
        "a copied order's history": f"/console/orders/{copy}/history",
        **{page.name: page.path.format_map(ids) for page in PAGES},
    }


def _timed(somebody: Browser, path: str) -> dict[str, float]:
    took = []
    for _ in range(TURNS):
        began = time.perf_counter()
        answer = somebody.get(path)
        took.append((time.perf_counter() - began) * 1000)
    return {"median": round(median(took), 1), "worst": round(max(took), 1), "status": answer.status_code}


@contextmanager
def _database(name: str) -> Iterator[Database]:
    if name == "sqlite":
        with TemporaryDirectory() as folder, SqliteFiles(Path(folder)).fresh() as database:
            yield database
        return
    server = PostgresServer(SETTINGS, restart=True)
    try:
        with server.fresh() as database:
            yield database
    finally:
        server.close()


def _settled(database: Database) -> None:
    """What PostgreSQL's planner knows of the rows, as autovacuum would have told it; SQLite's is told nothing."""
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def main(arguments: Sequence[str]) -> None:
    """Measures, prints and writes."""
    found = measure(int(arguments[0]) if arguments else ORDERS)
    print(table(found))
    write({"console": found})


if __name__ == "__main__":
    main(sys.argv[1:])
