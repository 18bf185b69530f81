"""Publishing, and what servers load: from the database alone, and without a moment in which nothing is in force."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.bundled import data_folder, rules_folder
from engine.desk.edition_errors import NothingDiffers
from engine.desk.editions import MOST_LOADED, Editions, Loaded
from engine.desk.errors import NoEdition, NotFound
from engine.ids import TimeOrderedIds
from engine.rulebook.source import RuleBookRejected
from engine.store.database import Database
from engine.store.editions import activations
from tests.desks import CountedIds, StandingClock, publish


@pytest.fixture
def editions(database: Database) -> Editions:
    return Editions(database, StandingClock(), CountedIds())


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A working copy."""
    return Path(shutil.copytree(rules_folder(), tmp_path / "rules"))


def with_another_cap(rules: Path) -> Path:
    policy = rules / "policy.yaml"
    policy.write_text(policy.read_text().replace("cap: 100", "cap: 90"))
    return rules


def test_current_when_nothing_was_published_then_says_how(editions: Editions) -> None:
    with pytest.raises(NoEdition, match="publish one"):
        editions.current("main")


def test_publish_when_done_then_another_server_loads_the_same_from_the_database(
    editions: Editions, database: Database, rules: Path
) -> None:
    published = publish(editions, rules, data_folder(), "ana")
    shutil.rmtree(rules)
    loaded = Editions(database, StandingClock(), CountedIds()).current("main")
    assert loaded.digest == published.digest
    assert loaded.admission.book.digest == published.admission.book.digest


def test_publish_when_the_rules_are_faulty_then_what_is_in_force_stays(editions: Editions, rules: Path) -> None:
    before = publish(editions, rules, data_folder(), "ana")
    (rules / "policy.yaml").write_text("format: 1\nprecedence: [mercy]\n")
    with pytest.raises(RuleBookRejected):
        publish(editions, rules, data_folder(), "ana")
    assert editions.current("main").digest == before.digest


def test_publish_when_it_is_in_force_already_then_nothing_is_proposed(
    editions: Editions, database: Database, rules: Path
) -> None:
    publish(editions, rules, data_folder(), "ana")
    with pytest.raises(NothingDiffers):
        publish(editions, rules, data_folder(), "ana")
    with database.read() as session:
        assert [each.kind for each in activations(session, "main", 9)] == ["first"]


def test_watch_when_another_server_publishes_then_swaps_and_always_has_one(
    editions: Editions, database: Database, rules: Path
) -> None:
    first = publish(editions, rules, data_folder(), "ana")
    stop = threading.Event()
    watcher = threading.Thread(target=editions.watch, args=(stop,), daemon=True)
    watcher.start()
    elsewhere = Editions(database, StandingClock(), TimeOrderedIds())
    second = publish(elsewhere, with_another_cap(rules), data_folder(), "ben")
    seen = set()
    for _ in range(600):
        seen.add(editions.current("main").digest)
        if second.digest in seen:
            break
        stop.wait(0.05)
    stop.set()
    watcher.join()
    assert seen <= {first.digest, second.digest}
    assert second.digest in seen


def test_load_when_the_digest_is_unknown_then_says_so(editions: Editions) -> None:
    with pytest.raises(NotFound):
        editions.load("0" * 64)


def test_current_when_a_merchant_has_its_own_then_others_keep_theirs(editions: Editions, rules: Path) -> None:
    main = publish(editions, rules, data_folder(), "ana")
    own = publish(editions, with_another_cap(rules), data_folder(), "ana", merchant="acme")
    assert editions.current("acme").digest == own.digest
    assert editions.current("main").digest == editions.current("third").digest == main.digest


def test_current_when_a_merchants_own_was_published_elsewhere_then_it_counts_here(
    editions: Editions, database: Database, rules: Path
) -> None:
    publish(editions, rules, data_folder(), "ana")
    own = publish(editions, with_another_cap(rules), data_folder(), "ana", merchant="acme")
    server = Editions(database, StandingClock(), TimeOrderedIds())
    assert server.current("main").digest != own.digest
    assert server.current("acme").digest == own.digest


def test_watch_when_a_merchant_gets_its_own_later_then_it_comes_into_force_here(
    editions: Editions, database: Database, rules: Path
) -> None:
    publish(editions, rules, data_folder(), "ana")
    server = Editions(database, StandingClock(), TimeOrderedIds())
    server.current("acme")
    own = publish(editions, with_another_cap(rules), data_folder(), "ana", merchant="acme")
    server.look()
    assert server.current("acme").digest == own.digest


def test_refresh_when_a_newer_one_came_while_loading_then_the_newer_stays(
    editions: Editions, database: Database, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(editions, rules, data_folder(), "ana")
    server = Editions(database, StandingClock(), TimeOrderedIds())
    load = server.load
    newer: list[Loaded] = []

    def slow(digest: str, merchant: str = "main") -> Loaded:
        if not newer:
            newer.append(publish(editions, with_another_cap(rules), data_folder(), "ben"))
            server.refresh()
        return load(digest, merchant)

    monkeypatch.setattr(server, "load", slow)
    server.refresh()
    assert server.current("main").digest == newer[0].digest


def test_load_when_many_old_ones_are_read_then_the_one_in_force_stays_loaded(
    editions: Editions, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    current = publish(editions, rules, data_folder(), "ana")
    monkeypatch.setattr(editions, "_read", lambda digest, _: Loaded(digest, current.admission))
    for number in range(2 * MOST_LOADED):
        editions.load(f"{number}")
        assert editions.load(current.digest) is current


def test_load_when_another_is_being_read_then_does_not_wait_for_it(
    editions: Editions, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    current = publish(editions, rules, data_folder(), "ana")
    begun, go_on = threading.Event(), threading.Event()

    def slow(digest: str, _: str) -> Loaded:
        begun.set()
        go_on.wait(30)
        return Loaded(digest, current.admission)

    monkeypatch.setattr(editions, "_read", slow)
    with ThreadPoolExecutor(2) as pool:
        pool.submit(editions.load, "old")
        begun.wait(30)
        asked = pool.submit(editions.load, current.digest)
        try:
            assert asked.result(5) is current
        finally:
            go_on.set()
