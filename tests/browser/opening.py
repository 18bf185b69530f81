"""A real server on loopback, and a browser that looks at it: for the browser tests, and for pictures of the docs."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from api.composition.serving import listen
from engine.store.database import Database
from tests.http.conftest import Service, a_service

Served = tuple[Service, str]
STARTS_WITHIN_S = 30


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Debian's Chromium; `make test` installs it where it is missing."""
    found = shutil.which("chromium")
    assert found is not None, "install the Debian package chromium, or run `make test`"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@contextmanager
def listening(database: Database) -> Iterator[Served]:
    """A service with that database, and where it listens."""
    with a_service(database) as service, listen("127.0.0.1", 0) as socket:
        server = uvicorn.Server(uvicorn.Config(service.app, log_config=None, lifespan="off"))
        thread = Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
        thread.start()
        until = time.monotonic() + STARTS_WITHIN_S
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        yield service, f"http://127.0.0.1:{socket.getsockname()[1]}"
        server.should_exit = True
        thread.join(STARTS_WITHIN_S)
