"""The console: the queue with a row marked by keys, and the page of an order that waits, in both languages."""

from playwright.sync_api import Browser, ViewportSize

from tests.browser.console_people import at_the_console, with_orders
from tests.pictures.album import a_house, keep

SIZE: ViewportSize = {"width": 1280, "height": 860}
LANGUAGES = {"en": ("en-GB", "Ana"), "zh": ("zh-CN", "Lin")}
SHOWN = "D-26"
NAMES = tuple(f"console_{what}_{language}" for what in ("queue", "order") for language in LANGUAGES)


def draw(browser: Browser) -> None:
    """Takes them of the sample orders."""
    with a_house() as served:
        orders = with_orders(served[0])
        for language, (locale, name) in LANGUAGES.items():
            with at_the_console(browser, served, size=SIZE, locale=locale, name=name) as page:
                for key in ("j", "j", "x"):
                    page.keyboard.press(key)
                keep(page, f"console_queue_{language}")
                page.goto(f"{served[1]}/console/orders/{orders[SHOWN]}")
                keep(page, f"console_order_{language}")
