"""A person who reviews an order ends it with the review: both or neither, at whichever station it is."""

import pytest

from api.access.roles import Role
from tests.desks import an_honest_order, an_unpaid_order, document
from tests.http.conftest import Service, is_problem
from tests.http.lives import admitted, labelled, life, post, scan, worked
from tests.http.people import signed_in


def review_of(service: Service, order_id: str) -> str:
    (row,) = service.get(f"/v1/queue?order_id={order_id}").json()["data"]
    return str(row["review_id"])


def held(service: Service, order_id: str) -> str:
    """Held by hand; answers its review."""
    post(service, f"/v1/orders/{order_id}/holds", {"reason": "the buyer rang"}, 201)
    return review_of(service, order_id)


@pytest.mark.parametrize("stage", ["admitted", "labelled"])
def test_order_when_ended_by_an_analyst_before_it_left_then_is_cancelled(lone_service: Service, stage: str) -> None:
    ana, order = signed_in(lone_service, Role.ANALYST), an_honest_order(f"A-{stage}")
    order_id = {"admitted": admitted, "labelled": labelled}[stage](lone_service, order)
    answer = ana.send("POST", f"/v1/reviews/{held(lone_service, order_id)}/end-order", {"cause": "buyer"})
    assert answer.status_code == 200, answer.text
    worked(lone_service)
    assert life(lone_service, order_id)["stage"] == "cancelled"


def test_order_when_its_hold_has_called_it_back_already_then_neither_ends(lone_service: Service) -> None:
    ana, order_id = signed_in(lone_service, Role.ANALYST), labelled(lone_service)
    post(lone_service, "/v1/manifests", {"carrier": "dhl_express", "orders": [order_id]}, 201)
    scan(lone_service, order_id, "accepted")
    review = held(lone_service, order_id)
    assert life(lone_service, order_id)["stage"] == "intercepting"
    assert is_problem(ana.send("POST", f"/v1/reviews/{review}/end-order", {}), 409, "illegal_step")
    assert review_of(lone_service, order_id) == review


def test_order_when_its_review_was_changed_meanwhile_then_neither_ends(service: Service) -> None:
    ana = signed_in(service, Role.ANALYST)
    order_id = service.call("POST", "/v1/orders", document(an_unpaid_order("A-9"))).json()["order_id"]
    worked(service)
    review = review_of(service, order_id)
    service.call("POST", f"/v1/reviews/{review}/assign", {"assignee": "ben"})
    late = ana.send("POST", f"/v1/reviews/{review}/end-order", {}, If_Match='"1"')
    assert is_problem(late, 412, "version_changed")
    assert life(service, order_id)["stage"] == "screened"
    assert ana.send("POST", f"/v1/reviews/{review}/end-order", {"disposition": "fraud"}).status_code == 200
    assert is_problem(ana.send("POST", f"/v1/reviews/{review}/end-order", {}), 409, "review_resolved")
