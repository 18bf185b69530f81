"""The life of an order over HTTP: from its first request to completed, returned or cancelled."""

import pytest

from engine.order.order import Order
from engine.order.terms import PaymentStatus
from tests.builders import a_payment, an_order
from tests.desks import document
from tests.http.conftest import Service, is_problem
from tests.http.lives import admitted, delivered, labelled, life, post, rung, scan
from tests.http.test_orders import sent

DAYS_31 = 31 * 86_400
WON = {"reference": "x", "kind": "win", "amount": 1, "currency": "EUR", "at": "2026-11-22T09:00:00Z"}


def authorised_only() -> Order:
    """Is admitted, and its money is awaited."""
    return an_order(
        id="A-7",
        payment=a_payment(status=PaymentStatus.AUTHORISED, captured=None, captured_at=None, gateway="other"),
    )


def events_of(service: Service, order_id: str, machine: str) -> list[str]:
    told = service.get(f"/v1/orders/{order_id}/timeline").json()["data"]
    return [each["event"] for each in told if each["machine"] == machine]


def test_order_when_everybody_does_their_part_then_is_completed_and_tells_each_step(service: Service) -> None:
    order_id = delivered(service)
    assert life(service, order_id)["stage"] == "delivered"
    service.clock.move(DAYS_31)
    rung(service)
    assert life(service, order_id)["stage"] == "completed"
    assert events_of(service, order_id, "order") == ["decided", "admit", "pay", "ship", "deliver", "close"]
    assert events_of(service, order_id, "fulfilment") == [
        "reserve", "pick", "finish_pick", "pack", "label", "hand_over",
    ]  # fmt: skip
    assert events_of(service, order_id, "tracking") == ["accepted", "delivered"]


def test_order_when_money_comes_by_an_event_then_goes_on_once(service: Service) -> None:
    order_id = admitted(service, authorised_only())
    assert (life(service, order_id)["stage"], life(service, order_id)["payment"]) == ("accepted", "authorised")
    told = {"reference": "pi_1", "kind": "capture", "amount": 4488, "currency": "EUR", "at": "2026-11-22T09:00:00Z"}
    for _ in range(2):
        assert post(service, f"/v1/orders/{order_id}/payment-events", told)["payment"] == "captured"
    stands = life(service, order_id)
    assert (stands["stage"], stands["money"], stands["fulfilment"]["state"]) == ("fulfilling", {"EUR": 4488}, "picking")
    assert [each["sku"] for each in stands["to_pick"]] == ["TEE-M-BLUE"]


def test_payment_when_it_is_not_what_is_owed_then_is_mismatched_and_nothing_is_picked(service: Service) -> None:
    order_id = admitted(service, authorised_only())
    told = {"reference": "pi_1", "kind": "capture", "amount": 4000, "currency": "EUR", "at": "2026-11-22T09:00:00Z"}
    assert post(service, f"/v1/orders/{order_id}/payment-events", told)["payment"] == "mismatched"
    assert life(service, order_id)["stage"] == "accepted"


def test_order_when_it_was_just_sent_then_says_that_fulfilment_is_yet_to_take_it(service: Service) -> None:
    order_id = sent(service, document(an_order()))["order_id"]
    for response in (
        service.get(f"/v1/orders/{order_id}/fulfilment"),
        service.get(f"/v1/orders/{order_id}/timeline"),
        service.call("POST", f"/v1/orders/{order_id}/cancel", {"reason": "too late"}),
    ):
        assert is_problem(response, 409, "not_taken_over")
        assert response.headers["Retry-After"] == "1"


def test_hold_when_placed_after_the_payment_then_picking_stops_until_it_is_released(service: Service) -> None:
    order_id = admitted(service)
    hold = post(service, f"/v1/orders/{order_id}/holds", {"reason": "the buyer rang"}, 201)
    response = service.call("POST", f"/v1/orders/{order_id}/picks", {})
    assert is_problem(response, 409, "step_blocked")
    errors = [(each["code"], each["detail"]) for each in response.json()["errors"]]
    assert [code for code, _ in errors] == ["waits_for", "kept_by"]
    assert errors[-1][1].startswith("HELD_BY_HAND: held by hand, by ")
    post(service, f"/v1/holds/{hold['id']}/release", {"reason": "rang back"})
    assert post(service, f"/v1/orders/{order_id}/picks", {})["fulfilment"]["state"] == "picked"


