"""Analytics in a browser: figures lead to their orders, lines can be moved over, a suggestion is set aside."""

from playwright.sync_api import Browser, expect

from api.access.roles import Role
from tests.browser.console_people import at_the_console
from tests.browser.money_at_work import over_days
from tests.http.conftest import Service
from tests.http.test_payments import disputed

Served = tuple[Service, str]


def test_figures_when_filtered_then_lead_on_to_their_orders(browser: Browser, served: Served) -> None:
    over_days(served[0])
    with at_the_console(browser, served, Role.ANALYST, script=False) as page:
        page.goto(f"{served[1]}/console/analytics?since=2026-11-01&until=2026-11-22")
        page.get_by_role("link", name="DE", exact=True).click()
        expect(page.get_by_role("textbox", name="Country")).to_have_value("DE")
        expect(page.locator("figure path").first).to_be_attached()
        page.get_by_role("link", name="still held").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Orders behind the figures")
        page.locator(".tabs").get_by_role("link", name="released by people").click()
        page.locator("tbody a").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("held")


def test_lines_when_script_runs_then_are_drawn_to_move_over(browser: Browser, served: Served) -> None:
    over_days(served[0])
    with at_the_console(browser, served, Role.VIEWER) as page:
        page.goto(f"{served[1]}/console/analytics?since=2026-11-01&until=2026-11-22")
        expect(page.locator(".uplot canvas").first).to_be_visible()
        expect(page.locator(".u-legend").first).to_contain_text("admitted")


def test_chargeback_when_young_then_page_says_that_more_come(browser: Browser, served: Served) -> None:
    disputed(served[0])
    with at_the_console(browser, served, Role.VIEWER) as page:
        page.goto(f"{served[1]}/console/analytics?since=2026-11-01&until=2026-11-30")
        expect(page.locator(".note")).to_contain_text("most chargebacks of that time are yet to come")


def test_period_when_it_is_none_then_page_says_so_where_it_was_asked(browser: Browser, served: Served) -> None:
    with at_the_console(browser, served, Role.VIEWER) as page:
        page.goto(f"{served[1]}/console/analytics?since=2026-11-22&until=2026-11-01")
        expect(page.get_by_role("alert")).to_contain_text("parameter_rejected")
        expect(page.get_by_label("From")).to_have_value("2026-11-22")
