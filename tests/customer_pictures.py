"""Draws the pictures of docs/how-to-ask-customers.md and of how-to-tell-customers.md:
`python -m tests.customer_pictures`.
"""

import tempfile
import time
from pathlib import Path
from threading import Thread

import uvicorn
from playwright.sync_api import ViewportSize, sync_playwright

from api.composition.serving import listen
from tests.browser.test_customer_page import a_wanting_order
from tests.browser.test_order_page import WORDS
from tests.databases import SqliteFiles
from tests.desks import document
from tests.following import an_order_of, under_way
from tests.following import link_of as order_link
from tests.http.conftest import Service, a_service
from tests.http.test_customer_requests import work
from tests.http.test_orders import sent

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
WIDE, NARROW = {"width": 900, "height": 700}, {"width": 390, "height": 844}
TALL: ViewportSize = {"width": 700, "height": 1000}


def link_of(service: Service) -> str:
    """The path of the form of an order that lacks much."""
    sent(service, document(a_wanting_order()))
    work(service)
    row = service.get("/v1/customer-requests").json()["data"][0]
    url = service.get(f"/v1/customer-requests/{row['id']}").json()["url"]
    return str(url).partition(":8080")[2]


def draw(origin: str, path: str, order_path: str) -> None:
    """The form as it comes, and as it comes back; the page of an order."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, size, language in (("form", WIDE, "en"), ("form_corrected", NARROW, "zh")):
            page = browser.new_context(viewport=size, java_script_enabled=False).new_page()  # type: ignore[arg-type]
            page.goto(f"{origin}{path}?lang={language}")
            if size is NARROW:
                page.fill("#address-postcode", "1")
                page.click("button")
            page.screenshot(path=PICTURES / f"customer_{name}.png")
        page = browser.new_context(viewport=TALL, java_script_enabled=False).new_page()
        page.goto(f"{origin}{order_path}?lang=en")
        page.screenshot(path=PICTURES / "order_page.png")
        browser.close()


def main() -> None:
    """Serves one order on loopback while its form is drawn."""
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
        followed = order_link(service, under_way(service, an_order_of(), *WORDS))
        draw(f"http://127.0.0.1:{listening.getsockname()[1]}", link_of(service), followed)
        server.should_exit = True
        thread.join(30)


if __name__ == "__main__":
    main()