def test_cancel_when_the_label_is_made_then_it_is_voided_and_the_money_goes_back(service: Service) -> None:
    order_id = labelled(service)
    label = life(service, order_id)["shipment"]["links"]["label"]
    printed = service.get(label)
    assert (printed.status_code, printed.headers["content-type"]) == (200, "image/svg+xml")
    assert "Erika Muster" in printed.text
    cancelled = post(service, f"/v1/orders/{order_id}/cancel", {"reason": "changed their mind"})
    assert (cancelled["stage"], cancelled["payment"], cancelled["shipment"]) == ("cancelled", "refunded", None)
    assert [(each["amount"], each["currency"]) for each in cancelled["refunds"]] == [(4488, "EUR")]
    assert is_problem(service.get(label), 404, "not_found")
    assert life(service, order_id)["refunds"][0]["state"] == "sent"


def test_cancel_when_the_parcel_has_left_then_the_carrier_is_asked_to_stop_it(service: Service) -> None:
    order_id = labelled(service)
    post(service, "/v1/manifests", {"carrier": "dhl_express", "orders": [order_id]}, 201)
    assert post(service, f"/v1/orders/{order_id}/cancel", {"reason": "fraud"})["stage"] == "intercepting"
    scan(service, order_id, "accepted", "returning", "returned")
    (back,) = life(service, order_id)["returns"]
    assert (back["origin"], back["state"]) == ("carrier", "in_transit")
    assert post(service, f"/v1/returns/{back['id']}/receive", {"grade": "like_new"})["state"] == "closed"
    assert (life(service, order_id)["stage"], life(service, order_id)["payment"]) == ("returned", "refunded")


def test_return_when_received_then_money_goes_back_and_the_order_ends_as_returned(service: Service) -> None:
    post(service, "/v1/stock", {"sku": "TEE-M-BLUE", "warehouse": "SZX-1", "pieces": 5})
    order_id = delivered(service)
    asked = {"lines": [{"line": 1, "quantity": 2}], "reason": "too small", "reference": "rma-1"}
    back = post(service, f"/v1/orders/{order_id}/returns", asked, 201)
    assert post(service, f"/v1/orders/{order_id}/returns", asked, 201) == back
    assert post(service, f"/v1/returns/{back['id']}/authorise")["state"] == "authorised"
    assert post(service, f"/v1/returns/{back['id']}/receive", {"grade": "like_new"})["state"] == "closed"
    stands = life(service, order_id)
    assert (stands["stage"], stands["payment"], stands["money"]) == ("returned", "refunded", {})
    (shelf,) = service.get("/v1/stock").json()["data"]
    assert (shelf["on_hand"], shelf["reserved"], shelf["free"]) == (5, 0, 5)


def test_return_when_declined_then_it_is_over_and_cannot_be_received(service: Service) -> None:
    order_id = delivered(service)
    asked = {"lines": [{"line": 1, "quantity": 1}], "reason": "too small"}
    back = post(service, f"/v1/orders/{order_id}/returns", asked, 201)
    assert post(service, f"/v1/returns/{back['id']}/decline")["state"] == "declined"
    response = service.call("POST", f"/v1/returns/{back['id']}/receive", {"grade": "used"})
    assert is_problem(response, 409, "illegal_step")
    too_many = {"lines": [{"line": 1, "quantity": 3}], "reason": "all"}
    refused = service.call("POST", f"/v1/orders/{order_id}/returns", too_many)
    assert is_problem(refused, 409, "return_refused")


def test_manifest_when_closed_then_says_who_left_and_why_others_stayed(service: Service) -> None:
    ready, picking = labelled(service, an_order(id="A-1")), admitted(service, an_order(id="A-2"))
    nobody = f"ord_{'0' * 32}"
    body = {"carrier": "dhl_express", "orders": [ready, picking, nobody]}
    closed = post(service, "/v1/manifests", body, 201)
    assert (closed["left"], closed["parcels"], closed["created_by"]) == ([ready], 1, "tests")
    assert {each["order_id"]: each["code"] for each in closed["stayed"]} == {
        picking: "illegal_step",
        nobody: "not_found",
    }


@pytest.mark.parametrize(("path", "body", "status", "code"), [
    ("picks", {"lines": [{"line": 1, "quantity": 3}]}, 422, "pick_refused"),
    ("picks", {"lines": []}, 422, "document_rejected"),
    ("parcels", {"weight_g": 500}, 409, "illegal_step"),
    ("refunds", {"reference": "r", "amount": 9000, "reason": "late"}, 422, "payment_refused"),
    ("returns", {"lines": [{"line": 1, "quantity": 1}], "reason": "no"}, 409, "return_refused"),
    ("payment-events", WON | {"currency": "QQQ"}, 422, "document_rejected"),
    ("payment-events", WON, 409, "illegal_step"),
    ("payment-events", WON | {"reference": "x\u0000"}, 422, "document_rejected"),
    ("payment-events", WON | {"at": "2026-11-22"}, 422, "document_rejected"),
])  # fmt: skip
def test_step_when_it_cannot_be_taken_then_a_problem_says_why(
    lone_service: Service, path: str, body: dict[str, object], status: int, code: str
) -> None:
    order_id = admitted(lone_service)
    response = lone_service.call("POST", f"/v1/orders/{order_id}/{path}", body)
    assert is_problem(response, status, code), response.text


