"""`clearway backtest` on a real installation, in processes of its own, on both kinds of database."""

import csv
import heapq
import json
import shutil
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import make_url

from api.composition import backtesting
from api.composition.backtesting import BACKTEST
from api.composition.desk import make_desk
from engine.bundled import data_folder, rules_folder
from engine.desk.backtesting import Plan, keep_folder, plan
from engine.desk.desk import Desk
from engine.desk.erasing import erase
from engine.facts.knowledge import load_knowledge
from engine.ids import TimeOrderedIds
from engine.store.chunk_work import Terms, close_opened
from engine.store.chunks import run_report
from engine.store.database import Database
from engine.store.decision_rows import listed
from engine.store.ledger import Ledger
from tests.backtest_work import DeadlyOnce
from tests.candidates import own_rules, with_band
from tests.databases import SqliteFiles
from tests.desks import SECRET, StandingClock, an_unpaid_order
from tests.histories import SHOP, a_house, keep
from tests.integration.cli.conftest import Clearway
from tests.synthetic.honest import honest_orders
from tests.synthetic.planted import planted_orders

ORDERS, PLANTED, SEED, BAND = 160, 60, 5, 25


@dataclass(frozen=True, slots=True)
class Installation:
    """A house with history, as commands find it."""

    desk: Desk
    folder: Path

    def candidate(self) -> Path:
        """Holds from a lower score on."""
        return with_band(self.folder / "candidate", BAND)

    def flips(self) -> set[str]:
        """What that changes, by what was stored when the orders came."""
        with self.desk.database.read() as session:
            rows = listed(session, "main", 10_000)
        return {each.order_id for each in rows if each.score >= BAND and each.outcome in {"admit", "ask_customer"}}


