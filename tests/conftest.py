"""What all tests share: builders are in `builders`, strategies in `strategies`, the toy domain in `toy`.

Data policy: a test writes the smallest data that has what it needs; the project's own `rules/` and `data/` are read
where a test is about them; nothing outside the repository is.
"""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from engine.store.database import Database
from tests import read_once
from tests.databases import PostgresServer, SqliteFiles

read_once.install()
os.environ.setdefault("CLEARWAY_DEMO", "0")  # a server that a test starts has nothing in it but what the test puts in

# The gate tries the same cases each time, so that it tells about the change and not about luck; `make proof`
# looks further.
settings.register_profile("gate", derandomize=True, deadline=None, max_examples=50)
settings.register_profile("search", deadline=None)
PROFILE = os.environ.get("CLEARWAY_HYPOTHESIS", "gate")
MOST_AT_THE_GATE = 20
settings.load_profile(PROFILE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """At the gate no property tries more examples than these, whatever it asks for; `make proof` tries all of them.

    Hypothesis has no public way to bound what a test sets for itself, so its own attribute is set.
    """
    if PROFILE != "gate":
        return
    for item in items:
        if isinstance(item, pytest.Function) and item.get_closest_marker("proof") is None:
            _bound(item.obj, "_hypothesis_internal_use_settings")
            _bound(item.cls, "settings")  # of a machine with states


def pytest_collection_finish() -> None:
    """What was read for all tests stays: to look for garbage in it again and again is a quarter of a run's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _bound(holder: object, name: str) -> None:
    asked = getattr(holder, name, None)
    if isinstance(asked, settings) and asked.max_examples > MOST_AT_THE_GATE:
        setattr(getattr(holder, "__func__", holder), name, settings(asked, max_examples=MOST_AT_THE_GATE))


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    """Where SQLite databases of this process come from."""
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The PostgreSQL server of this process."""
    server = PostgresServer()
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty database with all tables: the test runs on both kinds."""
    source = request.getfixturevalue("sqlite_files" if request.param == "sqlite" else "postgres")
    with source.fresh() as fresh:
        yield fresh


@pytest.fixture
def sqlite_file(sqlite_files: SqliteFiles, tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite database with all tables, for tests that are about more than the store."""
    with sqlite_files.fresh() as fresh:
        yield fresh
