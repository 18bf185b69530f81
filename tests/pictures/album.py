"""Where pictures lie, how they are kept, and what they are taken of: a house of the tests on loopback, and a browser.

Pictures lie in the repository, so they have few colours and no more than `MOST_BYTES`.
"""

import io
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from api.composition.serving import listen
from tests.databases import SqliteFiles
from tests.http.conftest import Service, a_service

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
COLOURS, MOST_BYTES = 96, 150_000


def keep(page: Page, name: str) -> None:
    """What is in the window, as a small PNG."""
    with Image.open(io.BytesIO(page.screenshot())) as taken:
        few = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)
    assert (PICTURES / f"{name}.png").stat().st_size <= MOST_BYTES, name


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@contextmanager
def a_house() -> Iterator[tuple[Service, str]]:
    """A service with an empty database, and where it listens."""
    with (
        tempfile.TemporaryDirectory() as folder,
        SqliteFiles(Path(folder)).fresh() as database,
        a_service(database) as service,
        listen("127.0.0.1", 0) as listening,
    ):
        server = uvicorn.Server(uvicorn.Config(service.app, log_config=None, lifespan="off"))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield service, f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(30)
