"""Pages on paper: what is read stays, in columns and in black on white; what is pressed does not."""

from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.console_people import at_the_console
from tests.browser.test_console_gallery import PICTURES
from tests.http.conftest import Service

Served = tuple[Service, str]
PAPER = {"width": 718, "height": 1046}  # A4 at 96 dots an inch, within margins of a centimetre
GROUND = "() => getComputedStyle(document.body).backgroundColor"


@pytest.mark.parametrize(("name", "path"), [("order", "/console/orders/{risky}"), ("wave", "/console/picking/{wave}")])
def test_page_when_printed_then_shows_what_is_read_and_nothing_to_press(
    browser: Browser, house: tuple[Served, Mapping[str, str]], name: str, path: str
) -> None:
    served, ids = house
    with at_the_console(browser, served, name=f"Ana {name}") as page:
        page.goto(f"{served[1]}{path.format_map(ids)}")
        page.emulate_media(media="print", color_scheme="dark")
        page.set_viewport_size({"width": PAPER["width"], "height": PAPER["height"]})
        expect(page.locator("main h1")).to_be_visible()
        expect(page.locator("main table thead").first).to_be_visible()
        assert [each for each in page.locator("button").all() if each.is_visible()] == []
        expect(page.locator(".top")).to_be_hidden()
        assert page.evaluate(GROUND) == "rgb(255, 255, 255)"
        assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"print-{name}.png", full_page=True)
