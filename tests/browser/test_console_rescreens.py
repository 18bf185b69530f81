"""Re-screening in a browser: a dry run is read, done for real, and the order that waited goes on."""

import pytest
from playwright.sync_api import Browser, Page, expect

from api.access.roles import Role
from engine.desk.bulk.runs import plan
from tests.browser.console_people import at_the_console
from tests.desks import an_unpaid_order, document
from tests.http.conftest import Service
from tests.http.lives import worked
from tests.http.test_orders import sent
from tests.http.test_rescreens import milder

Served = tuple[Service, str]


@pytest.fixture
def waiting(served: Served) -> tuple[Served, str]:
    """An order that a rule holds which is gone since."""
    order = str(sent(served[0], document(an_unpaid_order("A-1")))["order_id"])
    worked(served[0])
    milder(served[0])
    return served, order


def is_done(service: Service, page: Page) -> None:
    worked(service)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("done")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_dry_run_when_read_and_done_for_real_then_order_is_released(
    browser: Browser, waiting: tuple[Served, str], script: bool
) -> None:
    served, order = waiting
    service = served[0]
    with at_the_console(browser, served, Role.OPERATOR, script=script) as page:
        page.goto(f"{served[1]}/console/rescreens")
        page.get_by_label("Rules that hold").fill("PAY-002, PAY-003")
        page.get_by_role("button", name="See what would change").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("is planned")
        is_done(service, page)
        expect(page.get_by_role("region", name="Orders that came out otherwise").first).to_contain_text("PAY-002")
        assert service.get(f"/v1/orders/{order}").json()["outcome"] == "hold"
        page.get_by_role("button", name="Decide these anew").click()
        is_done(service, page)
        page.get_by_role("link", name="released 1").click()
        expect(page.locator("#main tbody tr").last).to_contain_text("A-1")
    assert service.get(f"/v1/orders/{order}").json()["outcome"] == "admit"


def test_run_when_paused_then_goes_on_from_its_page(browser: Browser, waiting: tuple[Served, str]) -> None:
    served, _ = waiting
    run = served[0].call("POST", "/v1/rescreens", {}).json()["id"]
    plan(served[0].app.state.services.desk, "main", run, by_jobs=True)
    with at_the_console(browser, served, Role.OPERATOR, script=False) as page:
        page.goto(f"{served[1]}/console/rescreens/{run}")
        page.get_by_role("button", name="Pause").click()
        expect(page.get_by_role("status")).to_have_text("Paused.")
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("status")).to_have_text("It goes on.")
        is_done(served[0], page)


def test_run_when_another_is_under_way_then_page_says_so(browser: Browser, waiting: tuple[Served, str]) -> None:
    served, _ = waiting
    served[0].call("POST", "/v1/rescreens", {})
    with at_the_console(browser, served, Role.OPERATOR) as page:
        page.goto(f"{served[1]}/console/rescreens")
        page.get_by_label("Placed from").fill("2026-11-01")
        page.get_by_role("button", name="Decide anew").click()
        expect(page.get_by_role("alert")).to_contain_text("rescreen_under_way")
        expect(page.get_by_label("Placed from")).to_have_value("2026-11-01")
