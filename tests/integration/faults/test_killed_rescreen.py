"""Orders decided anew while the worker is killed: each is looked at once, and progress is told truly all the time."""

import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic, sleep

import httpx2
import orjson
import pytest
from sqlalchemy import text

from engine.store.database import Database
from engine.store.feed import first_broken
from tests.builders import an_address, an_order
from tests.desks import document
from tests.integration.faults.test_killed_service import NEVER, QUESTIONS, drained
from tests.service_processes import ROOT, STARTS_WITHIN_S, Api, Worker, a_key, a_service, post, settings

COUNTRY, LIST = "TH", "phone_required_countries"  # couriers call there, so a buyer without a number is asked for one
BATCH, WITHIN_S = 100, 900
PASSWORD = "four words that wander"  # noqa: S105 - of a person who is made up
SCOPES = ("orders:write", "orders:read", "rescreens:write", "rules:read", "rules:write", "lists:read", "lists:write")
NEVER_OF_ORDERS = tuple(each for each in NEVER if each != "events of nothing")  # runs and lists are told of, too
FOUND = "SELECT count(*) FROM rescreen_order WHERE run_id = :run"
RUNNING = "SELECT count(*) FROM bulk_chunk WHERE run_id = :run AND state = 'running' AND number >= :least"
ANEW = {
    "found": FOUND,
    "decided anew": "SELECT count(*) FROM decision d JOIN rescreen_order r ON r.new_decision_id = d.id "
    "WHERE r.run_id = :run AND d.superseded_by IS NULL",
    "decisions": "SELECT count(*) FROM decision",
    "begun": "SELECT count(*) FROM event WHERE type = 'rescreen.started' AND data LIKE '%' || :run || '%'",
    "finished": "SELECT count(*) FROM event WHERE type = 'rescreen.finished' AND data LIKE '%' || :run || '%'",
    "chunks begun twice": "SELECT count(*) FROM bulk_chunk WHERE run_id = :run AND attempts > 1",
    "audited": "SELECT count(*) FROM audit WHERE subject = :run",
}


@pytest.mark.proof
def test_run_when_its_worker_is_killed_twice_then_each_order_is_looked_at_once_and_progress_is_true(
    database: Database, tmp_path: Path
) -> None:
    ran(database, tmp_path, orders=1500, kills=2)


def ran(database: Database, folder: Path, orders: int, kills: int) -> None:
    """Two of three orders lack a number that the list asks for; then the list asks no more."""
    with a_service(folder, database.url) as (api, worker):
        api.token = a_key(folder, database.url, SCOPES)
        with httpx2.Client(trust_env=False, timeout=120) as client:
            handed_in(client, api, orders)
            settled(database)
            asked = orders - len(range(0, orders, 3))
            assert outcomes(database) == {"admit": orders - asked, "ask_customer": asked}
            worker.process.kill()
            worker.process.wait(30)
            end = {"entries": [{"value": COUNTRY, "on": "2026-11-26"}], "note": "couriers ring no more"}
            assert post(client, api, f"/v1/lists/{LIST}/end", end, "end").json()["state"] == "published"
            wanted = {"filter": {"outcomes": ["admit", "ask_customer"]}, "touched_only": False}
            run = str(post(client, api, "/v1/rescreens", wanted, "run").json()["id"])
        with console(folder, database, api) as page:
            watch = Watch(database, api, run, orders, page)
            with watch.on():
                killed(database, worker, run, kills)
                watch.until_over()
        settled(database)
    check(database, run, watch, orders, asked)


def check(database: Database, run: str, watch: "Watch", orders: int, asked: int) -> None:
    with database.read() as session:
        number = {name: session.number(text(sql).bindparams(**_named(sql, run))) for name, sql in ANEW.items()}
        once = {name: session.number(text(QUESTIONS[name])) for name in (*NEVER_OF_ORDERS, "audit entries")}
        assert first_broken(session) is None
    assert watch.wrong == []
    last = watch.last
    assert (last["state"], last["looked_at"], last["decided_anew"]) == ("done", orders, orders), last
    assert _counts(last) == {"released": asked, "unchanged": orders - asked}
    assert number["chunks begun twice"] > 0  # the kills fell into the middle of some
    assert (number["begun"], number["finished"], number["audited"]) == (1, 1, 2)
    assert number["found"] == number["decided anew"] == asked
    assert number["decisions"] == once["audit entries"] == orders + asked
    assert not any(once[name] for name in NEVER_OF_ORDERS), once
    assert watch.seen["running"]
    assert min(watch.pages["Operations"], watch.pages["run"]) > 1


