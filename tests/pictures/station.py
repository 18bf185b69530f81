"""The scanning page as it refuses a wrong item."""

from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.test_station import opened, scans
from tests.http.conftest import MAIN
from tests.pictures.album import a_house, keep

TABLET: ViewportSize = {"width": 800, "height": 760}
WRONG = "4006381333917"
NAMES = ("scanning",)


def draw(browser: Browser) -> None:
    """Takes it with a key typed in."""
    with a_house() as (service, origin):
        page = browser.new_context(viewport=TABLET, locale="en-GB").new_page()
        page.goto(f"{origin}/warehouse")
        page.fill("#key", service.tokens[MAIN])
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Open pick lists")
        opened(page, service)
        scans(page, "01-03")
        scans(page, WRONG)
        expect(page.locator("#message.bad")).to_be_visible()
        keep(page, "scanning")
