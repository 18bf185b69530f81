"""An endpoint that did not answer, as operators see it, in both languages."""

from playwright.sync_api import Browser

from tests.browser.console_people import at_the_console, with_orders
from tests.browser.operated import operated, two_models
from tests.pictures.album import a_house, keep
from tests.pictures.console import LANGUAGES, SIZE

NAMES = tuple(f"console_endpoint_{language}" for language in LANGUAGES)


def draw(browser: Browser) -> None:
    """Takes it of a house in operation."""
    with a_house() as served:
        two_models(served[0])
        with_orders(served[0])
        endpoint = operated(served[0])["endpoint"]
        for language, (locale, name) in LANGUAGES.items():
            with at_the_console(browser, served, size=SIZE, locale=locale, name=name) as page:
                page.goto(f"{served[1]}/console/webhooks/{endpoint}")
                keep(page, f"console_endpoint_{language}")
