"""Several at once: duplicates in flight, two people on one hold, and a new edition under load."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree
from typing import TypeVar

import pytest
from sqlalchemy import func, select, text

from engine.bundled import data_folder, rules_folder
from engine.clock import SystemClock
from engine.desk.desk import Caller, Desk, Request
from engine.desk.editions import Editions
from engine.desk.errors import HoldEnded, InFlight
from engine.desk.holding import release
from engine.desk.intake import submit
from engine.desk.models import Models
from engine.desk.party_lists import PartyLists
from engine.desk.person import Seal
from engine.desk.products import put_product
from engine.desk.reviewing import take
from engine.desk.telling import handlers
from engine.ids import TimeOrderedIds
from engine.store.database import Database
from engine.store.holds import holds_of
from engine.store.tables import DECISION
from engine.store.vault import Vault
from tests.databases import PostgresServer
from tests.desks import MAIN, SECRET, a_desk, an_honest_order, an_unpaid_order, document, publish
from tests.draining import drain

T = TypeVar("T")
MANY = 8


def at_once(*asked: Callable[[], T]) -> list[T]:
    """Runs all, begun together."""
    gate = threading.Barrier(len(asked))

    def begun(each: Callable[[], T]) -> T:
        gate.wait(30)
        return each()

    with ThreadPoolExecutor(len(asked)) as pool:
        return list(pool.map(begun, asked))


@pytest.fixture
def desk(database: Database) -> Desk:
    return a_desk(database, ids=TimeOrderedIds())


def test_submit_when_the_same_order_comes_eight_times_at_once_then_is_decided_once(desk: Desk) -> None:
    sent = [lambda: submit(desk, MAIN, document(an_unpaid_order())).row.id] * MANY
    assert len(set(at_once(*sent))) == 1
    with desk.database.read() as session:
        assert session.number(select(func.count()).select_from(DECISION)) == 1


def test_submit_when_the_same_request_comes_eight_times_at_once_then_is_answered_alike(desk: Desk) -> None:
    asked = Request(key="k", fingerprint="f")
    sent = [lambda: submit(desk, MAIN, document(an_honest_order()), asked).row.id] * MANY
    assert len(set(at_once(*sent))) == 1


def test_product_when_it_is_put_eight_times_at_once_then_has_one_version(desk: Desk) -> None:
    puts = [lambda: put_product(desk, MAIN, "PB", {"origin": "CN"}).what] * MANY
    assert sorted(at_once(*puts)) == ["added", *["unchanged"] * (MANY - 1)]


def test_submit_when_different_orders_come_at_once_then_none_waits_in_vain(desk: Desk) -> None:
    sent = [lambda n=n: submit(desk, MAIN, document(an_honest_order(f"A-{n}"))).row.order_id for n in range(MANY)]
    assert len(set(at_once(*sent))) == MANY


def test_release_when_two_people_release_one_hold_at_once_then_one_of_them_did(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(an_unpaid_order()))
    with desk.database.read() as session:
        hold = holds_of(session, "main", decided.row.order_id)[0]

    def released() -> str:
        try:
            return release(desk, Caller(merchant="main", name="ana"), hold.id, "seen").row.outcome
        except HoldEnded:
            return "ended"

    assert sorted(at_once(released, released)) == ["admit", "ended"]


def test_take_when_eight_people_ask_at_once_then_no_two_get_the_same_review(desk: Desk) -> None:
    for number in range(MANY):
        submit(desk, MAIN, document(an_unpaid_order(f"A-{number}")))
    drain(desk.database, handlers(desk.ids))
    taken = at_once(*[lambda n=n: take(desk, Caller(merchant="main", name=f"p{n}")) for n in range(MANY)])
    assert len({each.id for each in taken if each is not None}) == MANY


def test_submit_when_the_first_takes_longer_than_we_wait_then_says_that_it_is_in_flight(
    postgres: PostgresServer,
) -> None:
    with postgres.fresh() as database:
        desk = a_desk(database, ids=TimeOrderedIds())
        first = threading.Event()
        ended = threading.Event()

        def slow() -> None:
            with database.write() as session:
                session.run(text("LOCK TABLE order_version IN ACCESS EXCLUSIVE MODE"))
                first.set()
                ended.wait(30)

        holding = threading.Thread(target=slow, daemon=True)
        holding.start()
        first.wait(30)
        impatient = Database(database.url, wait_s=1)
        with pytest.raises(InFlight):
            submit(a_desk(impatient, ids=TimeOrderedIds()), MAIN, document(an_honest_order()))
        impatient.close()
        ended.set()
        holding.join()
        assert submit(desk, MAIN, document(an_honest_order())).row.outcome == "admit"


def test_publish_when_orders_come_in_all_the_time_then_none_is_dropped_and_the_new_edition_decides(
    database: Database, tmp_path: Path
) -> None:
    clock, ids = SystemClock(), TimeOrderedIds()
    server = Editions(database, clock, ids)
    publish(server, rules_folder(), data_folder(), "ana")
    desk = Desk(
        database=database,
        editions=server,
        seal=Seal(Vault(SECRET)),
        clock=clock,
        ids=ids,
        party_lists=PartyLists(database, clock, ids),
        models=Models(database, Seal(Vault(SECRET))),
    )
    rules = Path(copytree(rules_folder(), tmp_path / "rules"))
    (rules / "policy.yaml").write_text((rules / "policy.yaml").read_text().replace("cap: 100", "cap: 90"))
    stop, seen = threading.Event(), []
    watcher = threading.Thread(target=server.watch, args=(stop,), daemon=True)
    watcher.start()

    def sends() -> None:
        number = 0
        while not stop.is_set() and number < 3000:
            seen.append(submit(desk, MAIN, document(an_honest_order(f"P-{number}"))).row.edition)
            number += 1

    sender = threading.Thread(target=sends, daemon=True)
    sender.start()
    try:
        new = publish(Editions(database, clock, ids), rules, data_folder(), "ben")
        for _ in range(300):
            if seen and seen[-1] == new.digest:
                break
            stop.wait(0.1)
    finally:
        stop.set()
        sender.join(60)
        watcher.join(60)
    assert seen[-1] == new.digest
    assert seen == sorted(seen, key=lambda each: each == new.digest)
