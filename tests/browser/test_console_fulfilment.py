"""Fulfilment in a browser: an order goes from picking to its carrier by what people tell on its page."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from api.access.roles import Role
from fulfillment.store.trips import trips_to_look_at
from fulfillment.tracking.looking import look
from tests.browser.console_people import at_the_console
from tests.desks import an_honest_order, an_unpaid_order, document
from tests.http.conftest import Service
from tests.http.lives import admitted, labelled, life, scan, worked
from tests.http.test_orders import sent
from tests.http.test_waves import a_list

Served = tuple[Service, str]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_order_when_picked_packed_and_handed_over_then_has_left(browser: Browser, served: Served, script: bool) -> None:
    service, origin = served
    order_id = admitted(service)
    with at_the_console(browser, served, Role.WAREHOUSE, script=script) as page:
        page.goto(f"{origin}/console/fulfilment")
        page.get_by_role("link", name="A-1001").click()
        page.get_by_role("button", name="Picked").click()
        expect(page.get_by_role("status")).to_have_text("Done.")
        page.get_by_label("Weight in grams").fill("500")
        page.get_by_role("button", name="Box is closed").click()
        worked(service)
        page.reload()
        page.get_by_role("button", name="Hand over to the carrier").click()
        expect(page.get_by_role("status")).to_have_text("Done.")
    assert life(service, order_id)["fulfilments"][0]["state"] == "handed_over"


def test_box_when_lighter_than_its_goods_then_page_says_why(browser: Browser, served: Served) -> None:
    service, origin = served
    order_id = admitted(service)
    service.call("POST", f"/v1/orders/{order_id}/picks", {})
    with at_the_console(browser, served, Role.WAREHOUSE) as page:
        page.goto(f"{origin}/console/fulfilment/{order_id}")
        page.get_by_label("Weight in grams").fill("1")
        page.get_by_role("button", name="Box is closed").click()
        expect(page.get_by_role("alert")).to_contain_text("parcel_refused")


def test_stages_when_one_is_chosen_then_shows_its_orders_alone(browser: Browser, served: Served) -> None:
    service, origin = served
    admitted(service, an_honest_order("kept"))
    sent(service, document(an_unpaid_order("waits")))
    worked(service)
    with at_the_console(browser, served, Role.VIEWER) as page:
        page.goto(f"{origin}/console/fulfilment")
        expect(page.locator("tbody tr")).to_have_count(2)
        page.locator(".tabs").get_by_role("link", name="in the warehouse").click()
        expect(page.locator("tbody tr")).to_have_count(1)
        expect(page.locator("tbody tr")).to_contain_text("kept")


def silent(service: Service) -> None:
    """Looks at all parcels as if nothing had been heard for days."""
    later = service.clock.now() + timedelta(days=9)
    with service.database.write() as session:
        for merchant, shipment_id in trips_to_look_at(session, later, 10):
            look(session, service.ids, merchant, shipment_id, later)


def test_wave_when_planned_and_released_then_its_lists_are_printed(browser: Browser, served: Served) -> None:
    service, origin = served
    wave = a_list(service)["wave_id"]
    with at_the_console(browser, served, Role.WAREHOUSE, script=False) as page:
        page.goto(f"{origin}/console/picking/{wave}")
        with page.expect_download() as waiting:
            page.get_by_role("link", name="All lists as PDF").click()
        assert waiting.value.suggested_filename.endswith(".pdf")
        page.get_by_role("button", name="Give it up").click()
        expect(page.get_by_role("status")).to_have_text("Done.")
    assert service.get(f"/v1/waves/{wave}").json()["state"] == "cancelled"


def test_parcel_when_held_at_customs_then_is_seen_to_and_its_label_fetched(browser: Browser, served: Served) -> None:
    service, origin = served
    order_id = labelled(service)
    number = life(service, order_id)["shipment"]["number"]
    scan(service, order_id, "accepted", "import_held")
    with at_the_console(browser, served, Role.WAREHOUSE) as page:
        page.goto(f"{origin}/console/parcels")
        page.get_by_label("Number of a parcel").fill(number)
        page.get_by_role("button", name="Find").click()
        expect(page.locator("tbody tr").first).to_contain_text("held at import")
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Label as booked", exact=True).click()
        assert waiting.value.suggested_filename.endswith("label.svg")
        silent(service)
        page.goto(f"{origin}/console/parcels")
        page.get_by_role("button", name="Seen to").first.click()
        expect(page.get_by_role("status")).to_have_text("Done.")
