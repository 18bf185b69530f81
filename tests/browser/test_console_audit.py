"""The audit in a browser: filtered by who and when, its chain looked at, and taken away as a file."""

from playwright.sync_api import Browser, expect

from api.access.roles import Role
from tests.browser.console_people import at_the_console
from tests.desks import an_honest_order, document
from tests.http.conftest import Service
from tests.http.lives import worked
from tests.http.test_orders import sent

Served = tuple[Service, str]


def test_audit_when_filtered_then_chain_is_shown_whole_and_the_file_has_the_same(
    browser: Browser, served: Served
) -> None:
    service, origin = served
    order = str(sent(service, document(an_honest_order("A-1")))["order_id"])
    worked(service)
    with at_the_console(browser, served, Role.APPROVER, script=False) as page:
        page.goto(f"{origin}/console/audit")
        page.get_by_label("To what").fill(order)
        page.get_by_label("What", exact=True).fill("order.submitted")
        page.get_by_label("From", exact=True).fill("2026-11-01")
        page.get_by_role("button", name="Show").click()
        expect(page.locator("tbody tr")).to_have_count(1)
        page.get_by_role("link", name="Look at the whole chain").click()
        expect(page.get_by_role("status")).to_contain_text("whole")
        with page.expect_download() as waiting:
            page.get_by_role("link", name="CSV").click()
        assert len(waiting.value.path().read_text().splitlines()) == 2
        page.get_by_role("link", name=order).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("A-1")


def test_audit_when_an_analyst_asks_then_is_not_theirs(browser: Browser, served: Served) -> None:
    with at_the_console(browser, served, Role.ANALYST) as page:
        expect(page.locator("nav a[href='/console/audit']")).to_have_count(0)
