"""Operations and webhooks in a browser: a failed delivery sent again, a dead job tried again, a trip seen, a secret
shown once."""

import pytest
from playwright.sync_api import Browser, expect

from api.access.roles import Role
from tests.browser.console_people import at_the_console
from tests.browser.operated import a_failed_delivery, a_trip
from tests.http.conftest import Service
from tests.http.stored_things import a_dead_job

Served = tuple[Service, str]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_delivery_when_it_failed_then_is_found_and_sent_again(browser: Browser, served: Served, script: bool) -> None:
    service, origin = served
    ids = a_failed_delivery(service)
    with at_the_console(browser, served, Role.OPERATOR, script=script) as page:
        page.goto(f"{origin}/console/operations")
        page.get_by_role("region", name="Webhooks").first.get_by_role("link", name="order desk").click()
        page.locator(".tabs").get_by_role("link", name="failed").click()
        page.get_by_role("link", name="webhook.ping").click()
        expect(page.locator("tbody tr")).to_contain_text("503")
        page.get_by_role("button", name="Send again").click()
        expect(page.get_by_role("status")).to_have_text("On its way.")
    assert service.get(f"/v1/webhook-deliveries/{ids['delivery']}").json()["state"] == "pending"


def test_endpoint_when_made_then_shows_its_secret_this_once_and_can_be_switched_off(
    browser: Browser, served: Served
) -> None:
    service, origin = served
    with at_the_console(browser, served, Role.OPERATOR, script=False) as page:
        page.goto(f"{origin}/console/webhooks")
        page.get_by_label("Address").fill("https://shop.example/hooks")
        page.get_by_label("Events").fill("order.* decision.superseded")
        page.get_by_role("button", name="Add").click()
        secret = page.locator("[data-secret]").inner_text()
        page.goto(f"{origin}/console/webhooks")
        page.get_by_role("link", name="https://shop.example/hooks").click()
        assert secret not in page.content()
        page.get_by_role("button", name="Make a new secret").click()
        assert page.locator("[data-secret]").inner_text() != secret
        page.get_by_role("button", name="Disable").click()
        expect(page.locator("h1 + p + p")).to_contain_text("by hand")
    (kept,) = service.get("/v1/webhook-endpoints").json()["data"]
    assert (kept["state"], kept["types"]) == ("disabled", ["order.*", "decision.superseded"])


def test_address_when_it_is_private_then_page_says_why_and_keeps_what_was_typed(
    browser: Browser, served: Served
) -> None:
    with at_the_console(browser, served, Role.OPERATOR) as page:
        page.goto(f"{served[1]}/console/webhooks")
        page.get_by_label("Address").fill("https://10.0.0.1/hooks")
        page.get_by_role("button", name="Add").click()
        expect(page.get_by_role("alert")).to_contain_text("endpoint_refused")
        expect(page.get_by_label("Address")).to_have_value("https://10.0.0.1/hooks")


def test_endpoint_when_deleted_then_only_with_its_address_typed(browser: Browser, served: Served) -> None:
    service, origin = served
    ids = a_failed_delivery(service)
    with at_the_console(browser, served, Role.OPERATOR, script=False) as page:
        page.goto(f"{origin}/console/webhooks/{ids['endpoint']}")
        for typed, said in (("https://other.example", "nothing was deleted"), ("https://shop.example/hooks", "Done.")):
            page.locator("details", has_text="no way back").evaluate("each => each.open = true")
            page.get_by_label("Type its address").fill(typed)
            page.get_by_role("button", name="Delete it").click()
            expect(page.get_by_role("status")).to_contain_text(said)
    assert service.get("/v1/webhook-endpoints").json()["data"] == []


def test_job_and_trip_when_seen_to_then_wait_no_more(browser: Browser, served: Served) -> None:
    service, origin = served
    a_dead_job(service)
    a_trip(service)
    with at_the_console(browser, served, Role.OPERATOR, Role.ANALYST, script=False) as page:
        page.goto(f"{origin}/console/operations")
        page.get_by_role("button", name="Try again").click()
        expect(page.get_by_role("status")).to_have_text("Done.")
        page.get_by_role("button", name="Acknowledge").click()
        expect(page.get_by_role("region", name="Guard").last).to_contain_text("seen by Ana")
    assert service.get("/v1/jobs/dead").json()["data"] == []


def test_trip_when_somebody_may_not_change_rules_then_only_reads_it(browser: Browser, served: Served) -> None:
    a_trip(served[0])
    with at_the_console(browser, served, Role.OPERATOR) as page:
        page.goto(f"{served[1]}/console/operations")
        expect(page.get_by_text("nobody has seen it")).to_be_visible()
        expect(page.get_by_role("button", name="Acknowledge")).to_have_count(0)
