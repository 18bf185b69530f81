"""Orders that share a box of a live carrier: one booking and number; a label, a hand-over and news for each order."""

from dataclasses import replace

from tests.carrier_servers.own_carrier import OwnCarrierServer, refusal
from tests.http.carrier_town import SERVICE, again, bookings, connected, stands, states
from tests.http.conftest import Service
from tests.http.lives import Shown, life, post, worked
from tests.http.test_consignments import an_order_to_merge, asked, boxes, mugs, picked
from tests.http.test_shipment_papers import SENDER

WEIGHT = 1001


def picked_pair(service: Service) -> list[str]:
    service.call("PUT", "/v1/senders", SENDER)
    boxes(service)
    orders = [an_order_to_merge(1), an_order_to_merge(2, lines=(replace(mugs(), hs_code="6912002310"),))]
    return picked(service, *(replace(each, shipping=replace(each.shipping, service=SERVICE)) for each in orders))  # type: ignore[type-var]


def packed_together(service: Service, ids: list[str]) -> str:
    """In one box; answers the address of the consignment."""
    path = f"/v1/consignments/{post(service, '/v1/consignments', asked(ids), 201)['id']}"
    post(service, f"{path}/accept", {})
    post(service, f"{path}/parcel", {"weight_g": WEIGHT, "box": "M"})
    worked(service)
    return path


def shipments(service: Service, ids: list[str]) -> list[Shown]:
    return [life(service, each)["shipment"] for each in ids]


def held(service: Service, order_id: str) -> list[str]:
    found = service.get(f"/v1/orders/{order_id}/holds").json()["data"]
    return [each["reason"] for each in found if each["state"] == "open"]


def test_box_when_shared_and_its_service_is_live_then_is_booked_once_with_all_that_lies_in_it(
    service: Service,
) -> None:
    server = OwnCarrierServer()
    connected(service, server)
    ids = picked_pair(service)
    path = packed_together(service, ids)
    (asked_for,) = server.bookings.values()
    assert (asked_for["parcel"]["weight_g"], len(asked_for["customs"]["lines"])) == (WEIGHT, 2)  # type: ignore[index]
    number = bookings(service)[0]["number"]
    assert [each["number"] for each in shipments(service, ids)] == [number, number]
    assert (states(service), service.get(path).json()["number"]) == (["booked"], number)


def test_label_when_the_box_is_shared_then_each_order_prints_the_carriers_own(lone_service: Service) -> None:
    service = lone_service
    connected(service, OwnCarrierServer())
    ids = picked_pair(service)
    packed_together(service, ids)
    labels = [service.get(f"/v1/shipments/{each['id']}/label") for each in shipments(service, ids)]
    assert [each.headers["content-type"] for each in labels] == ["application/pdf"] * 2
    assert labels[0].content == labels[1].content


def test_box_when_one_of_its_orders_is_handed_over_then_all_leave_and_each_hears_of_its_parcel(
    lone_service: Service,
) -> None:
    service = lone_service
    connected(service, OwnCarrierServer())
    ids = picked_pair(service)
    packed_together(service, ids)
    number, carrier = (shipments(service, ids)[0][each] for each in ("number", "carrier"))
    closed = post(service, "/v1/manifests", {"carrier": carrier, "orders": ids[:1]}, 201)
    assert (closed["left"], closed["stayed"]) == (ids, [])
    scan = {"status": "delivered", "at": service.clock.now().isoformat()}
    post(service, f"/v1/shipments/{number}/tracking", {"events": [scan]})
    worked(service)
    assert [each["state"] for each in shipments(service, ids)] == ["delivered", "delivered"]
    told = [service.get(f"/v1/orders/{each}/notices").json()["data"] for each in ids]
    assert all("delivered" in [one["kind"] for one in each] for each in told)


def test_box_when_its_carrier_refuses_it_then_all_wait_and_a_repeat_labels_all(lone_service: Service) -> None:
    service = lone_service
    server = OwnCarrierServer(refuses=[refusal("address", "no such street")])
    connected(service, server)
    ids = picked_pair(service)
    server.faults.throttle = 1  # so that all have looked at the box before it is refused
    packed_together(service, ids)
    assert [held(service, each) for each in ids] == [[], []]
    again(service)
    assert (states(service), [stands(service, each) for each in ids]) == (["refused"], ["packed", "packed"])
    assert [held(service, each) for each in ids] == [["SHIPPING_BOOKING_REFUSED"]] * 2
    post(service, f"/v1/carrier-bookings/{bookings(service)[0]['id']}/retry")
    worked(service)
    assert [stands(service, each) for each in ids] == ["labelled", "labelled"]
    assert [held(service, each) for each in ids] == [[], []]


def test_box_when_its_answer_is_lost_then_is_booked_once_for_all(lone_service: Service) -> None:
    service, server = lone_service, OwnCarrierServer()
    connected(service, server)
    ids = picked_pair(service)
    server.faults.lose_after = 1
    packed_together(service, ids)
    again(service)
    assert (len(server.bookings), [stands(service, each) for each in ids]) == (1, ["labelled", "labelled"])


def test_box_when_one_order_is_held_then_is_opened_and_its_booking_voided_once(lone_service: Service) -> None:
    service, server = lone_service, OwnCarrierServer()
    connected(service, server)
    ids = picked_pair(service)
    packed_together(service, ids)
    post(service, f"/v1/orders/{ids[1]}/holds", {"reason": "the buyer rang"}, 201)
    worked(service)
    again(service)
    assert states(service)[0] == "voided"
    assert (server.bookings, stands(service, ids[0])) == ({}, "picked")
