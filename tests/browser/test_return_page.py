"""The page for sending goods back in a browser, without script: filled in wrong, corrected, sent, and what follows."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import is_accessible
from tests.browser.opening import Served
from tests.following import an_order_of, link_of, under_way
from tests.http.lives import post, worked
from tests.http.test_returns import PICTURE


@pytest.fixture
def url(served: Served) -> str:
    service, origin = served
    return f"{origin}{link_of(service, under_way(service, an_order_of(), 'accepted', 'delivered'))}"


def test_page_when_reached_from_the_order_then_is_accessible(page: Page, url: str) -> None:
    page.goto(f"{url}?lang=en")
    page.get_by_role("link", name="Send goods back").click()
    expect(page.locator("h1")).to_have_text("Order A-3001: send goods back")
    is_accessible(page)
    page.get_by_role("link", name="Back to the order").click()
    expect(page.locator("h1")).to_contain_text("A-3001")


def test_request_when_incomplete_then_errors_lead_to_the_fields_and_it_can_be_corrected(
    page: Page, url: str, served: Served, tmp_path: Path
) -> None:
    page.goto(f"{url}/return?lang=en")
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("alert")).to_contain_text("Please choose at least one piece.")
    expect(page.get_by_role("alert")).to_contain_text("Please choose a reason.")
    is_accessible(page)
    page.locator("select").first.select_option("1")
    page.get_by_label("It arrived damaged").check()
    page.get_by_label("The same goods again").check()
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(PICTURE)
    page.get_by_label("Photo 1").set_input_files(photo)
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("status")).to_contain_text("We have your request.")
    is_accessible(page)
    service, _ = served
    (made,) = service.get("/v1/returns").json()["data"]
    worked(service)
    post(service, f"/v1/returns/{made['id']}/authorise?way=replacement_back_home_house")
    page.reload()
    page.get_by_role("link", name="Open the label").click()
    expect(page.locator("svg").first).to_contain_text(str(made["number"]))


@pytest.mark.parametrize("language", ["zh", "ja", "fr", "de", "es"])
def test_page_when_in_another_language_then_nothing_sticks_out(page: Page, url: str, language: str) -> None:
    page.goto(f"{url}/return?lang={language}")
    is_accessible(page)


def test_page_when_written_from_right_to_left_then_nothing_sticks_out(page: Page, url: str) -> None:
    page.goto(f"{url}/return")
    page.evaluate("document.documentElement.dir = 'rtl'")
    is_accessible(page)
