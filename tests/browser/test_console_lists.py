"""Lists in the console: an entry added, many looked at before they are taken, and a protected list left to two."""

from playwright.sync_api import Browser, expect

from api.access.roles import Role
from tests.browser.console_people import at_the_console
from tests.browser.ruled import a_stored_rule_book
from tests.http.conftest import Service
from tests.small_editions import small_files

Served = tuple[Service, str]


def test_entry_when_added_then_is_in_force_and_can_be_ended(browser: Browser, served: Served) -> None:
    a_stored_rule_book(served[0], small_files())
    with at_the_console(browser, served, Role.ANALYST, script=False) as page:
        page.goto(f"{served[1]}/console/lists/watched")
        add = page.get_by_role("region", name="Add one")
        add.get_by_label("Value").fill("TF")
        add.get_by_role("button", name="Add").click()
        expect(page.get_by_role("status")).to_have_text("Done; it is in force.")
        page.get_by_role("button", name="End TF").click()
        expect(page.get_by_role("status")).to_be_visible()
        assert served[0].get("/v1/lists/watched").json()["active"] == 1


def test_rows_when_tried_first_then_counts_are_shown_and_nothing_is_done(browser: Browser, served: Served) -> None:
    service = served[0]
    a_stored_rule_book(service, small_files())
    with at_the_console(browser, served, Role.ANALYST) as page:
        page.goto(f"{served[1]}/console/lists/barred")
        bulk = page.get_by_role("region", name="Many at once")
        bulk.get_by_label("Rows").fill("value,from,until,reference,by,reason\nHM,,,,decided_at,penguins\n")
        bulk.get_by_role("button", name="See what would change").click()
        expect(page.get_by_role("status")).to_contain_text("1 added")
        assert service.get("/v1/lists/barred").json()["entries"] == 1
        page.get_by_role("button", name="Do it").click()
        expect(page.get_by_role("link", name="See the proposal")).to_be_visible()
