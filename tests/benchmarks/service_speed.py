"""What the service costs, end to end: `python -m tests.benchmarks.service_speed`.

A PostgreSQL server that waits for the disk at each commit, the service in a process of its own, and
this process as its client. Orders have three lines, a hundred rules are live, the trace is kept. CPU of the service is
what Linux counts for the process; its functions are wrapped to count the parts, and `http` is what is left: server,
framework, routing, threads, collecting garbage, and some thirtieth of a millisecond for the wrapping.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from engine.desk.intake import submit
from engine.store.database import Database
from tests.benchmarks.report import write
from tests.benchmarks.service_client import Load, Sender
from tests.benchmarks.service_growth import Growth, grow
from tests.benchmarks.service_growth import table as growth_table
from tests.benchmarks.service_orders import OrderStream
from tests.benchmarks.service_process import Served, bench_desk, served
from tests.databases import PostgresServer
from tests.desks import MAIN, an_honest_order, an_unpaid_order, document
from tests.statements import counted

# Each commit waits for the disk, as by default; memory and checkpoints as whoever runs a server would set them.
SERVER_SETTINGS = ("shared_buffers = '2GB'", "max_wal_size = '4GB'", "checkpoint_timeout = '15min'")
WARMING = 400
STORE_MS, DECIDE_MS = 4.3, 1.7  # the budget: HTTP and store; facts, goods, parties, rules with trace, model
ORDERS = 600
ROUNDS = 3
RATES = (50.0, 100.0, 150.0)
SECONDS = 12
CALM = 0.7  # p99 of a machine that is busier than this says more about the machine


@dataclass(frozen=True, slots=True)
class Asked:
    """What a decision asks of the database, at most; `with_holds` when it opens some."""

    statements: int
    with_holds: int
    commits: int


@dataclass(frozen=True, slots=True)
class Speed:
    """All figures."""

    asked: Asked
    cpu_ms: Mapping[str, float]
    loads: Sequence[Load]
    growth: Growth

    def plain(self) -> dict[str, object]:
        """As JSON holds it; rate, waits and busy are of the highest rate with which the machine was calm."""
        calm = [load for load in self.loads if load.busy <= CALM]
        load = asdict(calm[-1] if calm else self.loads[0])
        return asdict(self.asked) | {
            "cpu_ms": {name: round(value, 2) for name, value in self.cpu_ms.items()},
            **{name: round(value, 2) for name, value in load.items()},
            "loads": [asdict(each) for each in self.loads],
            "growth": asdict(self.growth) | {"growth": self.growth.growth},
        }


def measure() -> Speed:
    """All of it; a server and two services come and go."""
    stream = OrderStream()
    sender = Sender(stream.bodies())
    server = PostgresServer(SERVER_SETTINGS, restart=True)
    try:
        with server.fresh() as database:
            asked = statements(database)
        with server.fresh() as database:
            return Speed(asked, *_alone(database, sender), grow(server, stream.history(), sender))
    finally:
        server.close()


def _alone(database: Database, sender: Sender) -> tuple[Mapping[str, float], Sequence[Load]]:
    """CPU by part in the round that took least, and waits under load."""
    with served(database.url) as service:
        sender.send(service, WARMING)
        rounds = [_by_part(service, sender) for _ in range(ROUNDS)]
        with served(database.url) as other:  # as many processes as cores: Python keeps one busy at most
            sender.send(other, WARMING)
            loads = [sender.load((service, other), rate, SECONDS) for rate in RATES]
    return min(rounds, key=lambda parts: parts["total"]), loads


def statements(database: Database) -> Asked:
    """Counted on a desk in this process."""
    desk = bench_desk(database)
    submit(desk, MAIN, document(an_honest_order("warm-up")))
    with counted(database) as plain:
        submit(desk, MAIN, document(an_honest_order()))
    with counted(database) as held:
        submit(desk, MAIN, document(an_unpaid_order()))
    asked = Asked(len(plain.data), len(held.data), max(plain.commits, held.commits))
    assert asked.statements <= 6, plain.data
    assert asked.with_holds <= 7, held.data
    assert asked.commits == 1
    return asked


def _by_part(service: Served, sender: Sender) -> Mapping[str, float]:
    whole, before = service.cpu_ms(), service.parts_ms()
    sender.send(service, ORDERS)
    total = (service.cpu_ms() - whole) / ORDERS
    parts = {name: (value - before.get(name, 0)) / ORDERS for name, value in service.parts_ms().items()}
    return {"http": total - sum(parts.values()), **parts, "total": total}


def budget(cpu_ms: Mapping[str, float]) -> Sequence[str]:
    """What HTTP and store may take (DESIGN.md section 3.11), beside what they took; facts, rules and model are in
    `decide`, which `python -m tests.benchmarks.decision_speed` prints by part."""
    own = sum(value for name, value in cpu_ms.items() if name not in {"decide", "total"})
    return (
        f"{'HTTP and store':>22} {own:>8.2f} of {STORE_MS}",
        f"{'decide':>22} {cpu_ms['decide']:>8.2f} of {DECIDE_MS}",
    )


def table(speed: Speed) -> str:
    """The figures as people read them."""
    asked = speed.asked
    parts = [f"{name:>22} {value:>8.2f}" for name, value in speed.cpu_ms.items()]
    loads = [
        f"{one.rate:>8.0f} {one.decided:>8.1f} {one.p50_ms:>8.1f} {one.p99_ms:>8.1f} {one.busy:>8.0%}"
        for one in speed.loads
    ]
    counts = f"{asked.statements} statements, {asked.with_holds} with holds, {asked.commits} commit"
    return "\n".join(
        (
            f"one decision on PostgreSQL: {counts}",
            "CPU of the service by part, ms",
            *parts,
            *budget(speed.cpu_ms),
            f"orders that come by themselves, {SECONDS} s each; waits in ms, and how busy the whole machine was",
            f"{'rate':>8} {'decided':>8} {'p50':>8} {'p99':>8} {'busy':>8}",
            *loads,
            growth_table(speed.growth),
        )
    )


if __name__ == "__main__":
    found = measure()
    print(table(found))
    write({"service": found.plain()})
