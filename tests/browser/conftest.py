"""A real server on loopback, and a browser that looks at it."""

import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Thread

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from api.composition.serving import listen
from engine.store.database import Database
from tests.browser.console_pages import furnished
from tests.databases import SqliteFiles
from tests.http.conftest import Service, a_service

Served = tuple[Service, str]
STARTS_WITHIN_S = 30
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; `make test` installs it where it is missing."""
    found = shutil.which("chromium")
    assert found is not None, "install the Debian package chromium, or run `make test`"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def served(sqlite_file: Database) -> Iterator[Served]:
    """The service with an empty database, and where it listens."""
    with _listening(sqlite_file) as served:
        yield served


@pytest.fixture(scope="session")
def house(sqlite_files: SqliteFiles) -> Iterator[tuple[Served, Mapping[str, str]]]:
    """A service where people have worked, for tests that only look at it, and the ids that its addresses name."""
    with sqlite_files.fresh() as database, _listening(database) as served:
        yield served, furnished(served[0])


@contextmanager
def _listening(database: Database) -> Iterator[Served]:
    with a_service(database) as service, listen("127.0.0.1", 0) as listening:
        server = uvicorn.Server(uvicorn.Config(service.app, log_config=None, lifespan="off"))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = time.monotonic() + STARTS_WITHIN_S
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        yield service, f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(STARTS_WITHIN_S)


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
