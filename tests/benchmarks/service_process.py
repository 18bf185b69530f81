"""`python -m tests.benchmarks.service_process URL`: the service as `clearway serve` runs it, without a worker.

It decides with a hundred live rules, says port and key in its first line, writes CPU by part so far in a line for each
SIGUSR1, and ends on SIGTERM.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from api.access.keyring import Keyring, KeyWanted
from api.access.scopes import OF_A_STOREFRONT
from api.app import create_app
from api.composition.desk import REACTIONS
from api.composition.entrance import make_front_door
from api.composition.house import House
from api.composition.serving import Parts, listen, serve
from api.composition.site import make_site
from api.services import Services
from engine.admission import Admission
from engine.clock import SystemClock
from engine.desk.desk import Desk
from engine.desk.editions import Loaded
from engine.desk.models import Models
from engine.desk.party_lists import PartyLists
from engine.desk.person import Seal
from engine.ids import TimeOrderedIds
from engine.settings import Settings
from engine.store.database import Database
from engine.store.vault import Vault
from tests.benchmarks.decision_speed import hundred_rules
from tests.benchmarks.stopwatch import Stopwatch
from tests.desks import SECRET, FixedEditions, bundled

TICKS = os.sysconf("SC_CLK_TCK")
ENDS_WITHIN_S = 30


def bench_desk(database: Database) -> Desk:
    """A desk as a server has it, with a hundred live rules in force."""
    whole = bundled().admission
    hundred = Loaded("f" * 64, Admission(hundred_rules(whole.book), whole.knowledge))
    clock, ids = SystemClock(), TimeOrderedIds()
    return Desk(
        database=database,
        editions=FixedEditions(hundred),
        seal=Seal(Vault(SECRET)),
        clock=clock,
        ids=ids,
        party_lists=PartyLists(database, clock, ids),
        models=Models(database, Seal(Vault(SECRET))),
        reactions=REACTIONS,
    )


def main(url: str) -> None:
    """Serves until it is told to end."""
    database, clock, ids = Database(url), SystemClock(), TimeOrderedIds()
    keyring = Keyring(database, SECRET, clock)
    desk = bench_desk(database)
    door = make_front_door(Settings(), database, SECRET, clock, ids, desk.seal)
    house = House(
        settings=Settings(),
        secret=SECRET,
        database=database,
        keyring=keyring,
        door=door,
        clock=clock,
        ids=ids,
        desk=desk,
        site=make_site(desk),
    )
    wanted = KeyWanted(name="bench", merchant="main", scopes=OF_A_STOREFRONT)
    _, token = keyring.create(wanted, ids)
    _report_parts()

    def build(_: House) -> FastAPI:
        return create_app(Services(database=database, keyring=keyring, door=door, clock=clock, ids=ids, desk=desk))

    with listen("127.0.0.1", 0) as listening:
        _say({"port": listening.getsockname()[1], "token": token.text})
        serve(house, Parts(publish=lambda _: None, build=build, background=lambda _: ()), listening)


def _report_parts() -> None:
    watch = Stopwatch()
    watch.install()
    signal.signal(signal.SIGUSR1, lambda *_: _say(watch.read()))


def _say(values: Mapping[str, object]) -> None:
    print(json.dumps(values), flush=True)


@dataclass(frozen=True, slots=True)
class Served:
    """A running service, as its client sees it."""

    process: "subprocess.Popen[str]"
    port: int
    token: str

    def cpu_ms(self) -> float:
        """CPU of all its threads so far, as Linux counts it."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / TICKS

    def parts_ms(self) -> Mapping[str, float]:
        """CPU by part so far."""
        self.process.send_signal(signal.SIGUSR1)
        return {name: value / 1e6 for name, value in _line(self.process).items()}


@contextmanager
def served(url: str) -> Iterator[Served]:
    """Runs the service in a process of its own while the block runs."""
    command = [sys.executable, "-m", "tests.benchmarks.service_process", url]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        said = _line(process)
        yield Served(process, said["port"], said["token"])
    finally:
        process.terminate()
        try:
            process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()


def _line(process: "subprocess.Popen[str]") -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        msg = "the service ended"
        raise RuntimeError(msg)
    said: dict[str, Any] = json.loads(line)
    return said


if __name__ == "__main__":
    main(sys.argv[1])
