"""What cannot be measured on one machine, simulated: `python -m tests.benchmarks.scale_model`.

API processes on machines of their own share one database server. Orders come at random times (a Poisson process); each
takes a free process, which first computes, then waits while the database works, and is taken by the next when it has
answered. Service times are exponential around the measured means, which is more uneven than they are. Waiting for the
disk at a commit is a delay that many share, not a place in a queue.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

API_MS, DATABASE_MS, WORKER_MS, COMMIT_MS = 5.5, 1.6, 12.0, 1.5  # docs/scale.md says where they come from
SEED = 20261126
ORDERS = 60_000
WARMING = 5_000


@dataclass(frozen=True, slots=True)
class Plan:
    """So many processes of the API, and cores of the database server, at a rate of orders a second."""

    rate: float
    processes: int
    cores: int


@dataclass(frozen=True, slots=True)
class Waits:
    """What an order waits for its decision, and how busy both are."""

    p50_ms: float
    p99_ms: float
    api: float
    database: float


def simulated(plan: Plan, seed: int = SEED) -> Waits:
    """Runs orders through both queues, in the order in which they come."""
    waits = sorted(list(_waits(plan, Random(seed)))[WARMING:])
    api = plan.rate * API_MS / 1000 / plan.processes
    database = plan.rate * DATABASE_MS / 1000 / plan.cores
    return Waits(waits[len(waits) // 2], waits[len(waits) * 99 // 100], api, database)


def _waits(plan: Plan, chance: Random) -> Iterator[float]:
    processes, cores, at = [0.0] * plan.processes, [0.0] * plan.cores, 0.0
    for _ in range(ORDERS):
        at += chance.expovariate(plan.rate / 1000)
        computed = max(at, processes[0]) + chance.expovariate(1 / API_MS)
        asked = max(computed, cores[0]) + chance.expovariate(1 / DATABASE_MS)
        heapq.heapreplace(processes, computed)  # while it waits for the database, its other threads compute
        heapq.heapreplace(cores, asked)
        yield asked + COMMIT_MS - at


PLANS = (
    Plan(100, 1, 1), Plan(150, 1, 1), Plan(150, 2, 1), Plan(300, 3, 1), Plan(600, 5, 2), Plan(1000, 8, 3),
    Plan(1000, 10, 4), Plan(2000, 18, 6),
)  # fmt: skip


def main() -> None:
    """Prints a line a plan."""
    print(f"{'orders/s':>9} {'processes':>9} {'db cores':>9} {'p50 ms':>8} {'p99 ms':>8} {'api':>6} {'db':>6}")
    for plan in PLANS:
        found = simulated(plan)
        waits = f"{found.p50_ms:>8.1f} {found.p99_ms:>8.1f} {found.api:>6.0%} {found.database:>6.0%}"
        print(f"{plan.rate:>9.0f} {plan.processes:>9} {plan.cores:>9} {waits}")


if __name__ == "__main__":
    main()