def test_step_when_it_is_not_possible_then_the_problem_names_what_is(lone_service: Service) -> None:
    order_id = admitted(lone_service)
    response = lone_service.call("POST", f"/v1/orders/{order_id}/parcels", {"weight_g": 500})
    steps = [each["detail"] for each in response.json()["errors"] if each["code"] == "possible_step"]
    assert steps == ["finish_pick", "come_up_short", "cancel"]


def test_parcel_when_lighter_than_its_goods_then_is_refused(lone_service: Service) -> None:
    order_id = admitted(lone_service)
    post(lone_service, f"/v1/orders/{order_id}/picks", {"lines": [{"line": 1, "quantity": 2}]})
    response = lone_service.call("POST", f"/v1/orders/{order_id}/parcels", {"weight_g": 20})
    assert is_problem(response, 422, "parcel_refused")


def test_refund_when_asked_again_by_the_same_name_then_is_given_once(service: Service) -> None:
    order_id = delivered(service)
    asked = {"reference": "goodwill", "amount": 500, "reason": "late"}
    for _ in range(2):
        assert len(post(service, f"/v1/orders/{order_id}/refunds", asked)["refunds"]) == 1
    other = service.call("POST", f"/v1/orders/{order_id}/refunds", asked | {"amount": 700})
    assert is_problem(other, 422, "payment_refused")


def test_pick_when_too_little_is_found_then_the_order_waits_and_goes_on_when_goods_come(service: Service) -> None:
    post(service, "/v1/stock", {"sku": "TEE-M-BLUE", "warehouse": "SZX-1", "pieces": 2})
    order_id = admitted(service)
    short = post(service, f"/v1/orders/{order_id}/picks", {"lines": [{"line": 1, "quantity": 1}]})
    assert short["fulfilment"]["state"] == "backordered"
    post(service, "/v1/stock", {"sku": "TEE-M-BLUE", "warehouse": "SZX-1", "how": "count", "pieces": 7})
    assert life(service, order_id)["fulfilment"]["state"] == "picking"


def test_stock_when_listed_then_pages_by_article_and_warehouse(service: Service) -> None:
    for sku, warehouse in (("A", "x"), ("A", "y"), ("B", "x")):
        post(service, "/v1/stock", {"sku": sku, "warehouse": warehouse, "pieces": 1})
    page = service.get("/v1/stock?limit=2").json()
    rest = service.get(f"/v1/stock?limit=2&cursor={page['next_cursor']}").json()
    assert [(each["sku"], each["warehouse"]) for each in page["data"] + rest["data"]] == [
        ("A", "x"), ("A", "y"), ("B", "x"),
    ]  # fmt: skip
    assert [each["warehouse"] for each in service.get("/v1/stock?sku=A").json()["data"]] == ["x", "y"]
    taken = service.call("POST", "/v1/stock", {"sku": "A", "warehouse": "x", "pieces": -2})
    assert is_problem(taken, 409, "stock_refused")


def test_tracking_when_the_number_is_nobodys_then_404(lone_service: Service) -> None:
    events = {"events": [{"status": "accepted", "at": "2026-11-22T10:00:00Z"}]}
    for number in ("CX000000011CN", "CX000000012CN", "parcel"):
        assert is_problem(lone_service.call("POST", f"/v1/shipments/{number}/tracking", events), 404, "not_found")


def test_routes_when_the_ids_are_another_merchants_then_are_not_found_and_change_nothing(service: Service) -> None:
    order_id = delivered(service)
    back = post(
        service, f"/v1/orders/{order_id}/returns", {"lines": [{"line": 1, "quantity": 1}], "reason": "no"}, 201
    )["id"]
    before = life(service, order_id)
    shipment = before["shipment"]
    scans = {"events": [{"status": "lost", "at": "2026-11-27T10:00:00Z"}]}
    for method, path, body in (
        ("GET", f"/v1/shipments/{shipment['id']}/label", None),
        ("POST", f"/v1/shipments/{shipment['number']}/tracking", scans),
        ("POST", f"/v1/returns/{back}/authorise", None),
        ("POST", f"/v1/returns/{back}/decline", None),
        ("POST", f"/v1/returns/{back}/receive", {"grade": "used"}),
    ):
        assert is_problem(service.call(method, path, body, key="other"), 404, "not_found"), path
    left = service.call("POST", "/v1/manifests", {"carrier": "dhl_express", "orders": [order_id]}, key="other").json()
    assert ([each["code"] for each in left["stayed"]], left["left"]) == (["not_found"], [])
    assert life(service, order_id) == before
