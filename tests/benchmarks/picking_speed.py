"""Processor time and length of walks: `python -m tests.benchmarks.picking_speed`.

Walks of one block against the optimum, of three blocks against a length that no walk can beat.
"""

import time
from random import Random

from fulfillment.picking.layout import Layout
from fulfillment.picking.routing import Policy, Route, route
from tests.benchmarks.report import write
from tests.warehouses import random_stops, warehouse

Figures = dict[str, float]
TOURS = 200
HALL = warehouse(20, 60)


def measure() -> dict[str, Figures]:
    """Walks by kind of warehouse and policy."""
    one, three = HALL, warehouse(20, 60, 20, 40)
    found = {f"one block, {policy}": _walks(one, policy) for policy in Policy}
    found["three blocks, exact"] = _walks(three, Policy.EXACT)
    return found


def table(figures: dict[str, Figures]) -> str:
    """One line each."""
    return "\n".join(
        f"picking, {name}: " + ", ".join(f"{what} {value:g}" for what, value in each.items())
        for name, each in figures.items()
    )


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


def main() -> None:
    """Measures, prints and writes."""
    figures = measure()
    print(table(figures))
    write({"picking": figures})


if __name__ == "__main__":
    main()
