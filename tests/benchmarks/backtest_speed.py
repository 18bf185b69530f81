"""Orders a second of a backtest: `python -m tests.benchmarks.backtest_speed`. Writes to `build/bench.json`.

A database is filled with synthetic orders as a shop would send them, then decided again by the edition in force and by
one with another threshold. `cpu` is processor time of deciding alone, in one process that has seen other orders; `run`
is a whole run on all cores, with processes that start empty, from plan to the last row, and the same without their
start. What both editions share is timed by a third edition, for whose sake facts are stated anew.
"""

import heapq
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from api.composition.backtesting import BACKTEST
from api.composition.secret import installation_secret
from engine.admission import Admission
from engine.desk.backtesting import Plan, keep_folder, look, plan
from engine.desk.desk import Desk
from engine.desk.editions import Loaded
from engine.settings import Settings
from engine.store.backtests import Wanted, decisions_that_count
from engine.store.chunk_work import Terms
from engine.store.ledger import Ledger
from engine.store.opening import open_database
from tests.benchmarks.report import write
from tests.candidates import with_band
from tests.histories import SHOP, a_house, keep
from tests.synthetic.honest import honest_orders
from tests.synthetic.planted import planted_orders

ORDERS = 4_000
ALONE = 1_000
SEED = 20261126


def measure(orders: int = ORDERS, alone: int = ALONE) -> dict[str, float]:
    """Orders a second, and microseconds of processor time an order."""
    with TemporaryDirectory() as folder:
        os.environ["CLEARWAY_FOLDER"] = folder
        desk, candidate = filled(Path(folder), orders)
        try:
            return _cpu(desk, candidate, alone) | _run(desk, candidate)
        finally:
            desk.database.close()


def filled(folder: Path, orders: int) -> tuple[Desk, str]:
    """A desk with history, and a candidate that holds from a lower score on."""
    settings = Settings()
    desk, clock = a_house(open_database(settings.database), installation_secret(settings))
    planted = (each.order for each in planted_orders(orders // 20, SEED))
    keep(desk, clock, heapq.merge(honest_orders(orders, SEED), planted, key=lambda order: order.placed_at))
    rules = with_band(folder / "candidate", 30)
    return desk, keep_folder(desk, SHOP, rules, None, desk.editions.current("main").digest)


def _cpu(desk: Desk, candidate: str, count: int) -> dict[str, float]:
    against = desk.editions.current("main")
    with desk.database.read() as session:
        found = [each.decision for each in decisions_that_count(session, "main", Wanted())]
    params = Plan(candidate=candidate, against=against.digest).params()
    warm, cold = found[:count], found[count : 2 * count]
    _timed(desk, warm, params)
    shared = _timed(desk, cold, params)
    book, knowledge = against.admission.book, against.admission.knowledge
    loaded = desk.editions.load(candidate)
    stranger = Loaded("stranger", Admission(loaded.admission.book, replace(knowledge)))
    desk.editions._loaded["stranger"] = stranger
    desk.editions._owned.add(("main", "stranger"))
    apart = _timed(desk, cold, {**params, "candidate": "stranger"})
    return {"rules": len(book.rules), "cpu, facts shared, us": shared, "cpu, facts stated twice, us": apart}


def _timed(desk: Desk, decisions: Sequence[str], params: Mapping[str, object]) -> float:
    begun = time.process_time()
    for first in range(0, len(decisions), 200):
        with desk.database.read() as session:
            look(desk, session, "main", decisions[first : first + 200], params)
    return (time.process_time() - begun) / len(decisions) * 1e6


def _run(desk: Desk, candidate: str) -> dict[str, float]:
    asked = Plan(candidate=candidate, against=desk.editions.current("main").digest)
    begun = time.perf_counter()
    with desk.database.write() as session:
        run = plan(desk, session, SHOP, asked)
    first: list[float] = []
    ledger = Ledger(database=desk.database, terms=Terms("bench"))
    report = ledger.run(run, "main", BACKTEST, lambda _: first.append(time.perf_counter()))
    ended = time.perf_counter()
    done = report.totals["compared"] - 200
    return {
        "run, orders": report.totals["compared"],
        "run, flipped": report.totals.get("changed", 0),
        "run, orders a second": report.totals["compared"] / (ended - begun),
        "run, orders a second once processes stand": done / (ended - first[0]),
        "run, cores": os.cpu_count() or 1,
    }


def table(figures: Mapping[str, float]) -> str:
    """One line a figure."""
    return "\n".join(f"backtest, {name}: {figure:,.0f}" for name, figure in figures.items())


if __name__ == "__main__":
    found = measure()
    print(table(found))
    write({"backtest": found})
