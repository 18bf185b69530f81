"""Editions come into force one after the other while orders come in: no request is dropped, every decision names the
edition that counted, and the server grows no larger."""

import itertools
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text

from engine.bundled import data_folder
from engine.clock import SystemClock
from engine.desk.desk import Caller, Desk
from engine.desk.edition_files import data_files
from engine.desk.editions import Editions
from engine.desk.proposals import begin, propose, publish
from engine.ids import TimeOrderedIds
from engine.store.database import Database
from engine.store.editions import activations
from tests.desks import a_publishing_desk, all_is_well, an_honest_order, document
from tests.service_processes import Api, a_key
from tests.small_editions import SMALL, small_files

ANA, BEN = Caller(merchant="main", name="Ana"), Caller(merchant="main", name="Ben")
SENDERS = 2
TAKEN_OVER_WITHIN_S = 60
MOST_GROWTH = 1.15
BETWEEN_S = 0.02  # so that whoever publishes gets a turn on a machine of two cores


def test_publishes_when_orders_come_in_meanwhile_then_none_is_dropped(database: Database, tmp_path: Path) -> None:
    sizes = publishes(database, tmp_path, 4)
    assert len(sizes) == 4


@pytest.mark.proof
def test_two_hundred_publishes_when_orders_come_in_meanwhile_then_the_server_does_not_grow(
    database: Database, tmp_path: Path
) -> None:
    sizes = publishes(database, tmp_path, 200)
    print(f"server: {sizes[49] // 1024} MiB after 50 publishes, {sizes[199] // 1024} MiB after 200")
    assert sizes[199] < sizes[49] * MOST_GROWTH


def publishes(database: Database, folder: Path, count: int) -> Sequence[int]:
    """The size of the server (KiB) after each publish."""
    desk = a_publishing_desk(Editions(database, SystemClock(), TimeOrderedIds()))
    begin(desk, ANA, small_files(), data_files(data_folder()), "")
    api, sizes = Api(folder, database.url), []
    try:
        api.wait_until_ready()
        api.token = a_key(folder, database.url)
        with orders_coming_in(api) as answers:
            for number in range(count):
                another_in_force(desk, api, number)
                sizes.append(resident(api))
    finally:
        api.end()
    assert answers.keys() <= {200, 201}, answers
    assert answers.total() > count
    assert strays(database) == []
    return sizes


def another_in_force(desk: Desk, api: Api, number: int) -> None:
    """Proposed by one, published by another, and taken over by the server: it answers with the new edition."""
    params = SMALL["params.yaml"].replace("value: 5", f"value: {6 + number}")
    proposal = propose(desk, ANA, small_files({"params.yaml": params}), None, "", all_is_well).proposal
    publish(desk, BEN, proposal.id, gather=all_is_well)
    until = time.monotonic() + TAKEN_OVER_WITHIN_S
    while decided_last(desk.database) != proposal.edition:
        assert time.monotonic() < until, "the server did not take the edition over"
        time.sleep(0.05)


def decided_last(database: Database) -> str | None:
    with database.read() as session:
        row = session.first(text("SELECT edition FROM decision ORDER BY id DESC LIMIT 1"))
    return None if row is None else str(row.edition)


@contextmanager
def orders_coming_in(api: Api) -> Iterator[Counter[int]]:
    """Sends orders all the while, none twice; counts the answers by status, and 0 for what was not answered."""
    answers: Counter[int] = Counter()
    numbers, done = itertools.count(), threading.Event()

    def send() -> None:
        headers = {"Authorization": f"Bearer {api.token}"}
        with httpx2.Client(trust_env=False, timeout=30, headers=headers) as client:
            while not done.is_set():
                number = next(numbers)
                body, key = document(an_honest_order(f"L-{number}")), f"load-{number}"
                try:
                    response = client.post(f"{api.origin}/v1/orders", json=body, headers={"Idempotency-Key": key})
                    answers[response.status_code] += 1
                except httpx2.HTTPError:
                    answers[0] += 1
                done.wait(BETWEEN_S)

    senders = [threading.Thread(target=send, daemon=True) for _ in range(SENDERS)]
    for each in senders:
        each.start()
    try:
        yield answers
    finally:
        done.set()
        for each in senders:
            each.join(60)


def resident(api: Api) -> int:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{api.process.pid}/status").read_text())
    assert found is not None
    return int(found[1])


def strays(database: Database) -> list[object]:
    """Decisions whose edition was not in force when they were made, but for the moment in which it is taken over."""
    grace = TAKEN_OVER_WITHIN_S * 1_000_000
    with database.read() as session:
        epochs = [*reversed(activations(session, "main", 1000))]
        rows = session.rows(text("SELECT edition, decided_at FROM decision"))
    begins = {each.edition: int(each.activated_at.timestamp() * 1_000_000) for each in epochs}
    ends = {one.edition: begins[after.edition] for one, after in itertools.pairwise(epochs)}
    return [
        row
        for row in rows
        if row.edition not in begins
        or row.decided_at < begins[row.edition]
        or row.decided_at > ends.get(row.edition, row.decided_at) + grace
    ]
