"""A real server on loopback, and a browser that looks at it."""

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from engine.store.database import Database
from tests.browser.console_pages import furnished
from tests.browser.opening import Served, a_browser, listening
from tests.databases import SqliteFiles

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests."""
    with a_browser() as opened:
        yield opened


@pytest.fixture
def served(sqlite_file: Database) -> Iterator[Served]:
    """The service with an empty database, and where it listens."""
    with listening(sqlite_file) as served:
        yield served


@pytest.fixture(scope="session")
def house(sqlite_files: SqliteFiles) -> Iterator[tuple[Served, Mapping[str, str]]]:
    """A service where people have worked, for tests that only look at it, and the ids that its addresses name."""
    with sqlite_files.fresh() as database, listening(database) as served:
        yield served, furnished(served[0])


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def page(request: pytest.FixtureRequest, browser: Browser, served: Served) -> Iterator[Page]:
    """A browser that runs no script; whatever it asks of another host, or is refused, fails the test."""
    context = browser.new_context(viewport=request.param, java_script_enabled=False)
    made = context.new_page()
    wrong: list[str] = []
    made.on("request", lambda asked: None if asked.url.startswith(served[1]) else wrong.append(asked.url))
    made.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    yield made
    assert context.cookies() == []
    context.close()
    assert wrong == []
