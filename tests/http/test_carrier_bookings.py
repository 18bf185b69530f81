"""Packed parcels are booked by a live carrier, end to end over HTTP: numbers, labels, refusals, repeats, voids."""

import pytest
from sqlalchemy import select

from fulfillment.store.tables import DOCUMENT
from tests.carrier_servers.dhl_express import DhlServer, problem
from tests.carrier_servers.own_carrier import OwnCarrierServer, refusal
from tests.carrier_servers.yanwen import YanwenServer, told
from tests.http.carrier_town import (
    Server,
    again,
    bookings,
    connected,
    for_carrier,
    packed,
    rows,
    stands,
    states,
)
from tests.http.conftest import OTHER, Service, is_problem
from tests.http.lives import admitted, let_go, life, post
from tests.http.test_refused_bookings import holds, over

EACH = pytest.mark.parametrize("kind", [DhlServer, YanwenServer, OwnCarrierServer])


@EACH
def test_parcel_when_its_service_is_live_then_has_the_carriers_number_and_label(
    service: Service, kind: type[Server]
) -> None:
    connected(service, kind())
    order_id = packed(service)
    shipment = life(service, order_id)["shipment"]
    assert (stands(service, order_id), states(service)) == ("labelled", ["booked"])
    assert shipment["number"] == bookings(service)[0]["number"]
    label = service.get(f"/v1/shipments/{shipment['id']}/label")
    assert (label.headers["content-type"], label.content[:4]) == ("application/pdf", b"%PDF")
    assert service.get(f"/v1/shipments/{shipment['id']}/papers/label.pdf").content == label.content


@EACH
def test_label_when_kept_then_names_nobody(lone_service: Service, kind: type[Server]) -> None:
    connected(lone_service, kind())
    packed(lone_service)
    with lone_service.database.read() as session:
        kept = session.rows(select(DOCUMENT.c.content).where(DOCUMENT.c.kind == "carrier_label"))
    assert len(kept) == 1
    assert b"deliver to" not in kept[0][0]


def test_label_when_zpl_is_wished_for_then_is_zpl(lone_service: Service) -> None:
    connected(lone_service, OwnCarrierServer(), settings={"label": "zpl"})
    shipment = life(lone_service, packed(lone_service))["shipment"]
    label = lone_service.get(f"/v1/shipments/{shipment['id']}/label")
    assert (label.headers["content-type"], label.content[:3]) == ("application/vnd.zebra.zpl", b"^XA")


def test_papers_when_the_label_is_the_carriers_then_ours_is_not_among_them(lone_service: Service) -> None:
    connected(lone_service, OwnCarrierServer())
    shipment = life(lone_service, packed(lone_service))["shipment"]
    papers = lone_service.get(f"/v1/shipments/{shipment['id']}/papers").json()["papers"]
    needed = {each["kind"] for each in papers if each["needed"]}
    assert "label" not in needed
    assert "packing_slip" in needed


def test_label_when_the_order_is_held_then_is_withheld(lone_service: Service) -> None:
    connected(lone_service, OwnCarrierServer())
    order_id = packed(lone_service)
    shipment = life(lone_service, order_id)["shipment"]
    post(lone_service, f"/v1/orders/{order_id}/holds", {"reason": "look"}, 201)
    assert is_problem(lone_service.get(f"/v1/shipments/{shipment['id']}/label"), 409, "paper_withheld")


def test_boxes_when_several_then_all_are_booked_before_one_is_labelled(service: Service) -> None:
    server = OwnCarrierServer(refuses=[refusal("address", "no such street")])
    connected(service, server)
    order_id = packed(service, boxes=2)
    let_go(service, order_id)  # two parcels cost more than the order earns
    assert sorted(states(service)) == ["booked", "refused"]
    assert stands(service, order_id) == "packed"
    refused = next(each for each in bookings(service) if each["state"] == "refused")
    post(service, f"/v1/carrier-bookings/{refused['id']}/retry")
    assert stands(service, order_id) == "labelled"
    assert len({each["number"] for each in life(service, order_id)["fulfilments"][0]["shipments"]}) == 2


