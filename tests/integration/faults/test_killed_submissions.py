"""Orders taken in to be decided later, while API and worker are killed: each is decided once, none is lost."""

import threading
from collections.abc import Mapping
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text

from engine.store.database import Database
from tests.desks import an_honest_order, an_unpaid_order, document
from tests.integration.faults.test_killed_service import drained, kill
from tests.service_processes import Api, a_service, post

ORDERS, BATCHES, EACH = 12, 2, 8
QUESTIONS = {
    "decisions": "SELECT count(*) FROM decision",
    "orders": "SELECT count(DISTINCT ref) FROM order_version",
    "decided": "SELECT count(*) FROM submission WHERE state = 'decided' AND decision_id IS NOT NULL AND sealed IS NULL",
    "dead jobs": "SELECT count(*) FROM job WHERE state = 'dead'",
    "others": "SELECT count(*) FROM submission WHERE state <> 'decided'",
}


@pytest.mark.proof
def test_submissions_when_killed_meanwhile_then_each_is_decided_once(database: Database, tmp_path: Path) -> None:
    with a_service(tmp_path, database.url) as (api, worker):
        done = threading.Event()
        killer = threading.Thread(target=kill, args=(api, worker, 3, done), daemon=True)
        killer.start()
        for number in range(ORDERS):
            taken_in(api, "/v1/orders", document(an_honest_order(f"S-{number}")), f"s-{number}")
        for batch in range(BATCHES):
            orders = [document(an_unpaid_order(f"B-{batch}-{number}")) for number in range(EACH)]
            taken_in(api, "/v1/orders/batch", {"items": [{"order": each} for each in orders]}, f"b-{batch}")
        killer.join(60)
        done.set()
        api.wait_until_ready()
        drained(database)
    whole = ORDERS + BATCHES * EACH
    with database.read() as session:
        found = {name: session.number(text(sql)) for name, sql in QUESTIONS.items()}
    assert found == {"decisions": whole, "orders": whole, "decided": whole, "others": 0, "dead jobs": 0}


def taken_in(api: Api, path: str, body: Mapping[str, object], key: str) -> None:
    """Sent until it is taken, always with the same key."""
    with httpx2.Client(trust_env=False, timeout=20) as client:
        response = post(client, api, path, body, key, {"Prefer": "respond-async"})
    assert response.status_code == 202, response.text
