"""Draws the pictures of docs/how-to-use-the-console.md and docs/tutorial-operator.md, in both languages:
`python -m tests.console_pictures`.

Pictures lie in the repository, so they have few colours and no more than `MOST_BYTES`.
"""

import io
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from api.composition.serving import listen
from tests.browser.console_people import at_the_console, with_orders
from tests.browser.operated import operated, two_models
from tests.databases import SqliteFiles
from tests.http.conftest import Service, a_service

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
SIZE: ViewportSize = {"width": 1280, "height": 860}
COLOURS = 48
MOST_BYTES = 150_000
LANGUAGES = {"en": ("en-GB", "Ana"), "zh": ("zh-CN", "Lin")}
SHOWN = "D-26"


def keep(page: Page, name: str) -> None:
    """What is in the window, as a small PNG."""
    with Image.open(io.BytesIO(page.screenshot())) as taken:
        few = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(PICTURES / name, optimize=True)
    assert (PICTURES / name).stat().st_size <= MOST_BYTES, name


def draw(browser: Browser, served: tuple[Service, str], orders: Mapping[str, str]) -> None:
    """The queue with a row marked by keys, and the page of an order that waits."""
    for language, (locale, name) in LANGUAGES.items():
        with at_the_console(browser, served, size=SIZE, locale=locale, name=name) as page:
            for key in ("j", "j", "x"):
                page.keyboard.press(key)
            keep(page, f"console_queue_{language}.png")
            page.goto(f"{served[1]}/console/orders/{orders[SHOWN]}")
            keep(page, f"console_order_{language}.png")


def draw_operations(browser: Browser, served: tuple[Service, str], endpoint: str) -> None:
    """What an operator looks at: how the service is, and an endpoint that did not answer."""
    for language, (locale, name) in LANGUAGES.items():
        with at_the_console(browser, served, size=SIZE, locale=locale, name=name) as page:
            for name_, path in (("operations", "operations"), ("endpoint", f"webhooks/{endpoint}")):
                page.goto(f"{served[1]}/console/{path}")
                keep(page, f"console_{name_}_{language}.png")


@contextmanager
def serving() -> Iterator[tuple[Service, str]]:
    """A service with an empty database on loopback."""
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


def main() -> None:
    """Serves the sample orders while they are drawn; those of the operator in a house of their own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        with serving() as served:
            draw(browser, served, with_orders(served[0]))
        with serving() as served:
            two_models(served[0])
            with_orders(served[0])
            draw_operations(browser, served, operated(served[0])["endpoint"])
        browser.close()


if __name__ == "__main__":
    main()