@pytest.mark.parametrize(
    ("server", "why", "code"),
    [
        (DhlServer(refuses=[problem(400, "1001: The postcode is not served")]), "address", "1001"),
        (DhlServer(refuses=[problem(422, "Multiple problems found", "#/content: commodity is not accepted")]), "goods",
         "422"),
        (DhlServer(refuses=[problem(400, "998: Service temporarily suspended to this country")]), "suspended", "998"),
        (YanwenServer(refuses=[told("20001", "收件人邮编格式错误")]), "address", "20001"),
        (YanwenServer(refuses=[told("20002", "该产品不接收带电货物")]), "goods", "20002"),
        (YanwenServer(refuses=[told("20003", "该国家暂停收寄")]), "suspended", "20003"),
        (OwnCarrierServer(refuses=[refusal("suspended", "no vans on Sunday")]), "suspended", "suspended"),
        (OwnCarrierServer(refuses=[refusal("lunch", "back at two")]), "other", "lunch"),
    ],
)  # fmt: skip
def test_parcel_when_the_carrier_refuses_it_then_its_words_wait_for_people(
    lone_service: Service, server: Server, why: str, code: str
) -> None:
    connected(lone_service, server)
    order_id = packed(lone_service)
    waiting = lone_service.get("/v1/carrier-bookings?for_people=true").json()["data"]
    assert [(each["state"], each["why"], each["error_code"]) for each in waiting] == [("refused", why, code)]
    assert waiting[0]["error"]
    assert waiting[0]["advice"]
    assert stands(lone_service, order_id) == "packed"
    types = [each["type"] for each in lone_service.get("/v1/events?limit=100").json()["data"]]
    assert "carrier.booking_refused" in types


@EACH
@pytest.mark.parametrize("fault", ["lose_after", "fail_after"])
def test_parcel_when_the_answer_was_lost_then_is_booked_once(
    lone_service: Service, kind: type[Server], fault: str
) -> None:
    server = kind()
    connected(lone_service, server)
    setattr(server.faults, fault, 1)
    order_id = packed(lone_service)
    assert states(lone_service) == ["waiting"]
    lone_service.clock.move(3600)
    again(lone_service)
    made = server.shipments if isinstance(server, DhlServer) else (
        server.orders if isinstance(server, YanwenServer) else server.bookings)  # fmt: skip
    assert len(made) == 1
    if isinstance(server, DhlServer):  # it cannot hand out the label again, so people are told its number
        assert (states(lone_service), stands(lone_service, order_id)) == (["lost"], "packed")
        assert bookings(lone_service)[0]["number"] in server.shipments
    else:
        assert (states(lone_service), stands(lone_service, order_id)) == (["booked"], "labelled")


def test_parcel_when_dhl_may_not_know_it_yet_then_is_not_asked_for_again(lone_service: Service) -> None:
    server = DhlServer()
    connected(lone_service, server)
    server.faults.lose_after = 1
    packed(lone_service)
    before = len(server.calls)
    again(lone_service)
    assert (len(server.calls), states(lone_service)) == (before, ["waiting"])


def test_booking_when_its_label_was_lost_then_is_booked_anew_at_a_wish(lone_service: Service) -> None:
    server = DhlServer(without_label=True)
    connected(lone_service, server)
    order_id = packed(lone_service)
    assert states(lone_service) == ["lost"]
    (hold,) = holds(lone_service, order_id)
    assert (hold["reason"], hold["acts"], hold["expires_at"] is not None) == ("SHIPPING_LABEL_LOST", "shipping", True)
    server.without_label = False
    post(lone_service, f"/v1/carrier-bookings/{bookings(lone_service)[0]['id']}/retry")
    assert (states(lone_service), stands(lone_service, order_id)) == (["voided", "booked"], "labelled")
    assert holds(lone_service, order_id) == []


def test_part_when_its_label_was_lost_and_nobody_saw_to_it_then_ends_and_the_booking_is_voided(
    lone_service: Service,
) -> None:
    connected(lone_service, DhlServer(without_label=True))
    order_id = packed(lone_service)
    over(lone_service, order_id, holds(lone_service, order_id)[0])
    assert (states(lone_service), stands(lone_service, order_id)) == (["voided"], "cancelled")


@EACH
def test_parcel_when_throttled_or_down_then_is_booked_later(lone_service: Service, kind: type[Server]) -> None:
    server = kind()
    connected(lone_service, server)
    server.faults.throttle, server.faults.break_before = 1, 1
    order_id = packed(lone_service)
    assert states(lone_service) == ["waiting"]
    for _ in range(3):
        lone_service.clock.move(3600)
        again(lone_service)
    assert (states(lone_service), stands(lone_service, order_id)) == (["booked"], "labelled")
    assert len([each for each in server.effects if "cancel" not in each.path]) == 1


def test_yanwen_label_when_not_ready_then_the_same_booking_is_gone_on_with(lone_service: Service) -> None:
    server = YanwenServer(label_faults=2)
    connected(lone_service, server)
    order_id = packed(lone_service)
    for _ in range(3):
        lone_service.clock.move(3600)
        again(lone_service)
    assert (len(server.orders), stands(lone_service, order_id)) == (1, "labelled")


@pytest.mark.parametrize("kind", [YanwenServer, OwnCarrierServer])
def test_booking_when_the_order_is_called_off_then_is_voided(service: Service, kind: type[Server]) -> None:
    server = kind()
    connected(service, server)
    order_id = packed(service)
    post(service, f"/v1/orders/{order_id}/cancel", {"reason": "customer asked"})
    assert states(service) == ["voided"]
    if isinstance(server, YanwenServer):
        assert [each["status"] for each in server.orders.values()] == [5]
    else:
        assert isinstance(server, OwnCarrierServer)
        assert not server.bookings


