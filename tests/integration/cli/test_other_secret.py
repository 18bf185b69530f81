"""A process with another secret than the database was written under ends before it does anything."""

from pathlib import Path

import pytest

from api.composition.desk import make_desk
from api.storage import BRANCHES
from engine.bundled import data_folder, rules_folder
from engine.clock import SystemClock
from engine.desk.desk import Caller
from engine.desk.intake import submit
from engine.ids import TimeOrderedIds
from engine.settings import Settings
from engine.store.migrating import upgrade
from engine.store.opening import open_database
from tests.desks import an_unpaid_order, document, publish
from tests.integration.cli.conftest import Clearway


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose database has one order."""
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    monkeypatch.setenv("CLEARWAY_SECRET", "ab" * 32)
    database = open_database(Settings().database)
    upgrade(database, BRANCHES)
    desk = make_desk(database, b"\xab" * 32, SystemClock(), TimeOrderedIds())
    publish(desk.editions, rules_folder(), data_folder(), "tests")
    submit(desk, Caller(merchant="main", name="tests"), document(an_unpaid_order()))
    database.close()
    return tmp_path / "var"


@pytest.mark.parametrize("secret", ["cd" * 32, ""])
def test_processes_when_the_secret_is_another_then_one_line_says_which(
    clearway: Clearway, installation: Path, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv("CLEARWAY_SECRET", secret)
    where = "CLEARWAY_SECRET" if secret else str(installation / "secret")
    said = f"clearway: {where}: the database was written under another secret; set CLEARWAY_SECRET to that one"
    for command in (
        ("serve", "--port", "0"),
        ("worker", "--once"),
        ("keys", "create", "--name", "shop"),
        ("rescreen", "--processes", "1"),
    ):
        ran = clearway(*command)
        assert (ran.code, ran.err) == (2, f"{said} [secret_not_usable]\n"), command


def test_worker_when_the_secret_is_the_same_then_works(clearway: Clearway, installation: Path) -> None:
    assert clearway("worker", "--once").code == 0
