"""Orders a second of a re-screening on PostgreSQL: `python -m tests.benchmarks.rescreen_speed [SIZE …]`.

Orders that wait, decided by one edition, are decided anew after another came into force that frees about a tenth of
them: once all of them (`all`, in a dry run, so that they wait as before, and then written), once those alone that the
change could touch. Two processes work, as on two cores; the database is beside them on the same machine. Processor time
is that of the processes and of the server's, memory the largest of a process. Writes `rescreen` to `build/bench.json`.
"""

import os
import resource
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from api.composition.rescreening import RESCREEN
from engine.desk.bulk.frozen import Asked
from engine.desk.bulk.runs import finish, plan, start
from engine.desk.desk import Caller, Desk
from engine.store.chunk_work import Terms
from engine.store.ledger import Ledger, Progress
from tests.benchmarks.held_orders import a_milder_edition, a_waiting_house, multiplied
from tests.benchmarks.report import write
from tests.databases import PostgresServer

SIZES = (5_000, 20_000, 50_000)
MILLION = 1_000_000
WIDTH = 2
TICKS = os.sysconf("SC_CLK_TCK")
BY = Caller(merchant="main", name="bench")
# As an operator has it: what is committed is on disk.
SETTINGS = ("shared_buffers = '256MB'", "max_connections = 100")
Figures = dict[str, float]


def measure(sizes: Sequence[int] = SIZES) -> dict[str, object]:
    """Figures by size, and what a million orders would take."""
    server = PostgresServer(SETTINGS, restart=True)
    try:
        with server.fresh() as database, TemporaryDirectory() as folder:
            desk = a_waiting_house(database.url)
            rule = a_milder_edition(desk, Path(folder) / "rules")
            found = {str(size): _at(desk, server.pid, size) for size in sizes[:-1]}
            found[str(sizes[-1])] = _at(desk, server.pid, sizes[-1], writes=True)
            desk.database.close()
            return {"rule": rule, "cores": os.cpu_count() or 1, "sizes": found, **_extrapolated(found)}
    finally:
        server.close()


def _at(desk: Desk, server: int, size: int, *, writes: bool = False) -> Figures:
    orders = multiplied(desk, size)
    # Committed: what nobody knows of the new rows, the planner guesses, and reads all of them for each chunk.
    with desk.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    figures: Figures = {"orders": orders}
    figures |= _named("touched", _run(desk, server, Asked(touched_only=True, dry_run=True)))
    figures |= _named("all", _run(desk, server, Asked(touched_only=False, dry_run=True)))
    if writes:
        figures |= _named("written", _run(desk, server, Asked(touched_only=False)))
    return figures


def _named(kind: str, figures: Mapping[str, float]) -> Figures:
    """Told at once as well, since a large size takes minutes."""
    print(f"{kind}: {figures['orders_per_s']:,.0f} orders a second", file=sys.stderr, flush=True)
    return {f"{kind}, {name}": value for name, value in figures.items()}


def _run(desk: Desk, server: int, asked: Asked) -> Figures:
    before = _server_cpu(server)
    own, children = time.process_time(), _children_cpu()
    begun = time.perf_counter()
    run = start(desk, BY, asked, by_jobs=False).run
    row = plan(desk, "main", run, by_jobs=False)
    planned = time.perf_counter()
    ticks: list[tuple[float, int]] = []

    def watch(progress: Progress) -> None:
        ticks.append((time.perf_counter(), progress.done))

    ledger = Ledger(database=desk.database, terms=Terms("bench"), width=WIDTH, closes=False)
    report = ledger.run(run, "main", RESCREEN, watch)
    with desk.database.write() as session:
        finish(desk, session, "main", run)
    ended = time.perf_counter()
    totals, orders = report.totals, row.orders
    assert not report.dead, report.dead
    first, last = ticks[min(2 * WIDTH, len(ticks) - 1)], ticks[-1]
    steady = (last[1] - first[1]) * 200 / (last[0] - first[0]) if last[0] > first[0] else 0.0
    spent = time.process_time() - own + _children_cpu() - children
    return {
        "orders_per_s": orders / (ended - begun),
        "orders_per_s, once processes stand": steady,
        "planning, s": planned - begun,
        "decided anew": totals.get("decided anew", 0),
        "changed": totals.get("changed", 0),
        "cpu of processes, us an order": spent / orders * 1e6,
        "cpu of the database, us an order": (_server_cpu(server) - before) / orders * 1e6,
        "largest process, MB": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _server_cpu(server: int) -> float:
    """Processor seconds of one PostgreSQL server's processes, with those of its children that have ended."""
    spent = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            own, _, rest = stat.read_text().partition(") ")
        except OSError:
            continue
        fields = rest.split()
        if server in (int(own.split()[0]), int(fields[1])):
            spent += sum(int(fields[place]) for place in (11, 12, 13, 14)) / TICKS
    return spent


def _extrapolated(found: Mapping[str, Figures]) -> Mapping[str, object]:
    """Seconds for a million orders, by a straight line through the sizes: what begins once, and what each order costs.
    `curve` says by how much the dearest size differs from the cheapest, an order: near 1, the line is straight."""
    sizes = sorted(found.values(), key=lambda each: each["orders"])
    told: dict[str, object] = {}
    for kind in ("touched", "all"):
        cpu = [
            sum(each[f"{kind}, cpu of {part}, us an order"] for part in ("processes", "the database")) for each in sizes
        ]
        seconds = [(each["orders"], each["orders"] / each[f"{kind}, orders_per_s"]) for each in sizes]
        slope, start_s = _line(seconds)
        told[f"{kind}, one million, s"] = start_s + slope * MILLION
        told[f"{kind}, one million, orders_per_s"] = MILLION / (start_s + slope * MILLION)
        told[f"{kind}, curve"] = max(cpu) / min(cpu)
    return told


def _line(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Slope and start of the line with the least squares."""
    if len(points) == 1:
        return points[0][1] / points[0][0], 0.0
    mean_x, mean_y = (sum(each[place] for each in points) / len(points) for place in (0, 1))
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    return slope, mean_y - slope * mean_x


def table(found: Mapping[str, object]) -> str:
    """One line a figure."""
    lines = [f"re-screening, {name}: {value}" for name, value in found.items() if name != "sizes"]
    sizes = found["sizes"]
    assert isinstance(sizes, dict)
    lines += [
        f"re-screening of {size}, {name}: {value:,.0f}" for size, row in sizes.items() for name, value in row.items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    measured = measure([int(each) for each in sys.argv[1:]] or SIZES)
    print(table(measured))
    write({"rescreen": measured})
