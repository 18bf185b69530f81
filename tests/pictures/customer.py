"""What buyers see: the form of an order that lacks something, as it comes and as it comes back, and the page of an
order that is on its way.
"""

from dataclasses import replace

from playwright.sync_api import Browser, Page, ViewportSize

from engine.order.order import Order
from tests.browser.test_customer_page import a_wanting_order
from tests.browser.test_order_page import WORDS
from tests.desks import document
from tests.following import an_order_of, tell, under_way
from tests.following import link_of as order_link
from tests.http.conftest import Service
from tests.http.test_customer_requests import work
from tests.http.test_orders import sent
from tests.pictures.album import a_house, keep

WIDE: ViewportSize = {"width": 900, "height": 700}
NARROW: ViewportSize = {"width": 390, "height": 844}
TALL: ViewportSize = {"width": 700, "height": 1000}
LEFT = WORDS.index("arrived_destination")
NAMES = ("customer_form", "customer_form_corrected", "order_page")


def draw(browser: Browser) -> None:
    """Takes them without script, as buyers may have none."""
    with a_house() as (service, origin):
        order_id = under_way(service, an_order())
        tell(service, order_id, *WORDS[:LEFT], where="Shenzhen")
        tell(service, order_id, *WORDS[LEFT:], where="Frankfurt am Main")
        followed = order_link(service, order_id)
        form = _form_of(service)
        page = _window(browser, WIDE)
        page.goto(f"{origin}{form}?lang=en")
        keep(page, "customer_form")
        page = _window(browser, NARROW)
        page.goto(f"{origin}{form}?lang=zh")
        page.fill("#address-postcode", "1")
        page.click("button")
        keep(page, "customer_form_corrected")
        page = _window(browser, TALL)
        page.goto(f"{origin}{followed}?lang=en")
        keep(page, "order_page")


def an_order() -> Order:
    """What somebody would buy."""
    order = an_order_of()
    line, *others = order.lines
    return replace(order, lines=(replace(line, title="Cotton T-shirt, men's, size M, blue"), *others))


def _form_of(service: Service) -> str:
    """The path of the form of an order that lacks much."""
    sent(service, document(a_wanting_order()))
    work(service)
    row = service.get("/v1/customer-requests").json()["data"][0]
    url = service.get(f"/v1/customer-requests/{row['id']}").json()["url"]
    return str(url).partition(":8080")[2]


def _window(browser: Browser, size: ViewportSize) -> Page:
    return browser.new_context(viewport=size, java_script_enabled=False).new_page()
