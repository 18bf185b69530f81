"""Marks over HTTP: one step from an order, a return or a dispute, and the answer of the next order says why."""

from typing import Any

from api.access.scopes import OF_A_STOREFRONT, Scope
from api.routes.marks import BY_HAND, OF_ORDER
from engine.order.order import Order
from engine.order.party import Customer
from tests.builders import an_order
from tests.desks import document
from tests.http.conftest import Service, is_problem
from tests.http.lives import admitted, delivered, post, worked
from tests.http.test_orders import sent

A_KEY = {"value": "jane@example.org", "verdict": "trust", "reason": "known_customer"}
BLOCK: dict[str, object] = {"verdict": "block", "reason": "fraud", "kinds": ["email"]}


def bought(id_: str = "A-1") -> Order:
    return an_order(id=id_, customer=Customer(id="C-1", name="Erika Muster", email="erika.muster@example.com"))


def test_order_when_marked_then_answer_has_the_marks_and_repeating_changes_nothing(service: Service) -> None:
    order_id = admitted(service, bought())
    first = post(service, f"/v1/orders/{order_id}/marks", BLOCK, 201)
    again = post(service, f"/v1/orders/{order_id}/marks", BLOCK, 201)
    assert (first["added"], again["added"], again["marks"]) == (1, 0, first["marks"])
    assert first["marks"][0]["source_id"] == order_id


def test_next_order_when_a_key_is_blocked_then_its_decision_tells_why_and_since_when(service: Service) -> None:
    order_id = admitted(service, bought())
    mark = post(service, f"/v1/orders/{order_id}/marks", {**BLOCK, "note": "secret"}, 201)["marks"][0]
    decided = sent(service, document(bought("A-2")))
    found: Any = decided["marks"]
    assert decided["outcome"] == "hold"
    assert [(each["id"], each["reason"], each["until"]) for each in found] == [(mark["id"], "fraud", None)]
    read = service.get(f"/v1/decisions/{decided['id']}").json()
    assert (read["marks"], "secret" in str(read)) == (decided["marks"], False)


def test_dispute_when_sent_along_then_order_is_labelled(service: Service) -> None:
    order_id = admitted(service, bought())
    marked = post(service, f"/v1/orders/{order_id}/marks", {**OF_ORDER, "kinds": ["email"]}, 201)
    assert marked["marks"][0]["source"] == "dispute"
    assert marked["marks"][0]["source_id"].startswith("lab_")


def test_return_when_marked_then_names_the_return(service: Service) -> None:
    order_id = delivered(service, bought())
    lines = {"lines": [{"line": 1, "quantity": 1}], "reason": "too small"}
    back = post(service, f"/v1/orders/{order_id}/returns", lines, 201)["id"]
    marked = post(
        service, f"/v1/returns/{back}/marks", {"verdict": "block", "reason": "refund_abuse", "kinds": ["email"]}, 201
    )
    assert (marked["marks"][0]["source"], marked["marks"][0]["source_id"]) == ("return", back)
    assert marked["marks"][0]["order_id"] == order_id


def test_marks_when_listed_then_filtered_page_by_page_and_revoked_ones_only_among_all(service: Service) -> None:
    order_id = admitted(service, bought())
    post(service, f"/v1/orders/{order_id}/marks", {**BLOCK, "kinds": []}, 201)
    post(service, "/v1/marks", BY_HAND, 201)
    first = service.get("/v1/marks?limit=1&verdict=trust").json()
    assert ([each["hint"] for each in first["data"]], first["has_more"]) == (["j***@example.org"], False)
    page = service.get("/v1/marks?limit=1&verdict=block").json()
    rest = service.get(f"/v1/marks?verdict=block&cursor={page['next_cursor']}").json()
    assert page["data"][0]["id"] not in {each["id"] for each in rest["data"]}
    mark = first["data"][0]["id"]
    revoked = post(service, f"/v1/marks/{mark}/revoke", {"why": "over"})
    assert (revoked["state"], revoked["revoked_why"]) == ("revoked", "over")
    assert service.get("/v1/marks?verdict=trust").json()["data"] == []
    assert [each["id"] for each in service.get("/v1/marks?verdict=trust&state=all").json()["data"]] == [mark]
    assert is_problem(service.call("POST", f"/v1/marks/{mark}/revoke", {}), 409, "mark_revoked")
    assert service.get(f"/v1/marks/{mark}").json()["state"] == "revoked"


def test_mark_when_it_cannot_be_then_422_with_the_field(service: Service) -> None:
    order_id = admitted(service, bought())
    refused = service.call("POST", f"/v1/orders/{order_id}/marks", {**BLOCK, "reason": "staff"})
    assert is_problem(refused, 422, "mark_refused")
    assert "`reason`" in refused.json()["detail"]
    card: dict[str, object] = {"entries": [{**A_KEY, "kind": "card", "value": "4242424242424242"}]}
    assert is_problem(service.call("POST", "/v1/marks", card), 422, "mark_refused")
    past = {**BLOCK, "until": "2020-01-01T00:00:00Z"}
    assert is_problem(service.call("POST", f"/v1/orders/{order_id}/marks", past), 422, "until_passed")


def test_marking_when_the_key_is_a_storefronts_then_403(lone_service: Service) -> None:
    assert {Scope.MARKS_READ, Scope.MARKS_WRITE}.isdisjoint(OF_A_STOREFRONT)
    key = lone_service.make_key(scopes=sorted(OF_A_STOREFRONT))
    assert is_problem(lone_service.call("POST", "/v1/marks", BY_HAND, key=key.id), 403, "scope_missing")
    assert is_problem(lone_service.call("GET", "/v1/marks", key=key.id), 403, "scope_missing")


def test_dispute_when_the_key_may_not_label_then_403_and_nothing_is_marked(lone_service: Service) -> None:
    order_id = admitted(lone_service, bought())
    key = lone_service.make_key(scopes=[Scope.MARKS_READ, Scope.MARKS_WRITE])
    path = f"/v1/orders/{order_id}/marks"
    assert is_problem(lone_service.call("POST", path, OF_ORDER, key=key.id), 403, "scope_missing")
    assert lone_service.get("/v1/marks", key=key.id).json()["data"] == []
    assert lone_service.call("POST", path, BLOCK, key=key.id).status_code == 201


def test_effect_when_a_mark_held_an_order_then_its_decision_is_named(service: Service) -> None:
    order_id = admitted(service, bought())
    mark = post(service, f"/v1/orders/{order_id}/marks", BLOCK, 201)["marks"][0]
    decided = sent(service, document(bought("A-2")))
    worked(service)
    found = service.get(f"/v1/marks/{mark['id']}/decisions").json()
    assert (decided["id"], True) in [(each["decision_id"], each["current"]) for each in found["data"]]
    assert (found["is_whole"], {each["outcome"] for each in found["data"]}) == (True, {"hold"})


def test_effect_when_a_mark_met_nobody_then_is_empty(lone_service: Service) -> None:
    mark = lone_service.call("POST", "/v1/marks", BY_HAND).json()["marks"][0]["id"]
    assert lone_service.get(f"/v1/marks/{mark}/decisions").json() == {"data": [], "looked_at": 0, "is_whole": True}