def test_booking_when_the_carrier_has_no_call_then_is_left_unused(lone_service: Service) -> None:
    connected(lone_service, DhlServer())
    order_id = packed(lone_service)
    post(lone_service, f"/v1/orders/{order_id}/cancel", {"reason": "customer asked"})
    found = bookings(lone_service)[0]
    assert (found["state"], "cannot void" in found["error"]) == ("voided", True)


def test_booking_when_it_cannot_be_voided_any_more_then_waits_for_people(lone_service: Service) -> None:
    server = YanwenServer()
    connected(lone_service, server)
    order_id = packed(lone_service)
    server.shipped = True
    post(lone_service, f"/v1/orders/{order_id}/cancel", {"reason": "customer asked"})
    found = bookings(lone_service)[0]
    assert (found["state"], found["why"], found["error_code"]) == ("void_refused", "too_late", "30005")
    post(lone_service, f"/v1/carrier-bookings/{found['id']}/close")
    assert states(lone_service) == ["voided"]


def test_booking_when_nobody_wants_it_while_its_answer_is_lost_then_is_found_and_voided(lone_service: Service) -> None:
    server = YanwenServer()
    connected(lone_service, server)
    server.faults.lose_after = 1
    order_id = packed(lone_service)
    post(lone_service, f"/v1/orders/{order_id}/cancel", {"reason": "customer asked"})
    lone_service.clock.move(3600)
    again(lone_service)
    assert states(lone_service) == ["voided"]
    assert [each["status"] for each in server.orders.values()] == [5]


def test_parcel_when_unpacked_and_packed_again_then_its_old_booking_is_voided(lone_service: Service) -> None:
    server = OwnCarrierServer()
    connected(lone_service, server)
    order_id = packed(lone_service)
    first = bookings(lone_service)[0]["number"]
    post(lone_service, f"/v1/orders/{order_id}/unpack", {})
    post(lone_service, f"/v1/orders/{order_id}/parcels", {"weight_g": 510})
    assert states(lone_service) == ["voided", "booked"]
    assert life(lone_service, order_id)["shipment"]["number"] != first


def test_parcel_when_nobody_is_named_as_sender_then_is_refused_without_a_call(lone_service: Service) -> None:
    server = OwnCarrierServer()
    connected(lone_service, server)
    order_id = admitted(lone_service, for_carrier())
    post(lone_service, f"/v1/orders/{order_id}/picks", {})
    post(lone_service, f"/v1/orders/{order_id}/parcels", {"weight_g": 500})
    found = bookings(lone_service)[0]
    assert (found["state"], found["why"], found["error_code"]) == ("refused", "papers", "sender_incomplete")
    assert not server.bookings


def test_parcel_when_the_connection_goes_off_then_gets_a_label_of_our_own(lone_service: Service) -> None:
    server = OwnCarrierServer()
    connection = connected(lone_service, server)
    server.faults.throttle = 1
    order_id = packed(lone_service)
    lone_service.call("POST", f"/v1/carrier-connections/{connection}/off")
    again(lone_service)
    assert (states(lone_service), stands(lone_service, order_id)) == (["voided"], "labelled")
    assert life(lone_service, order_id)["shipment"]["number"].endswith("CN")


def test_connection_when_its_credentials_are_refused_then_is_stopped_and_goes_on_when_renewed(
    lone_service: Service,
) -> None:
    server = OwnCarrierServer()
    connection = connected(lone_service, server)
    path = f"/v1/carrier-connections/{connection}"
    lone_service.call("PATCH", path, {"secrets": {"access_token": "stale"}})
    order_id = packed(lone_service)
    assert lone_service.get(path).json()["state"] == "stopped"
    lone_service.call("PATCH", path, {"secrets": {"access_token": "sample-carrier-token"}})
    assert lone_service.call("POST", f"{path}/on").json()["state"] == "on"
    again(lone_service)
    assert stands(lone_service, order_id) == "labelled"


def test_bookings_when_another_merchants_then_do_not_exist(lone_service: Service) -> None:
    connected(lone_service, OwnCarrierServer())
    packed(lone_service)
    id_ = bookings(lone_service)[0]["id"]
    assert is_problem(lone_service.get(f"/v1/carrier-bookings/{id_}", key=OTHER), 404, "not_found")
    assert lone_service.get("/v1/carrier-bookings", key=OTHER).json()["data"] == []
    assert rows(lone_service, OTHER) == 0


def test_parcel_when_the_connection_goes_off_after_a_lost_answer_then_people_look_for_it(lone_service: Service) -> None:
    server = OwnCarrierServer()
    connection = connected(lone_service, server)
    server.faults.lose_after = 1
    order_id = packed(lone_service)
    lone_service.call("POST", f"/v1/carrier-connections/{connection}/off")
    again(lone_service)
    assert (states(lone_service), stands(lone_service, order_id)) == (["void_refused"], "labelled")
