"""The queue's pages over HTTP: filters in the address, and several orders ended after a look at what follows."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from api.access.roles import Role
from tests.desks import a_power_bank_by_post, an_unpaid_order, document
from tests.http.conftest import Service
from tests.http.lives import worked
from tests.http.people import Browser, signed_in

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
BOX = re.compile(r'<input type="checkbox" name="(review\.[^"]+)" value="([^"]*)"')


@pytest.fixture
def filled(lone_service: Service) -> Service:
    for order in (an_unpaid_order("A-1"), an_unpaid_order("A-2"), a_power_bank_by_post("A-3")):
        lone_service.call("POST", "/v1/orders", document(order))
    worked(lone_service)
    return lone_service


@pytest.fixture
def ana(filled: Service) -> Browser:
    return signed_in(filled, Role.ANALYST)


def looked(browser: Browser, action: str) -> str:
    page = browser.get("/console/queue").text
    token = dict(HIDDEN.findall(page))["csrf"]
    sent = {**dict(BOX.findall(page)), "csrf": token, "key": "look", "action": action}
    return str(browser.client.post("/console/queue/look", data=sent).text)


def done(browser: Browser, page: str, **more: str) -> str:
    form = page[page.index('action="/console/queue/several"') :]
    sent = {**dict(HIDDEN.findall(form[: form.index("</form>")])), **more}
    return str(browser.client.post("/console/queue/several", data=sent).text)


def test_several_when_looked_at_then_each_says_what_follows_and_nothing_is_done(filled: Service, ana: Browser) -> None:
    page = looked(ana, "release")
    assert "bound method" not in page
    assert page.count('name="review.') == 3
    assert "Afterwards" in page
    assert filled.get("/v1/queue/counts").json()["total"] == 3


def test_several_when_kept_then_all_leave_the_queue(filled: Service, ana: Browser) -> None:
    assert "3 done." in done(ana, looked(ana, "keep"))
    assert filled.get("/v1/queue/counts").json()["total"] == 0


def test_several_when_cancelled_then_the_orders_end(filled: Service, ana: Browser) -> None:
    assert "3 done." in done(ana, looked(ana, "cancel"), cause="buyer")
    orders = [each["id"] for each in filled.get("/v1/orders").json()["data"]]
    stages = {filled.get(f"/v1/orders/{each}/fulfilment").json()["stage"] for each in orders}
    assert stages == {"cancelled"}
    assert filled.get("/v1/queue/counts").json()["total"] == 0


def test_several_when_one_was_taken_meanwhile_then_it_is_left_with_its_reason(filled: Service, ana: Browser) -> None:
    page = looked(ana, "cancel")
    taken = filled.get("/v1/queue").json()["data"][0]
    filled.call("POST", f"/v1/reviews/{taken['review_id']}/assign", {"assignee": "ben"})
    after = done(ana, page)
    assert "2 done." in after
    assert taken["merchant_order_id"] in after
    assert filled.get(f"/v1/orders/{taken['order_id']}/fulfilment").json()["stage"] != "cancelled"


def test_queue_when_filtered_by_its_end_then_shows_what_ends_before(filled: Service, ana: Browser) -> None:
    due = [each["due_at"] for each in filled.get("/v1/queue").json()["data"]]
    assert all(due)
    assert "Nothing fits these filters." in ana.get("/console/queue?within=4&country=ZZ").text
    assert BOX.findall(ana.get("/console/queue?within=72").text)


def test_queue_when_an_order_states_when_its_authorisation_ends_then_shows_it(filled: Service) -> None:
    assert {each["authorisation_ends"] for each in filled.get("/v1/queue").json()["data"]} == {None}
    ends = datetime(2026, 11, 25, 9, tzinfo=UTC)
    order = an_unpaid_order("A-7")
    assert order.payment is not None
    stated = replace(order, payment=replace(order.payment, authorisation_expires_at=ends))
    assert filled.call("POST", "/v1/orders", document(stated)).status_code == 201
    worked(filled)
    rows = {each["merchant_order_id"]: each for each in filled.get("/v1/queue").json()["data"]}
    assert rows["A-7"]["authorisation_ends"] == "2026-11-25T09:00:00Z"


def test_order_when_its_lock_is_over_then_anybody_may_take_it(filled: Service, ana: Browser) -> None:
    taken = filled.call("POST", "/v1/reviews/next", {}).json()
    assert "locked," in ana.get("/console/queue").text
    filled.clock.move(16 * 60)
    assert "the lock is over" in ana.get("/console/queue").text
    page = ana.get(f"/console/orders/{taken['order_id']}").text
    assert ("the lock is over" in page, "Take it" in page) == (True, True)
