"""API and worker are killed again and again while orders come in: afterwards nothing is lost and nothing is doubled."""

# ruff: noqa: S608 - the statements are put together of our own words

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text

from engine.store.database import Database
from engine.store.feed import first_broken
from tests.desks import an_honest_order, an_unpaid_order, document
from tests.service_processes import Api, Worker, a_service, post

DRAINS_WITHIN_S = 400  # on a machine that does much else
SENDERS = 4


def test_service_when_killed_while_orders_come_in_then_each_is_decided_and_told_once(
    database: Database, tmp_path: Path
) -> None:
    storm(database, tmp_path, orders=30, kills=2)


@pytest.mark.proof
def test_service_when_killed_often_in_a_thousand_orders_then_each_is_decided_and_told_once(
    database: Database, tmp_path: Path
) -> None:
    storm(database, tmp_path, orders=1000, kills=25)


def storm(database: Database, folder: Path, orders: int, kills: int) -> None:
    with a_service(folder, database.url) as (api, worker):
        done = threading.Event()
        killer = threading.Thread(target=kill, args=(api, worker, kills, done), daemon=True)
        killer.start()
        with ThreadPoolExecutor(SENDERS) as pool:
            outcomes = Counter(pool.map(lambda number: send(api, number), range(orders)))
            # Storms end only when all kills were made, so that late ones meet the worker's part too.
        killer.join(120)
        done.set()
        api.wait_until_ready()
        drained(database)
    assert outcomes.keys() <= {"admit", "hold"}
    check(database, orders, outcomes)


def kill(api: Api, worker: Worker, kills: int, done: threading.Event) -> None:
    luck = random.Random(7)
    for _ in range(kills):
        done.wait(luck.uniform(0.3, 1.5))
        (api if luck.random() < 0.5 else worker).kill_and_start()


def send(api: Api, number: int) -> str:
    order = an_honest_order(f"A-{number}") if number % 3 else an_unpaid_order(f"A-{number}")
    with httpx2.Client(trust_env=False, timeout=20) as client:
        response = post(client, api, "/v1/orders", document(order), f"key-{number}")
    assert response.status_code in {200, 201}, response.text
    return str(response.json()["outcome"])


def drained(database: Database) -> None:
    until = time.monotonic() + DRAINS_WITHIN_S
    while time.monotonic() < until:
        with database.read() as session:
            waiting = session.number(
                # What failed once waits a moment before it is tried again, and is not done either.
                text(
                    "SELECT count(*) FROM job WHERE state IN ('ready', 'running')"
                    " AND (run_after <= :now OR attempts > 0)"
                ).bindparams(now=session.now())
            )
        if waiting == 0:
            return
        time.sleep(0.5)
    raise AssertionError(f"{waiting} jobs are not done")


def check(database: Database, orders: int, outcomes: Counter[str]) -> None:
    with database.read() as session:
        number = {name: session.number(text(sql)) for name, sql in QUESTIONS.items()}
        assert first_broken(session) is None
    assert number["orders"] == number["current decisions"] == orders
    wrong = {
        name: number[name] for name in ("dead jobs", "decisions untold", "decisions told twice", "events of nothing")
    }
    assert not any(wrong.values()), wrong
    assert number["audit entries"] == number["decisions"]
    assert number["cases"] == orders
    assert number["fulfilments"] == outcomes["admit"]


# A later decision of the order names this one as the one before it, which is no second telling.
TOLD = (
    "(SELECT count(*) FROM event e WHERE e.order_id = d.order_id AND e.type LIKE 'decision.%'"
    """ AND e.data LIKE '%"decision_id":"' || d.id || '"%')"""
)
NEVER = ("dead jobs", "decisions untold", "decisions told twice", "events of nothing")
QUESTIONS = {
    "orders": "SELECT count(DISTINCT ref) FROM order_version",
    "decisions": "SELECT count(*) FROM decision",
    "current decisions": "SELECT count(*) FROM decision WHERE superseded_by IS NULL",
    "dead jobs": "SELECT count(*) FROM job WHERE state = 'dead'",
    "decisions untold": f"SELECT count(*) FROM decision d WHERE {TOLD} = 0",
    "decisions told twice": f"SELECT count(*) FROM decision d WHERE {TOLD} > 1",
    "events of nothing": (
        "SELECT count(*) FROM event e WHERE NOT EXISTS (SELECT 1 FROM decision d WHERE d.order_id = e.order_id)"
    ),
    "audit entries": "SELECT count(*) FROM audit WHERE action LIKE 'order.%'",
    "cases": "SELECT count(*) FROM lifecycle_case",
    "fulfilments": "SELECT count(*) FROM fulfilment",
}
