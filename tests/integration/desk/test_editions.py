"""Publishing, and what servers load: from the database alone, and without a moment in which nothing is in force."""

import shutil
import threading
from pathlib import Path

import pytest

from engine.bundled import data_folder, rules_folder
from engine.desk.editions import Editions
from engine.desk.errors import NoEdition, NotFound
from engine.ids import TimeOrderedIds
from engine.rulebook.source import RuleBookRejected
from engine.store.database import Database
from engine.store.editions import activations
from tests.desks import CountedIds, StandingClock


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
    with pytest.raises(NoEdition, match="rules publish"):
        editions.current("main")


def test_publish_when_done_then_another_server_loads_the_same_from_the_database(
    editions: Editions, database: Database, rules: Path
) -> None:
    published = editions.publish(rules, data_folder(), "ana")
    shutil.rmtree(rules)
    loaded = Editions(database, StandingClock(), CountedIds()).current("main")
    assert loaded.digest == published.digest
    assert loaded.admission.book.digest == published.admission.book.digest


def test_publish_when_the_rules_are_faulty_then_what_is_in_force_stays(editions: Editions, rules: Path) -> None:
    before = editions.publish(rules, data_folder(), "ana")
    (rules / "policy.yaml").write_text("format: 1\nprecedence: [mercy]\n")
    with pytest.raises(RuleBookRejected):
        editions.publish(rules, data_folder(), "ana")
    assert editions.current("main").digest == before.digest


def test_publish_when_the_same_again_then_only_the_activation_is_new(
    editions: Editions, database: Database, rules: Path
) -> None:
    one, two = (editions.publish(rules, data_folder(), "ana") for _ in range(2))
    with database.read() as session:
        assert [each.epoch for each in activations(session, "main", 9)] == [2, 1]
    assert one.digest == two.digest


def test_watch_when_another_server_publishes_then_swaps_and_always_has_one(
    editions: Editions, database: Database, rules: Path
) -> None:
    first = editions.publish(rules, data_folder(), "ana")
    stop = threading.Event()
    watcher = threading.Thread(target=editions.watch, args=(stop,), daemon=True)
    watcher.start()
    elsewhere = Editions(database, StandingClock(), TimeOrderedIds())
    second = elsewhere.publish(with_another_cap(rules), data_folder(), "ben")
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
    main = editions.publish(rules, data_folder(), "ana")
    own = editions.publish(with_another_cap(rules), data_folder(), "ana", merchant="acme")
    assert editions.current("acme").digest == own.digest
    assert editions.current("main").digest == editions.current("third").digest == main.digest
