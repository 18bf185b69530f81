"""Somebody at the console, for browser tests: signed in, with orders in front of them, and every complaint heard."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect

from api.access.roles import Role
from tests.http.conftest import MAIN, Service
from tests.http.lives import worked
from tests.http.people import PASSWORD, a_person, email_of

DEMO = Path(__file__).parents[2] / "data" / "demo" / "orders.jsonl"
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
EMAIL = "ana@shop.example"


def with_orders(service: Service, *names: str) -> dict[str, str]:
    """Sends sample orders, all or those named, lets a worker follow, and answers their ids by name."""
    found: dict[str, str] = {}
    for line in DEMO.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        if not names or document["id"] in names:
            found[document["id"]] = service.call("POST", "/v1/orders", document).json()["order_id"]
    worked(service)
    return found


@contextmanager
def at_the_console(
    browser: Browser, served: tuple[Service, str], *roles: Role, size: ViewportSize = DESK, locale: str = "en-GB",
    script: bool = True, name: str = "Ana",
) -> Iterator[Page]:  # fmt: skip
    """A page of the console; what it complains of, or asks of another host, fails the test."""
    service, origin = served
    a_person(service, *(roles or (Role.ADMIN,)), name=name)
    context = browser.new_context(viewport=size, locale=locale, java_script_enabled=script, timezone_id="Europe/Berlin")
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith((origin, "data:")) else wrong.append(asked.url))
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.goto(f"{origin}/login")
    page.fill("[name=email]", email_of(name))
    page.fill("[name=password]", PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda now: "/login" not in now)  # and until it is loaded: before that no script hears a key
    expect(page.locator("main h1, main p").first).to_be_visible()
    yield page
    context.close()
    assert [each for each in wrong if "409" not in each and "412" not in each and "422" not in each] == []


def press(page: Page, *keys: str) -> None:
    """Keys of the console, once the page is loaded: before that no script hears them."""
    page.wait_for_load_state()
    for key in keys:
        page.keyboard.press(key)


__all__ = ["DESK", "EMAIL", "MAIN", "PHONE", "at_the_console", "press", "with_orders"]
