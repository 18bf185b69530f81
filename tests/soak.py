"""`python -m tests.soak MINUTES`: API and worker as processes, under a mixed load at a modest pace, and what they hold.

Memory, open files, connections and jobs that wait must be flat: after a warm-up, the last third of the time is held
against the first. PostgreSQL, and a shop's server for webhooks, both on this machine.
"""

import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import httpx2
from sqlalchemy import text

from api.access.scopes import Scope
from engine.store.database import Database
from tests.databases import PostgresServer
from tests.service_processes import Api, Worker, a_key, a_service
from tests.soak_load import Load
from tests.web_peer import Answer, Peer, a_peer

STEPS_A_SECOND = 1.5  # each sends one to six requests, and has the worker do some forty jobs
SAMPLE_S = 3.0
WARM = 0.3  # of the time
MOST_GROWTH = 1.03  # of memory; the issue asks for flat
MOST_MORE = 5  # files and connections that may come and go
LONGEST_WAIT_S = 5.0  # a job that is due for longer waits
MOST_WAITING = 50
ENOUGH = 20  # jobs that wait, with which the load pauses
_RESIDENT = re.compile(r"VmRSS:\s+(\d+) kB")
CONNECTED = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
WAITING = "SELECT count(*) FROM job WHERE state IN ('ready', 'running') AND run_after <= :then"
DEAD = "SELECT count(*) FROM job WHERE state = 'dead'"

Sample = Mapping[str, float]  # what is held -> how much


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that is held, in the first and in the last third behind the warm-up."""

    name: str
    first: float
    last: float

    @property
    def is_flat(self) -> bool:
        """Whether there is no more of it."""
        if self.name.endswith("MiB"):
            return self.last <= self.first * MOST_GROWTH
        most = MOST_WAITING if self.name == "jobs waiting" else self.first + MOST_MORE
        return self.last <= most

    def __str__(self) -> str:
        """A line of the report."""
        share = f" ({self.last / self.first - 1:+.1%})" if self.first else ""
        return f"{self.name}: {self.first:.1f} then {self.last:.1f}{share}{'' if self.is_flat else '  GROWS'}"


@dataclass(frozen=True, slots=True)
class Soaked:
    """What came of it."""

    held: Sequence[Held]
    answers: Mapping[tuple[str, int], int]
    broken: Sequence[str]
    dead_jobs: int
    delivered: int
    left_out: int

    @property
    def faults(self) -> Sequence[str]:
        """What is not as it must be."""
        growing = [str(each) for each in self.held if not each.is_flat]
        dead = [f"{self.dead_jobs} jobs are dead"] if self.dead_jobs else []
        return [*growing, *dead, *self.broken[:5], *([] if self.delivered else ["no webhook was delivered"])]

    def lines(self) -> Iterator[str]:
        """The report."""
        orders = self.answers.get(("order", 201), 0)
        yield f"{sum(self.answers.values())} requests, {orders} orders one by one; {self.left_out} steps left out"
        yield f"{self.delivered} webhooks delivered, {self.dead_jobs} jobs dead"
        yield ", ".join(f"{step} {status}: {count}" for (step, status), count in sorted(self.answers.items()))
        yield from map(str, self.held)


def thirds(samples: Sequence[Sample], warm: float = WARM) -> Sequence[Held]:
    """Medians of the first and of the last third of what was seen behind the warm-up."""
    seen = samples[int(len(samples) * warm) :]
    size = max(1, len(seen) // 3)
    return [
        Held(name, median(each[name] for each in seen[:size]), median(each[name] for each in seen[-size:]))
        for name in seen[0]
    ]


def soak(database: Database, folder: Path, minutes: float, say: Callable[[str], None] = lambda _: None) -> Soaked:
    """Runs the service on this database for so many minutes."""
    with a_peer(lambda _: Answer()) as peer:
        more = {"CLEARWAY_OUTGOING_OPEN": peer.opening, "CLEARWAY_RATE_PER_KEY": "0"}
        with a_service(folder, database.url, more) as (api, worker):
            api.token = a_key(folder, database.url, [Scope.ADMIN])
            _endpoint(api, peer)
            with Load(api, STEPS_A_SECOND, lambda: _stored(database)["jobs waiting"] > ENOUGH) as load:
                samples = list(_samples(database, api, worker, minutes, say))
            with database.read() as session:
                dead = session.number(text(DEAD))
            return Soaked(thirds(samples), load.answers, load.broken, dead, len(peer.asked), load.left_out)


def _samples(
    database: Database, api: Api, worker: Worker, minutes: float, say: Callable[[str], None]
) -> Iterator[Sample]:
    began = time.monotonic()
    while time.monotonic() < began + minutes * 60:
        time.sleep(SAMPLE_S)
        sample = {**_process("api", api.process.pid), **_process("worker", worker.process.pid), **_stored(database)}
        said = ", ".join(f"{name} {value:.1f}" for name, value in sample.items())
        say(f"{time.monotonic() - began:.0f} s: {said}")
        yield sample


def _process(name: str, pid: int) -> Sample:
    """What a process holds."""
    found = _RESIDENT.search(Path(f"/proc/{pid}/status").read_text())
    assert found is not None, f"{name} has ended"
    return {
        f"{name}, MiB": int(found[1]) / 1024,
        f"{name}, open files": len(list(Path(f"/proc/{pid}/fd").iterdir())),
        f"{name}, threads": len(list(Path(f"/proc/{pid}/task").iterdir())),
    }


def _stored(database: Database) -> Sample:
    """What the database has open, and what waits in it."""
    with database.read() as session:
        then = session.now() - int(LONGEST_WAIT_S * 1_000_000)
        waiting = session.number(text(WAITING).bindparams(then=then))
        return {"connections": session.number(text(CONNECTED)), "jobs waiting": waiting}


def _endpoint(api: Api, peer: Peer) -> None:
    body = {"url": f"http://127.0.0.1:{peer.port}/hooks", "types": ["*"]}
    headers = {"Authorization": f"Bearer {api.token}"}
    response = httpx2.post(f"{api.origin}/v1/webhook-endpoints", json=body, headers=headers, trust_env=False)
    assert response.status_code == 201, response.text


@contextmanager
def _a_database() -> Iterator[Database]:
    server = PostgresServer()
    try:
        with server.fresh() as database:
            yield database
    finally:
        server.close()


def main(minutes: float) -> None:
    """Prints what is held as time goes by, and what came of it."""
    with _a_database() as database, TemporaryDirectory() as folder:
        found = soak(database, Path(folder), minutes, lambda line: print(line, flush=True))
    print(*found.lines(), *(f"FAULT {each}" for each in found.faults), sep="\n")
    sys.exit(bool(found.faults))


if __name__ == "__main__":
    main(float(sys.argv[1]))
