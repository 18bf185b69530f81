"""Models in a browser: a threshold moved and its effect read, a challenger tried, gates that refuse, and a way back."""

import pytest
from playwright.sync_api import Browser, expect

from api.access.roles import Role
from tests.browser.console_people import at_the_console, with_orders
from tests.browser.operated import two_models
from tests.http.conftest import Service

Served = tuple[Service, str]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_threshold_when_moved_then_its_effect_is_shown_and_nothing_changes(
    browser: Browser, served: Served, script: bool
) -> None:
    service, origin = served
    two_models(service)
    orders = len(with_orders(service))
    with at_the_console(browser, served, Role.VIEWER, script=script) as page:
        page.goto(f"{origin}/console/models")
        page.get_by_role("link", name="m1").first.click()
        slider = page.locator("[name=threshold]")
        if script:
            slider.fill("0")
            expect(page.locator("[data-told]")).to_have_text("0")
        else:
            page.goto(f"{page.url}?threshold=0")
            page.get_by_role("button", name="Show its effect").click()
        expect(page.locator("#effect dl")).to_contain_text("Orders from 0.0 on")
        expect(page.locator("#effect dl")).to_contain_text(f"of {orders}, 100.0 %")
    assert service.get("/v1/models").json()["champion"]["version"] == "m1"


def test_challenger_when_its_gates_are_closed_then_is_not_promoted_and_page_says_why(
    browser: Browser, served: Served
) -> None:
    service, origin = served
    two_models(service)
    with at_the_console(browser, served, Role.APPROVER, script=False) as page:
        page.goto(f"{origin}/console/models/m2")
        page.get_by_role("link", name="Measure them now").click()
        expect(page.get_by_role("region", name="Gates").last).to_contain_text("closed")
        page.locator("form", has_text="Make it champion").get_by_label("Why").fill("I like it")
        page.get_by_role("button", name="Make it champion").click()
        expect(page.get_by_role("alert").first).to_contain_text("model_gates_closed")
        page.goto(f"{origin}/console/models")
        retire = page.locator("form[action$='/step/retire']")
        retire.get_by_label("Why").fill("no better")
        retire.get_by_role("button", name="Take out of its role").click()
        expect(page.get_by_role("status")).to_have_text("Done.")
    assert service.get("/v1/models").json()["challenger"] is None


def test_models_when_a_viewer_looks_then_can_change_nothing(browser: Browser, served: Served) -> None:
    two_models(served[0])
    with at_the_console(browser, served, Role.VIEWER) as page:
        page.goto(f"{served[1]}/console/models/m2")
        expect(page.get_by_role("button", name="Make it champion")).to_have_count(0)
