"""The page of an order in a browser, without script: read, folded out, and what is written chosen; on a phone first."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import is_accessible
from tests.browser.opening import Served
from tests.following import an_order_of, link_of, under_way
from tests.http.lives import admitted

WORDS = ("accepted", "origin_hub", "export_customs", "export_released", "departed_origin", "arrived_destination",
         "import_customs", "import_held")  # fmt: skip


@pytest.fixture
def url(served: Served) -> str:
    service, origin = served
    return f"{origin}{link_of(service, under_way(service, an_order_of(), *WORDS))}"


def test_page_when_opened_then_is_accessible_and_says_how_far_it_is(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator("h1")).to_have_text("Bestellung A-3001")
    expect(page.locator("[aria-current=step]")).to_contain_text("In Ihrem Land")
    expect(page.locator(".events li").first).to_contain_text("Vom Zoll angehalten")
    is_accessible(page)


def test_page_when_written_from_right_to_left_then_nothing_sticks_out(page: Page, url: str) -> None:
    page.goto(url)
    page.evaluate("document.documentElement.dir = 'rtl'")
    is_accessible(page)


def test_page_when_earlier_events_are_folded_then_open_by_keyboard(page: Page, url: str) -> None:
    page.goto(f"{url}?lang=en")
    expect(page.get_by_text("Taken over by the carrier")).to_be_hidden()
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Taken over by the carrier")).to_be_visible()
    is_accessible(page)


def test_choices_when_saved_then_are_there_after_a_reload(page: Page, url: str) -> None:
    page.goto(f"{url}?lang=en#choices")
    page.get_by_role("group", name="Progress").get_by_label("Not at all").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Your choice is saved.")
    is_accessible(page)
    page.reload()
    expect(page.get_by_role("group", name="Progress").get_by_label("Not at all")).to_be_checked()


@pytest.mark.parametrize("language", ["zh", "ja", "fr"])
def test_page_when_nothing_has_left_yet_then_says_so(page: Page, served: Served, language: str) -> None:
    service, origin = served
    page.goto(f"{origin}{link_of(service, admitted(service, an_order_of()))}?lang={language}")
    expect(page.locator(".parcel")).to_have_count(1)
    is_accessible(page)