@contextmanager
def of_this_house(database: Database, folder: Path) -> Iterator[None]:
    """Commands find it in the environment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLEARWAY_FOLDER", str(folder / "var"))
        patch.setenv("CLEARWAY_DATABASE_URL", database.url)
        patch.setenv("CLEARWAY_SECRET", SECRET.hex())
        yield


def filled(database: Database) -> Desk:
    """With history."""
    desk, clock = a_house(database)
    planted = (each.order for each in planted_orders(PLANTED, SEED))
    keep(desk, clock, heapq.merge(honest_orders(ORDERS, SEED), planted, key=lambda order: order.placed_at))
    return desk


@contextmanager
def installed(database: Database, folder: Path) -> Iterator[Installation]:
    with of_this_house(database, folder):
        yield Installation(filled(database), folder)


@pytest.fixture(scope="module")
def history(sqlite_files: SqliteFiles, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """A file with history for tests to copy, and the time at which it ends."""
    kept = tmp_path_factory.mktemp("history") / "house.sqlite"
    with sqlite_files.fresh(kept.parent) as database:
        ends = filled(database).clock.now()
        database.close()  # all of it lies in the one file then
        shutil.copy(str(make_url(database.url).database), kept)
    return kept, ends


@pytest.fixture(scope="module", autouse=True)
def data_are_read_once() -> Iterator[None]:
    """The project's data do not change between two tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.desk.editions.load_knowledge", cache(load_knowledge))
        yield


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Chunks are worked on by a thread: new processes would read all data anew."""
    monkeypatch.setattr("api.cli.backtesting.process_pool", lambda _: ThreadPoolExecutor(1))
    backtesting._desk.cache_clear()
    yield
    if backtesting._desk.cache_info().currsize:
        backtesting._desk().database.close()
    backtesting._desk.cache_clear()
    close_opened()


@pytest.fixture
def house(history: tuple[Path, datetime], tmp_path: Path, in_this_process: None) -> Iterator[Installation]:
    """On SQLite."""
    kept, ends = history
    database = Database(f"sqlite:///{shutil.copy(kept, tmp_path / 'house.sqlite')}")
    with of_this_house(database, tmp_path):
        yield Installation(make_desk(database, SECRET, StandingClock(ends), TimeOrderedIds()), tmp_path)
    database.close()


def test_backtest_when_one_threshold_changes_then_exactly_its_orders_flip(
    database: Database, tmp_path: Path, clearway: Clearway
) -> None:
    with installed(database, tmp_path) as made:
        ran = clearway("backtest", made.candidate(), "--out", tmp_path / "out", "--json", "--processes", 2)
        expected = made.flips()
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    flips = [json.loads(line) for line in (tmp_path / "out" / "flips.jsonl").read_text().splitlines()]
    assert len(expected) > 2
    assert {each["order_id"] for each in flips} == expected
    assert told["flipped"] == len(expected)
    assert {rule for each in flips for rule in each["rules"]} == {f"score>={BAND}"}
    assert sum(each["orders"] for each in told["flow"]) == told["orders"] > ORDERS + PLANTED - 1
    assert "a second" in ran.err


def test_backtest_when_a_folder_is_named_then_holds_page_pictures_and_the_flipped_orders(
    house: Installation, clearway: Clearway
) -> None:
    out = house.folder / "out"
    ran = clearway("backtest", house.candidate(), "--out", out)
    names = {each.name for each in out.iterdir()}
    assert ran.code == 0, ran.err
    assert {"report.html", "flips.csv", "flips.jsonl", "outcomes.svg", "outcomes.png", "rules.png"} <= names
    rows = csv.DictReader((out / "flips.csv").read_text(encoding="utf-8-sig").splitlines())
    page = (out / "report.html").read_text(encoding="utf-8")
    assert all(row["decision_id"] in page for row in rows)
    assert f"of which {len(house.flips())} would end otherwise" in ran.out


def test_backtest_when_asked_in_chinese_then_page_and_pictures_are_chinese(
    house: Installation, clearway: Clearway
) -> None:
    out = house.folder / "out"
    ran = clearway("backtest", house.candidate(), "--out", out, "--sample", 60, "--lang", "zh")
    page, picture = ((out / name).read_text(encoding="utf-8") for name in ("report.html", "outcomes.svg"))
    assert ran.code == 0, ran.err
    assert '<html lang="zh-Hans">' in page
    assert "规则库回测" in page
    assert "之前与之后的结论" in picture


def test_backtest_when_broken_off_then_resume_goes_on_and_the_totals_are_the_same(
    house: Installation, clearway: Clearway
) -> None:
    whole, halved = (planned(house) for _ in range(2))
    stop = threading.Event()
    by_thread(house).run(halved, "main", BACKTEST, lambda _: stop.set(), stop)
    with house.desk.database.read() as session:
        assert run_report(session, halved, "main").state == "running"
    told = [figures(clearway("backtest", "--resume", run, "--json").out) for run in (whole, halved)]
    assert told[0] == told[1]
    assert told[0]["flipped"] == len(house.flips())


def test_backtest_when_a_process_is_killed_then_the_totals_are_the_same(house: Installation) -> None:
    mark = house.folder / "died"
    by_processes = Ledger(database=house.desk.database, terms=Terms("tests"), width=2)
    killed = by_processes.run(planned(house), "main", DeadlyOnce(3, mark))
    clean = by_thread(house).run(planned(house), "main", BACKTEST)
    assert mark.exists()
    assert killed.state == "done"
    assert killed.totals == clean.totals


def test_backtest_when_a_run_is_told_again_then_says_the_same_and_decides_nothing(
    house: Installation, clearway: Clearway
) -> None:
    first = clearway("backtest", house.candidate(), "--sample", 20)
    run = first.err.split()[1].rstrip(";")
    again = clearway("backtest", "--resume", run)
    assert again.out == first.out
    assert again.err == ""


def test_backtest_when_an_order_was_erased_then_it_is_counted_and_left_out(
    house: Installation, clearway: Clearway
) -> None:
    ids = keep(house.desk, house.desk.clock, [an_unpaid_order("A-1")])  # type: ignore[arg-type]
    erase(house.desk, SHOP, ids[0])
    ran = clearway("backtest", rules_folder(), "--shop", "shop-de", "--channel", "own_shop")
    assert "left out, since they cannot be decided as they were: 1 erased persons" in ran.out


def test_backtest_when_the_candidate_is_faulty_then_is_refused_as_by_rules_check(
    house: Installation, clearway: Clearway
) -> None:
    rules = own_rules(house.folder / "faulty")
    file = rules / "fraud" / "velocity.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("velocity.card_orders_24h:", "velocity.cart_orders:", 1))
    ran, checked = clearway("backtest", rules), clearway("rules", "check", rules)
    assert ran.code == checked.code == 1
    assert ran.err.split("\n\n")[0] == checked.err.split("\n\n")[0]
    assert "nothing was backtested" in ran.err


def test_backtest_when_editions_are_named_then_folder_data_and_digests_are_taken(
    house: Installation, clearway: Clearway
) -> None:
    digest = keep_folder(house.desk, SHOP, house.candidate(), data_folder(), "")
    ran = clearway("backtest", digest[:12], "--against", digest, "--sample", 10, "--as-of", "today", "--json")
    about = json.loads(ran.out)["about"]
    assert (about["candidate"], about["against"]) == (digest, digest)
    assert about["filters"] == {"sample": 10}
    assert json.loads(ran.out)["flipped"] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name a candidate"),
        (("nowhere",), "there is no such folder, and no digest"),
        (("ab12",), "there is no edition `ab12`"),
        (("ab12", "--since", "soon"), "--since soon: write a date"),
        (("ab12", "--as-of", "later"), "--as-of later: write a date"),
        (("--resume", "run_0"), "there is no backtest `run_0`"),
    ],
)
def test_backtest_when_asked_wrongly_then_one_line_says_how(
    sqlite_file: Database, tmp_path: Path, clearway: Clearway, arguments: tuple[str, ...], said: str
) -> None:
    with of_this_house(sqlite_file, tmp_path):
        a_house(sqlite_file)
        ran = clearway("backtest", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1


def planned(house: Installation) -> str:
    desk = house.desk
    rules = house.folder / "candidate"
    digest = desk.editions.current("main").digest
    candidate = keep_folder(desk, SHOP, rules if rules.exists() else house.candidate(), None, digest)
    with desk.database.write() as session:
        return plan(desk, session, SHOP, Plan(candidate=candidate, against=digest), chunk=20)


def by_thread(house: Installation) -> Ledger:
    return Ledger(database=house.desk.database, terms=Terms("tests"), width=1, pool=lambda: ThreadPoolExecutor(1))


def figures(text: str) -> Mapping[str, object]:
    return {name: value for name, value in json.loads(text).items() if name != "about"}
