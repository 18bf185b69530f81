"""The pages of one order over HTTP: what stands on them, and what their forms do."""

import re
from collections.abc import Mapping

import pytest

from api.access.roles import Role
from api.customer_page.words import words_of
from tests.desks import an_honest_order, an_unpaid_order, document
from tests.http.conftest import Service
from tests.http.lives import worked
from tests.http.people import Browser, signed_in

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@pytest.fixture
def order(lone_service: Service) -> str:
    """One that waits for a person, with another that shares its keys."""
    first = lone_service.call("POST", "/v1/orders", document(an_unpaid_order("A-1"))).json()["order_id"]
    lone_service.call("POST", "/v1/orders", document(an_unpaid_order("A-2")))
    worked(lone_service)
    return str(first)


@pytest.fixture
def ana(lone_service: Service) -> Browser:
    return signed_in(lone_service, Role.ANALYST)


def fields(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes there."""
    form = page[page.index(f'method="post" action="{action}"') :]
    return dict(HIDDEN.findall(form[: form.index("</form>")]))


def send(browser: Browser, path: str, page: str, more: Mapping[str, str], to: str = "") -> tuple[int, str]:
    answer = browser.client.post(to or path, data={**fields(page, path), **more})
    return answer.status_code, answer.text


def test_order_when_shown_then_says_why_what_it_shares_and_what_happened(ana: Browser, order: str) -> None:
    page = ana.get(f"/console/orders/{order}").text
    wanted = ("PAY_FAILED", "Value met:", "Deadline", "A-2", "As read", "What happened last", "Buyer and payment")
    assert [each for each in wanted if each not in page] == []


def test_resolve_when_looked_at_then_tells_what_follows_and_does_nothing(
    lone_service: Service, ana: Browser, order: str
) -> None:
    path = f"/console/orders/{order}/resolve/look"
    status, page = send(ana, path, ana.get(f"/console/orders/{order}").text, {"disposition": "release", "note": "paid"})
    assert (status, "Holds that end:" in page, ">paid</textarea>" in page) == (200, True, True)
    assert lone_service.get(f"/v1/queue?order_id={order}").json()["data"]


def looked_at(ana: Browser, order: str, **typed: str) -> str:
    path = f"/console/orders/{order}/resolve/look"
    return send(ana, path, ana.get(f"/console/orders/{order}").text, {"disposition": "fraud", **typed})[1]


def test_resolve_when_marks_and_labels_are_chosen_then_all_are_done(
    lone_service: Service, ana: Browser, order: str
) -> None:
    chosen = {"disposition": "fraud", "label": "chargeback", "mark": "block", "mark_email": "1", "mark_days": "30"}
    page = looked_at(ana, order, **chosen)
    status, _ = send(ana, f"/console/orders/{order}/resolve", page, chosen)
    marks = lone_service.get(f"/v1/marks?order_id={order}").json()["data"]
    assert status == 200
    assert [(each["kind"], each["verdict"], bool(each["until"])) for each in marks] == [("email", "block", True)]
    history = lone_service.get(f"/v1/orders/{order}/history").json()["data"]
    assert {each["data"]["label"] for each in history if each["what"] == "order.labelled"} == {"fraud", "chargeback"}


def test_resolve_when_the_order_was_decided_anew_then_shows_both_and_keeps_what_was_typed(
    lone_service: Service, ana: Browser, order: str
) -> None:
    page = looked_at(ana, order, note="rang them up")
    lone_service.call("PATCH", f"/v1/orders/{order}", {"shipping_address": {"line1": "Nebenstrasse 2"}})
    typed = {"disposition": "fraud", "note": "rang them up"}
    status, overtaken = send(ana, f"/console/orders/{order}/resolve", page, typed)
    assert status == 409
    assert all(each in overtaken for each in ("What changed meanwhile", "Nebenstrasse 2", ">rang them up</textarea>"))
    assert send(ana, f"/console/orders/{order}/resolve", overtaken, typed)[0] == 200
    assert lone_service.get(f"/v1/queue?order_id={order}").json()["data"] == []


def test_resolve_when_somebody_has_ended_it_then_says_that_nothing_is_left(
    lone_service: Service, ana: Browser, order: str
) -> None:
    page = looked_at(ana, order)
    review = lone_service.get(f"/v1/queue?order_id={order}").json()["data"][0]["review_id"]
    lone_service.call("POST", f"/v1/reviews/{review}/resolve", {"disposition": "keep"})
    status, overtaken = send(ana, f"/console/orders/{order}/resolve", page, {"disposition": "fraud"})
    assert (status, "there is nothing left to resolve" in overtaken) == (409, True)


def test_release_when_what_holds_it_is_otherwise_now_then_is_told_what(
    lone_service: Service, ana: Browser, order: str
) -> None:
    other = next(each for each in lone_service.get("/v1/orders").json()["data"] if each["id"] != order)
    body = {"verdict": "block", "reason": "fraud", "kinds": ["email"]}
    assert lone_service.call("POST", f"/v1/orders/{other['id']}/marks", body).status_code == 201
    page = looked_at(ana, order, disposition="release")
    assert "A release does not free it" in page
    assert "a rule that did not hold it before" in page


def test_order_when_ended_with_its_review_then_is_labelled_and_cancelled(
    lone_service: Service, ana: Browser, order: str
) -> None:
    path, chosen = f"/console/orders/{order}/resolve", {"disposition": "fraud", "end": "1", "cause": "payment"}
    page = ana.get(f"/console/orders/{order}").text
    _, both = send(ana, f"{path}/look", page, {**chosen, "disposition": "release"})
    assert 'role="alert"' in both
    assert "An order that is released goes on" in both
    _, ahead = send(ana, f"{path}/look", page, chosen)
    assert "The order ends for good" in ahead
    assert send(ana, path, ahead, chosen)[0] == 200
    assert lone_service.get(f"/v1/orders/{order}/fulfilment").json()["stage"] == "cancelled"
    assert "fraud" in ana.get(f"/console/orders/{order}/history?kind=label").text
    assert lone_service.get("/v1/queue/counts").json()["total"] == 1


def test_replay_when_asked_then_the_page_tells_what_came_of_it(ana: Browser, order: str) -> None:
    path = f"/console/orders/{order}/replay"
    status, page = send(ana, path, ana.get(f"/console/orders/{order}").text, {})
    assert (status, "byte for byte" in page) == (200, True)


def test_history_when_one_kind_is_chosen_then_shows_that_alone(ana: Browser, order: str) -> None:
    whole, holds = (ana.get(f"/console/orders/{order}/history{each}").text for each in ("", "?kind=hold"))
    assert whole.count("<li><span") > holds.count("<li><span") > 0


def test_versions_when_corrected_then_stand_side_by_side(lone_service: Service, ana: Browser, order: str) -> None:
    lone_service.call("PATCH", f"/v1/orders/{order}", {"shipping_address": {"line1": "Nebenstrasse 2"}})
    page = ana.get(f"/console/orders/{order}/versions").text
    assert "<ins>Nebenstrasse 2</ins>" in page


def test_asking_when_sent_then_the_order_has_a_question(lone_service: Service, ana: Browser, order: str) -> None:
    path = f"/console/orders/{order}/ask"
    page = ana.get(f"{path}?add.phone=1").text
    assert "shop.example/r/sample" in page
    status, after = send(ana, path, page, {"days": "3"})
    asked = lone_service.get(f"/v1/customer-requests?order_id={order}").json()["data"]
    assert (status, [each["asks"] for each in asked]) == (200, [["phone"]])
    sent = lone_service.get(f"/v1/customer-requests?order_id={order}").json()["data"][0]["id"]
    assert send(ana, f"{path}/{sent}/cancel", after, {})[0] == 200
    assert lone_service.get(f"/v1/customer-requests/{sent}").json()["state"] == "cancelled"


def test_asking_when_a_document_is_chosen_then_is_previewed_and_asked(
    lone_service: Service, ana: Browser, order: str
) -> None:
    path = f"/console/orders/{order}/ask"
    page = ana.get(f"{path}?paper=paper.cites_permit.1&language=en").text
    assert 'name="add.paper.cites_permit.1" value="1" checked' in page
    assert words_of("en").says["added_paper"] in page
    assert send(ana, path, page, {"days": "3"})[0] == 200
    asked = lone_service.get(f"/v1/customer-requests?order_id={order}").json()["data"]
    assert [each["added"] for each in asked] == [["paper.cites_permit.1"]]


def test_order_when_a_viewer_looks_then_offers_nothing_to_do(lone_service: Service, order: str) -> None:
    page = signed_in(lone_service, Role.VIEWER, name="Vi").get(f"/console/orders/{order}").text
    assert "resolve/look" not in page
    assert "A-2" in page


def test_order_when_held_beside_its_decision_then_says_why(lone_service: Service, ana: Browser) -> None:
    admitted = lone_service.call("POST", "/v1/orders", document(an_honest_order("A-8"))).json()["order_id"]
    worked(lone_service)
    assert "No rule had anything to say" in ana.get(f"/console/orders/{admitted}").text
    lone_service.call("POST", f"/v1/orders/{admitted}/holds", {"reason": "the buyer rang"})
    page = ana.get(f"/console/orders/{admitted}").text
    assert "it waits all the same" in page
    assert "No rule had anything to say" not in page


def test_order_when_admitted_then_has_its_life(lone_service: Service, ana: Browser) -> None:
    sent = lone_service.call("POST", "/v1/orders", document(an_honest_order("A-9"))).json()["order_id"]
    worked(lone_service)
    assert f"/console/fulfilment/{sent}" in ana.get(f"/console/orders/{sent}").text
