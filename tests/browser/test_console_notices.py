"""An order's notices in the console: an address that came back, and choices that are changed as the customer asked."""

import pytest
from playwright.sync_api import Browser, expect

from api.access.roles import Role
from tests.browser.console_people import DESK, PHONE, at_the_console
from tests.browser.test_console_gallery import PICTURES, TOO_WIDE, faults
from tests.http.conftest import Service
from tests.http.lives import admitted
from tests.http.test_console_notices import waiting

Served = tuple[Service, str]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_choices_when_opened_then_fit_the_screen_and_have_no_fault(
    browser: Browser, served: Served, language: str
) -> None:
    order_id = admitted(served[0])
    waiting(served[0], order_id)
    PICTURES.mkdir(parents=True, exist_ok=True)
    locale = {"en": "en-GB", "zh": "zh-CN"}[language]
    with at_the_console(browser, served, Role.SERVICE, locale=locale) as page:
        for width, size in (("1280", DESK), ("390", PHONE)):
            page.set_viewport_size(size)
            page.goto(f"{served[1]}/console/notices/orders/{order_id}")
            page.locator("#choices ~ details summary").click()
            page.screenshot(path=PICTURES / f"notice-choices-{language}-{width}.png", full_page=True)
            assert page.evaluate(TOO_WIDE, size["width"]) == ""
        assert faults(page) == []


def test_choices_when_changed_without_script_then_are_kept_and_say_by_whom(browser: Browser, served: Served) -> None:
    order_id = admitted(served[0])
    with at_the_console(browser, served, Role.SERVICE, script=False) as page:
        page.goto(f"{served[1]}/console/notices/orders/{order_id}")
        page.locator("#choices ~ details summary").click()
        page.get_by_label("Language").select_option("fr")
        page.get_by_label("Quiet from").fill("20:00")
        page.get_by_label("Quiet until").fill("09:00")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status")).to_have_text("Done.")
        expect(page.get_by_role("main")).to_contain_text("20:00 – 09:00")
    shown = served[0].get(f"/v1/orders/{order_id}/notice-choices").json()
    assert (shown["language"], shown["chosen_by"].startswith("staff:")) == ("fr", True)
