"""The customer's form in a browser, without script: filled in, corrected, sent; and what a reader of screens meets."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.order.order import Order
from tests.browser.conftest import NARROW
from tests.browser.looks import is_accessible
from tests.browser.opening import Served
from tests.builders import a_line, an_address, an_order
from tests.desks import document
from tests.http.test_customer_requests import work
from tests.http.test_orders import sent


def a_wanting_order() -> Order:
    """Asks for a postcode, a phone number, a number for customs, and a paper."""
    line = a_line(sku="MED-1", title="Antibiotic tablets", hs_code="300410", quantity=1, unit_price=1999)
    address = an_address(
        line1="Avenida Paulista 900", city="São Paulo", state="SP", country="BR", postcode=None, phone=None
    )
    order = an_order(id="A-2071", lines=(line,), shipping_address=address)
    assert order.customer is not None
    return replace(order, customer=replace(order.customer, phone=None, locale="de-DE"))


@pytest.fixture
def url(served: Served) -> str:
    """The link of an order that asks everything at once."""
    service, origin = served
    sent(service, document(a_wanting_order()))
    work(service)
    row = service.get("/v1/customer-requests").json()["data"][0]
    shown = service.get(f"/v1/customer-requests/{row['id']}").json()
    return str(shown["url"]).replace("http://127.0.0.1:8080", origin)


def test_form_when_opened_then_is_accessible_and_in_the_customers_language(page: Page, url: str) -> None:
    page.goto(url)
    assert page.locator("html").get_attribute("lang") == "de"
    expect(page.locator("h1")).to_contain_text("Bestellung A-2071")
    is_accessible(page)


def test_form_when_written_from_right_to_left_then_nothing_sticks_out(page: Page, url: str) -> None:
    page.goto(url)
    page.evaluate("document.documentElement.dir = 'rtl'")
    is_accessible(page)


def test_form_when_something_is_wrong_then_the_summary_has_the_focus_and_leads_to_the_field(
    page: Page, url: str
) -> None:
    page.goto(f"{url}?lang=en")
    page.fill("#address-line2", "apto. 12")
    page.fill("#number-CPF", "529.982.247-26")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#errors")).to_be_focused()
    assert page.title().startswith("Error: ")
    expect(page.locator("#address-line2")).to_have_value("apto. 12")
    expect(page.locator("#number-CPF-fault")).to_contain_text("check the identity or tax number")
    expect(page.locator("main")).to_contain_text("It looks like 000.000.000-00, 00.000.000/0000-00.")
    is_accessible(page)
    page.get_by_role("link", name="Phone number: Please fill this in.").click()
    assert page.url.endswith("#phone")
    expect(page.get_by_label("Phone number")).to_be_focused()


def test_form_when_corrected_then_the_file_is_still_there_and_the_answer_is_taken(
    page: Page, url: str, served: Served, tmp_path: Path
) -> None:
    permit = tmp_path / "permit.pdf"
    permit.write_bytes(b"%PDF-1.7 a permit")
    page.goto(f"{url}?lang=en")
    page.get_by_label("Scan or photo").set_input_files(permit)
    page.get_by_label("Postcode").fill("01310-100")
    page.get_by_label("Phone number").fill("+55 11 97263 8104")
    page.get_by_label("Your number (CPF / CNPJ)").fill("529.982.247-26")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#number-CPF-fault")).to_contain_text("check the identity or tax number")
    expect(page.locator(".kept")).to_contain_text("We have your file")
    page.get_by_label("Your number (CPF / CNPJ)").fill("529.982.247-25")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("h1")).to_have_text("Thank you, we have your answer")
    is_accessible(page)
    page.reload()
    expect(page.locator("h1")).to_have_text("Thank you, we have your answer")
    papers = served[0].get("/v1/papers").json()["data"]
    assert [each["state"] for each in papers] == ["claimed"]


def test_page_when_the_link_is_none_then_says_so_in_the_browsers_language(browser: Browser, served: Served) -> None:
    context = browser.new_context(viewport=NARROW, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{served[1]}/r/nothing")
    expect(page.locator("h1")).to_have_text("Cette page n'existe pas")
    is_accessible(page)
    context.close()
