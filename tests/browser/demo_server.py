"""The demonstration shop on a real server with its worker, for the tests that play its story."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, expect
from pydantic import SecretStr

from api.access.keyring import KeyWanted
from api.access.scopes import Scope
from api.composition.house import House, furnished
from api.composition.parts import build, publish_if_none
from api.composition.serving import listen
from api.demo_shop.names import DEMO
from api.demo_shop.seeding import seed
from api.worker import make_worker
from engine.clock import SystemClock
from engine.settings import Settings
from engine.store.database import Database
from tests.browser.console_people import DESK

FEW = 6
STARTS_WITHIN_S = 60


@dataclass(frozen=True)
class Demo:
    """Where it listens, and the house behind it."""

    house: House
    origin: str

    def key(self) -> str:
        """A key of the packing bench."""
        wanted = KeyWanted(name="bench", merchant=DEMO, scopes=frozenset({Scope.ORDERS_READ, Scope.FULFILMENT_WRITE}))
        return self.house.keyring.create(wanted, self.house.ids)[1].text


@contextmanager
def a_demo(database: Database, folder: Path, many: int | None = FEW) -> Iterator[Demo]:
    """A few orders of the two months, or all of them (None), and all scenes."""
    settings = Settings(folder=folder, secret=SecretStr("5e" * 32))
    house = furnished(settings, database, SystemClock())
    publish_if_none(house)
    seed(house, house.clock, many)
    with listen("127.0.0.1", 0) as listening:
        server = uvicorn.Server(uvicorn.Config(build(house), log_config=None, lifespan="off"))
        stop = threading.Event()
        threads = [
            threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True),
            threading.Thread(target=make_worker(house).run_until, args=(stop,), daemon=True),
            threading.Thread(target=house.desk.editions.watch, args=(stop,), daemon=True),
        ]
        for each in threads:
            each.start()
        until = time.monotonic() + STARTS_WITHIN_S
        while not server.started and time.monotonic() < until:
            time.sleep(0.05)
        yield Demo(house, f"http://127.0.0.1:{listening.getsockname()[1]}")
        stop.set()
        server.should_exit = True
        for each in threads:
            each.join(STARTS_WITHIN_S)


@contextmanager
def as_figure(browser: Browser, demo: Demo, name: str) -> Iterator[Page]:
    """Somebody of the demonstration at the console, come in by the button of the sign-in page."""
    context = browser.new_context(viewport=DESK, locale="en-GB", timezone_id="Europe/Berlin")
    page = context.new_page()
    page.goto(f"{demo.origin}/login")
    page.get_by_role("button", name=f"Look around as {name}").click()
    expect(page.locator("p.demo")).to_contain_text("Demonstration shop")
    yield page
    context.close()