def handed_in(client: httpx2.Client, api: Api, orders: int) -> None:
    for first in range(0, orders, BATCH):
        items = [{"order": an_order_of(number)} for number in range(first, min(first + BATCH, orders))]
        answer = post(client, api, "/v1/orders/batch", {"items": items}, f"b-{first}", {"Prefer": "respond-async"})
        assert answer.status_code == 202, answer.text


def settled(database: Database, within: int = 4) -> None:
    """All that follows from the orders is done; on a busy machine that takes several of the usual patiences."""
    for left in reversed(range(within)):
        with suppress(*([AssertionError] if left else [])):
            drained(database)
            break


def an_order_of(number: int) -> Mapping[str, object]:
    """Of a buyer of its own, so that nothing is found out about many orders of one."""
    phone = "+66 53 215 000" if number % 3 == 0 else None
    address = an_address(
        country=COUNTRY, city="Chiang Mai", line1=f"{number} Nimman Road", postcode="50200", phone=phone
    )
    order = an_order(id=f"R-{number}", shipping_address=address)
    assert order.shipping is not None
    told = document(replace(order, shipping=replace(order.shipping, carrier="national_post"), billing_address=address))
    mail = f"buyer-{number}@example.com"
    customer = {"id": f"C-{number}", "name": "Erika Muster", "email": mail, "locale": "en", "guest": False}
    addresses = {name: told[name] | {"email": mail} for name in ("shipping_address", "billing_address")}  # type: ignore[operator]
    payment = {key: value for key, value in told["payment"].items() if key != "card"}  # type: ignore[attr-defined]
    return {
        **told,
        **addresses,
        "customer": customer,
        "payment": payment,
        "ip": f"198.51.{number // 250}.{number % 250}",
    }


def outcomes(database: Database) -> Mapping[str, int]:
    with database.read() as session:
        rows = session.rows(text("SELECT outcome, count(*) AS many FROM decision GROUP BY outcome"), {})
    return {str(row.outcome): int(row.many) for row in rows}


def killed(database: Database, worker: Worker, run: str, kills: int) -> None:
    """In the middle of a chunk each time: once one is done, and once three more are."""
    worker.start_if_ended()
    for number in range(kills):
        question = text(RUNNING).bindparams(run=run, least=1 + 3 * number)
        until = monotonic() + WITHIN_S
        while monotonic() < until:
            with database.read() as session:
                if session.number(question):
                    break
            sleep(0.01)
        worker.kill_and_start()


