"""A server and a worker that are told to end (SIGTERM) under load: first not ready, then nothing begun is lost."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import httpx2
from sqlalchemy import text

from engine.store.beats import silent_for_s
from engine.store.database import Database
from tests.desks import an_honest_order, document
from tests.service_processes import Api, a_service

ENDS_WITHIN_S = 120
SENDERS = 3


def test_service_when_told_to_end_under_load_then_says_no_first_and_loses_nothing(
    sqlite_file: Database, tmp_path: Path
) -> None:
    with a_service(tmp_path, sqlite_file.url) as (api, worker):
        stop = Event()
        with ThreadPoolExecutor(SENDERS + 1) as pool:
            sending = [pool.submit(send_until, api, number, stop) for number in range(SENDERS)]
            looking = pool.submit(look_until_gone, api, stop)
            wait_for_a_worker(sqlite_file)
            api.process.send_signal(signal.SIGTERM)
            worker.process.send_signal(signal.SIGTERM)
            ended = [each.process.wait(ENDS_WITHIN_S) for each in (api, worker)]
            stop.set()
        answered = {name for each in sending for name in each.result()}
    with sqlite_file.read() as session:
        kept = {str(row[0]) for row in session.rows(text("SELECT ref FROM order_version"))}
        running = session.number(text("SELECT count(*) FROM job WHERE state = 'running'"))
    assert ended == [0, 0]
    assert "draining" in looking.result()
    assert answered <= kept
    assert answered
    assert running == 0


def wait_for_a_worker(database: Database) -> None:
    """Until the worker has taken its signals over and works."""
    until = time.monotonic() + ENDS_WITHIN_S
    while time.monotonic() < until:
        with database.read() as session:
            if silent_for_s(session) is not None:
                return
        time.sleep(0.2)
    raise AssertionError("no worker gave a sign of life")


def send_until(api: Api, sender: int, stop: Event) -> list[str]:
    """Sends until the server takes nothing more; answers the orders that it took. Any other answer is a fault, but that
    of a machine that is too busy to decide, which says that the same is to be asked again."""
    answered: list[str] = []
    headers = {"Authorization": f"Bearer {api.token}"}
    with httpx2.Client(trust_env=False, timeout=20) as client:
        while not stop.is_set():
            name = f"A-{sender}-{len(answered)}"
            try:
                order = document(an_honest_order(name))
                response = client.post(
                    f"{api.origin}/v1/orders", json=order, headers=headers | {"Idempotency-Key": name}
                )
            except httpx2.HTTPError:
                return answered
            if response.status_code == 409 and response.json()["code"] == "in_flight":
                continue
            assert response.status_code in {200, 201}, response.text
            answered.append(name)
    return answered


def look_until_gone(api: Api, stop: Event) -> set[str]:
    """Which checks failed while the server still answered."""
    seen: set[str] = set()
    with httpx2.Client(trust_env=False, timeout=20) as client:
        while not stop.is_set():
            try:
                found = client.get(f"{api.origin}/readyz")
            except httpx2.HTTPError:
                return seen
            if found.status_code == httpx2.codes.SERVICE_UNAVAILABLE:
                seen.add(found.json()["errors"][0]["code"])
            time.sleep(0.05)
    return seen
