"""The door in a real browser: its forms, without script, with the headers that a browser sends by itself."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from api.access.people import first_link
from tests.http.conftest import MAIN, Service
from tests.http.people import PASSWORD, door_of


@pytest.fixture
def page(browser: Browser) -> Page:
    return browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}).new_page()


def test_first_admin_when_the_link_is_followed_then_comes_in_and_goes_out(
    served: tuple[Service, str], page: Page
) -> None:
    service, origin = served
    token = first_link(door_of(service), MAIN)
    page.goto(f"{origin}/welcome/{token}")
    for name, value in (("Name", "Root"), ("E-mail", "root@shop.example"), ("New password", "short")):
        page.get_by_label(name).fill(value)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("at least 15 characters")
    expect(page.get_by_label("E-mail")).to_have_value("root@shop.example")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(f"{origin}/console/queue")
    page.goto(f"{origin}/login")
    expect(page.get_by_role("heading")).to_have_text("Signed in")
    assert {each["httpOnly"] for each in page.context.cookies()} == {True}
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading")).to_have_text("Sign in")
    assert page.context.cookies() == []


def test_login_when_narrow_then_nothing_is_wider_than_the_screen(served: tuple[Service, str], browser: Browser) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 800}, locale="zh-CN").new_page()
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text))
    page.goto(f"{served[1]}/login")
    expect(page.get_by_role("heading")).to_have_text("登录")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate("getComputedStyle(document.querySelector('button')).display") == "block"  # its style is let in
    assert not [each for each in heard if re.search("Content Security|Refused", each)]