@dataclass
class Watch:
    """Asks again and again how far a run is, over HTTP and of the console, and holds each answer to the database."""

    database: Database
    api: Api
    run: str
    orders: int
    page: Callable[[str], str]
    wrong: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    last: dict[str, object] = field(default_factory=dict)

    def on(self) -> "Watching":
        return Watching(self)

    def until_over(self) -> None:
        until = monotonic() + WITHIN_S
        while monotonic() < until and self.last.get("state") not in {"done", "stopped", "cancelled"}:
            sleep(0.2)

    def look(self, client: httpx2.Client) -> None:
        """One answer: between what the database had before and has after, never less than the answer before."""
        before = self._found()
        reply = client.get(f"{self.api.origin}/v1/rescreens/{self.run}", headers=_by(self.api))
        after = self._found()
        assert reply.status_code == 200, reply.text
        told: dict[str, object] = reply.json()
        state, looked_at, released = str(told["state"]), _number(told["looked_at"]), _counts(told).get("released", 0)
        chunks: dict[str, int] = told["chunks"]  # type: ignore[assignment]
        self.seen[state] += 1
        true = {
            "released is what was written": before <= released <= after,
            "all that was looked at went some way": sum(_counts(told).values()) == looked_at,
            "it never falls": looked_at >= _number(self.last.get("looked_at", 0)),
            "nobody is ahead of the run": looked_at <= self.orders and chunks["done"] <= chunks["all"],
            "it is done when all is done": (state == "done") == (looked_at == self.orders and state != "running"),
            "and never before": state != "done" or chunks["done"] == chunks["all"],
        }
        self.wrong += [f"{name}: {told}" for name, holds in true.items() if not holds]
        self.last = told
        self._look_at_pages(state)

    def _look_at_pages(self, state: str) -> None:
        """Pages are asked before and after, since the run goes on between."""
        for name, path in (("Operations", "/console/operations"), ("run", f"/console/rescreens/{self.run}")):
            low = _number(self.last["looked_at"])
            shown = looked_at_on(self.page(path), self.run if name == "Operations" else "")
            with self.database.read() as session:
                counted = session.rows(text("SELECT counters FROM bulk_chunk WHERE run_id = :run AND state = 'done'"),
                                       {"run": self.run})  # fmt: skip
            high = sum(orjson.loads(str(row.counters)).get("looked at", 0) for row in counted)
            self.pages[name] += 1
            if shown is None or not low <= shown <= high:
                self.wrong.append(f"{name} shows {shown}, between {low} and {high} in state {state}")

    def _found(self) -> int:
        with self.database.read() as session:
            return session.number(text(FOUND), {"run": self.run})


class Watching:
    """A thread that looks until it is left; what breaks in it is wrong, too."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(60)

    def _look(self) -> None:
        with httpx2.Client(trust_env=False, timeout=60) as client:
            while not self._over.wait(0.2):
                try:
                    self._watch.look(client)
                except Exception as error:  # noqa: BLE001 - a watch that ends unheard would let the test pass
                    self._watch.wrong.append(repr(error))
                    return


def looked_at_on(page: str, run: str) -> int | None:
    """How many orders a page says were looked at: that of all runs, or that of one."""
    if not run:
        found = re.search(r"<dt>Looked at</dt><dd>([0-9]+)</dd>", page)
        return None if found is None else int(found[1])
    line = re.search(rf'<li><a href="/console/rescreens/{run}">.*?</li>', page, re.DOTALL)
    found = None if line is None else re.search(r"([0-9,]+) of [0-9,]+ orders", line[0])
    return None if found is None else int(found[1].replace(",", ""))


@contextmanager
def console(folder: Path, database: Database, api: Api) -> Iterator[Callable[[str], str]]:
    """Reads pages as somebody who came in by a link of the command line."""
    wanted = ["--name", "Ana", "--email", "ana@shop.example", "--role", "admin"]
    made = subprocess.run(
        [sys.executable, "-m", "api", "users", "add", *wanted], cwd=ROOT, env=settings(folder, database.url),
        capture_output=True, text=True, check=True, timeout=STARTS_WITHIN_S,
    )  # fmt: skip
    headers = {"Accept-Language": "en", "Origin": api.origin}
    with httpx2.Client(trust_env=False, timeout=60, headers=headers) as client:
        welcome = f"{api.origin}/welcome/{made.stdout.strip().rpartition('/')[2]}"
        came_in = client.post(welcome, data={"password": PASSWORD})
        assert came_in.status_code == 303, came_in.text

        def page(path: str) -> str:
            reply = client.get(f"{api.origin}{path}")
            assert reply.status_code == 200, (path, reply.status_code)
            return reply.text

        yield page


def _by(api: Api) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {api.token}"}


def _counts(told: Mapping[str, object]) -> Mapping[str, int]:
    counts = told["counts"]
    assert isinstance(counts, dict)
    return {str(name): int(many) for name, many in counts.items() if many}


def _number(told: object) -> int:
    assert isinstance(told, int)
    return told


def _named(sql: str, run: str) -> Mapping[str, str]:
    return {"run": run} if ":run" in sql else {}
