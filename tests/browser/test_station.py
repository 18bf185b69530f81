"""The scanning page in a browser: a picker, a reviewer and a packer with a scanner that types."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from api.access.roles import Role
from tests.browser.console_people import at_the_console
from tests.http.conftest import MAIN, Service
from tests.http.lives import Shown, worked
from tests.http.test_waves import GTIN, MANY, SKU, a_list

Served = tuple[Service, str]
TABLET: ViewportSize = {"width": 800, "height": 1100}


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """The page with a key typed in; whatever it complains of, or asks of another host, fails the test."""
    service, origin = served
    context = browser.new_context(viewport=TABLET, locale="en-GB")
    made = context.new_page()
    wrong: list[str] = []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on("request", lambda request: None if request.url.startswith((origin, "blob:")) else wrong.append(request.url))
    made.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    made.goto(f"{origin}/warehouse")
    made.fill("#key", service.tokens[MAIN])
    made.keyboard.press("Enter")
    expect(made.locator("h1")).to_have_text("Open pick lists")
    yield made
    context.close()
    assert wrong == []


def scans(page: Page, text: str, field: str = "scan") -> None:
    page.wait_for_selector(f"#{field}:focus")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def opened(page: Page, service: Service) -> Shown:
    listed = a_list(service)
    page.click("#do-refresh")
    page.click(f"[data-list='{listed['id']}']")
    return listed


def picked(page: Page, service: Service) -> Shown:
    listed = opened(page, service)
    scans(page, "01-03")
    expect(page.locator("#message")).to_have_text("Right bin.")
    scans(page, str(MANY))
    scans(page, GTIN)
    expect(page.locator("#ended")).to_have_text("The list is done.")
    worked(service)
    return listed


def test_list_when_scanned_then_is_done_and_wrong_scans_are_told_loudly(page: Page, served: Served) -> None:
    opened(page, served[0])
    expect(page.locator("dd.bin")).to_have_text("01-03")
    scans(page, "09-09")
    expect(page.locator("#message.bad")).to_contain_text("Expected: Bin 01-03")
    scans(page, "01-03")
    scans(page, "4006381333917")
    expect(page.locator("#message.bad")).to_contain_text(f"Expected: Item {SKU} ({GTIN})")
    scans(page, str(MANY))
    scans(page, GTIN)
    expect(page.locator("#ended")).to_have_text("The list is done.")
    assert page.locator("#progress").get_attribute("value") == str(MANY)


def test_list_when_its_order_is_held_then_the_picker_reads_why(page: Page, served: Served) -> None:
    listed = opened(page, served[0])
    scans(page, "01-03")
    order = listed["stops"][0]["order_id"]
    served[0].call("POST", f"/v1/orders/{order}/holds", {"reason": "the buyer rang"})
    scans(page, SKU)
    expect(page.locator("#message.bad")).to_contain_text("This order is stopped")
    expect(page.locator("#message.bad")).to_contain_text("held by hand, by tests")


def test_review_when_every_item_is_scanned_then_the_box_is_closed(page: Page, served: Served) -> None:
    listed = picked(page, served[0])
    page.click("#to-review")
    page.click(f"[data-part='{listed['stops'][0]['fulfilment_id']}']")
    scans(page, "OTHER")
    expect(page.locator("#message.bad")).to_contain_text("Wrong item")
    for _ in range(MANY):
        scans(page, SKU)
    expect(page.locator("#ended")).to_have_text("Every piece is there.")
    scans(page, "900", field="weight")
    expect(page.locator("#message")).to_contain_text("Packed.")


def test_packing_when_the_order_is_held_then_its_reason_stands_on_the_screen(page: Page, served: Served) -> None:
    listed = picked(page, served[0])
    stop = listed["stops"][0]
    served[0].call("POST", f"/v1/orders/{stop['order_id']}/holds", {"reason": "the buyer rang"})
    page.click("#to-review")
    page.click(f"[data-part='{stop['fulfilment_id']}']")
    expect(page.locator("#held")).to_contain_text("HELD: do not pack")
    expect(page.locator("#held")).to_contain_text("held by hand, by tests")


def test_page_when_read_in_chinese_then_says_all_of_it_and_is_large_enough_for_thumbs(
    page: Page, served: Served
) -> None:
    opened(page, served[0])
    page.click("#language")
    expect(page.locator("#to-picking")).to_have_text("拣货")
    expect(page.locator("label[for=scan]")).to_have_text("请扫描库位")
    boxes = [each.bounding_box() for each in page.locator("main button, main input, header button").all()]
    assert all(box is not None and box["height"] >= 44 for box in boxes)


def test_key_when_it_is_wrong_then_is_asked_again_and_not_kept(browser: Browser, served: Served) -> None:
    page = browser.new_page()
    page.goto(f"{served[1]}/warehouse")
    page.fill("#key", "clw_nonsense")
    page.keyboard.press("Enter")
    expect(page.locator("#message.bad")).to_be_visible()
    expect(page.locator("#key")).to_be_visible()
    assert (
        page.evaluate("sessionStorage.length + Object.keys(localStorage).filter((k) => k.includes('key')).length") == 0
    )
    page.close()


def test_station_when_a_picker_is_signed_in_then_wants_no_key(browser: Browser, served: Served) -> None:
    service, origin = served
    with at_the_console(browser, served, Role.WAREHOUSE) as page:
        page.goto(f"{origin}/warehouse")
        expect(page.locator("h1")).to_have_text("Open pick lists")
        picked(page, service)


def test_station_when_who_is_signed_in_may_not_work_there_then_asks_for_a_key(browser: Browser, served: Served) -> None:
    with at_the_console(browser, served, Role.ANALYST) as page:
        page.goto(f"{served[1]}/warehouse")
        expect(page.locator("#key")).to_be_visible()
