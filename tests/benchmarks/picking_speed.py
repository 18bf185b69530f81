"""Processor time and length of walks, and of a whole wave: `python -m tests.benchmarks.picking_speed`.

Walks of one block against the optimum, of three blocks against a length that no walk can beat; then boxes, batches and
walks of a wave of 1,000 orders in two processes, against bounds.
"""

import resource
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from random import Random

from fulfillment.packing.articles import Article
from fulfillment.packing.boxes import Box
from fulfillment.packing.plan import plan
from fulfillment.picking.batching import Batching, Load, Wanted, batches
from fulfillment.picking.layout import Layout
from fulfillment.picking.routing import Policy, Route, route
from tests.benchmarks.packing_speed import made_boxes, made_orders
from tests.benchmarks.report import write
from tests.warehouses import random_stops, warehouse

Figures = dict[str, float]
TOURS = 200
WAVE = 1_000
CART = Load(totes=12, weight_g=150_000)
HALL = warehouse(20, 60)


def measure() -> dict[str, Figures]:
    """Walks by kind of warehouse and policy, and the wave."""
    one, three = HALL, warehouse(20, 60, 20, 40)
    found = {f"one block, {policy}": _walks(one, policy) for policy in Policy}
    found["three blocks, exact"] = _walks(three, Policy.EXACT)
    found["wave of 1000 orders"] = wave()
    return found


def table(figures: dict[str, Figures]) -> str:
    """One line each."""
    return "\n".join(
        f"picking, {name}: " + ", ".join(f"{what} {value:g}" for what, value in each.items())
        for name, each in figures.items()
    )


def wave(processes: int = 2) -> Figures:
    """Seconds that pass for boxes, batches and walks of a wave, with distances against bounds, in metres."""
    orders = list(made_orders(WAVE).values())
    random = Random(11)
    wanted = [
        Wanted(
            order=f"order{number}",
            stops=random_stops(random, HALL, len(pieces)),
            load=Load(totes=1, weight_g=sum(each.weight_g for each in pieces)),
        )
        for number, pieces in enumerate(orders)
    ]
    before = _children()
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        start = time.perf_counter()
        walks = pool.submit(batches, HALL, wanted, CART)
        boxes = sum(pool.map(partial(_boxes, boxes=made_boxes()), _parts(orders)))
        found = walks.result()
        passed = time.perf_counter() - start
    return {"processor seconds": round(_children() - before, 1), **_of_wave(found, boxes, passed)}


def _children() -> float:
    """Processor time of the processes that have ended, with their start."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _of_wave(found: Batching, boxes: int, passed: float) -> Figures:
    return {
        "seconds": round(passed, 2),
        "boxes": boxes,
        "batches": len(found.batches),
        "batches at least": found.fewest,
        "metres": found.distance_mm // 1000,
        "metres at least": found.bound_mm // 1000,
        "metres order by order": found.single_mm // 1000,
    }


def _walks(layout: Layout, policy: Policy) -> Figures:
    random, found = Random(3), list[Route]()
    start = time.process_time()
    for _ in range(TOURS):
        found.append(route(layout, random_stops(random, layout, 25), policy))
    spent = time.process_time() - start
    best = sum(each.best_mm for each in found)
    return {
        "ms a walk": round(1000 * spent / TOURS, 2),
        "over the optimum, %": round(100 * (sum(each.distance_mm for each in found) / best - 1), 2),
        "proved, %": round(100 * sum(each.proved for each in found) / TOURS),
    }


def _parts(orders: Sequence[tuple[Article, ...]]) -> list[tuple[tuple[Article, ...], ...]]:
    return [tuple(orders[at : at + 50]) for at in range(0, len(orders), 50)]


def _boxes(orders: Sequence[tuple[Article, ...]], *, boxes: tuple[Box, ...]) -> int:
    """The work of one process: how many boxes these orders need."""
    return sum(len(plan(each, boxes)) for each in orders)


def main() -> None:
    """Measures, prints and writes."""
    figures = measure()
    print(table(figures))
    write({"picking": figures})


if __name__ == "__main__":
    main()
