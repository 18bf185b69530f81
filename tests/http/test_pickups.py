"""Pick-ups, manifests told to carriers, and their first scans, over HTTP."""

import pytest

from tests.carrier_servers.dhl_express import DhlServer
from tests.carrier_servers.own_carrier import OwnCarrierServer
from tests.carrier_servers.yanwen import YanwenServer
from tests.http.carrier_town import Server, Shown, again, bookings, connected, for_carrier, packed
from tests.http.conftest import OTHER, Service, is_problem
from tests.http.lives import life, post, worked
from tests.http.test_shipment_papers import SENDER

WAREHOUSE = {"code": "BER", "country": "DE", "time_zone": "Europe/Berlin", "postcode": "10115", "city": "Berlin"}
WANTED: Shown = {
    "connection": "line", "warehouse": "BER", "day": "2026-11-24", "ready": "14:00", "closes": "17:00", "parcels": 3,
    "weight_g": 4200,
}  # fmt: skip


def housed(service: Service, server: Server, **settings: str) -> str:
    """A connection and a warehouse that it may come to."""
    more = {} if not settings else {"settings": {**({"account": "220000000"} if isinstance(server, DhlServer) else {}),
                                                 **settings}}  # fmt: skip
    id_ = connected(service, server, "line", **more)
    service.call("PUT", "/v1/senders", SENDER)
    made = service.call("POST", "/v1/warehouses", WAREHOUSE)
    assert made.status_code in {200, 201}, made.text
    return id_


def want(service: Service, status: int = 201, **more: object) -> Shown:
    return post(service, "/v1/pickups", {**WANTED, **more}, status)


def read(service: Service, pickup: Shown) -> Shown:
    found: Shown = service.get(f"/v1/pickups/{pickup['id']}").json()
    return found


@pytest.mark.parametrize("kind", [DhlServer, OwnCarrierServer])
def test_pickup_when_wanted_then_is_booked_once_a_day_and_place(
    service: Service, kind: type[DhlServer | OwnCarrierServer]
) -> None:
    server = kind()
    housed(service, server)
    made = want(service)
    found = read(service, made)
    assert (found["state"], found["zone"], list(server.pickups)) == ("booked", "Europe/Berlin", [found["remote"]])
    assert is_problem(service.call("POST", "/v1/pickups", WANTED), 409, "pickup_taken")
    want(service, extra=True)
    want(service, day="2026-11-25")
    assert len(server.pickups) == 3


@pytest.mark.parametrize("kind", [DhlServer, OwnCarrierServer])
def test_pickup_when_cancelled_then_the_carrier_stays_and_the_day_is_free(
    lone_service: Service, kind: type[DhlServer | OwnCarrierServer]
) -> None:
    server = kind()
    housed(lone_service, server)
    made = want(lone_service)
    post(lone_service, f"/v1/pickups/{made['id']}/cancel")
    assert (read(lone_service, made)["state"], server.pickups) == ("cancelled", {})
    assert read(lone_service, want(lone_service))["state"] == "booked"
    ended = lone_service.call("POST", f"/v1/pickups/{made['id']}/cancel")
    assert is_problem(ended, 409, "carrier_booking_ended")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"day": "2026-11-20"}, "past"),
        ({"ready": "17:00", "closes": "14:00"}, "window"),
        ({"day": "2026-11-22", "closes": "10:00", "ready": "09:00"}, "past"),
        ({"day": "2026-11-22"}, "cut_off"),
    ],
)
def test_pickup_when_outside_of_known_hours_then_is_refused_at_once(
    lone_service: Service, more: Shown, code: str
) -> None:
    server = OwnCarrierServer()
    housed(lone_service, server, pickup_cut_off="10:00")  # it is half past ten in Berlin
    answer = lone_service.call("POST", "/v1/pickups", {**WANTED, **more})
    assert is_problem(answer, 409, "carrier_refused")
    assert f"`{code}`" in answer.json()["detail"]
    assert not server.pickups


def test_pickup_when_the_carrier_refuses_its_hour_then_its_words_are_told(lone_service: Service) -> None:
    housed(lone_service, DhlServer())
    made = want(lone_service, ready="09:00", closes="11:00")
    found = read(lone_service, made)
    assert (found["state"], found["why"], found["error_code"]) == ("refused", "time", "1045")
    assert "cutoff" in found["error"]
    assert read(lone_service, want(lone_service))["state"] == "booked"  # the day is free


def test_pickup_when_an_answer_was_lost_then_a_carrier_with_keys_comes_once(lone_service: Service) -> None:
    server = OwnCarrierServer()
    housed(lone_service, server)
    server.faults.lose_after = 1
    made = want(lone_service)
    again(lone_service)
    assert (read(lone_service, made)["state"], len(server.pickups)) == ("booked", 1)


def test_pickup_when_an_answer_was_lost_and_dhl_cannot_be_asked_then_people_ask(lone_service: Service) -> None:
    server = DhlServer()
    housed(lone_service, server)
    server.faults.lose_after = 1
    made = want(lone_service)
    again(lone_service)
    found = read(lone_service, made)
    assert (found["state"], found["why"], len(server.pickups)) == ("refused", "unsure", 1)


def test_pickup_when_the_carrier_has_none_or_is_off_then_is_refused(lone_service: Service) -> None:
    connection = housed(lone_service, YanwenServer())
    assert is_problem(lone_service.call("POST", "/v1/pickups", WANTED), 409, "carrier_cannot")
    lone_service.call("POST", f"/v1/carrier-connections/{connection}/off")
    assert is_problem(lone_service.call("POST", "/v1/pickups", WANTED), 409, "carrier_connection_off")


def test_pickups_when_another_merchants_then_do_not_exist(lone_service: Service) -> None:
    housed(lone_service, OwnCarrierServer())
    made = want(lone_service)
    assert is_problem(lone_service.get(f"/v1/pickups/{made['id']}", key=OTHER), 404, "not_found")
    assert lone_service.get("/v1/pickups", key=OTHER).json()["data"] == []


def closed(service: Service, *orders: str) -> Shown:
    """A manifest of these orders."""
    return post(service, "/v1/manifests", {"carrier": "dhl_express", "orders": list(orders)}, 201)


def test_manifest_when_closed_then_is_told_to_a_carrier_that_has_the_call(service: Service) -> None:
    server = OwnCarrierServer()
    connected(service, server)
    made = closed(service, packed(service))
    told = service.get(f"/v1/manifests/{made['id']}").json()["told"]
    assert [(each["state"], each["remote"]) for each in told] == [("sent", "M-1")]
    assert [each["numbers"] for each in server.manifests.values()] == [[bookings(service)[0]["number"]]]


def test_manifest_when_the_carrier_has_no_call_then_nothing_is_missing(lone_service: Service) -> None:
    connected(lone_service, YanwenServer())
    made = closed(lone_service, packed(lone_service))
    told = lone_service.get(f"/v1/manifests/{made['id']}").json()["told"]
    assert [(each["state"], each["remote"]) for each in told] == [("sent", "no_call")]


def test_scans_when_they_differ_from_the_manifest_then_both_sides_are_listed_and_told(lone_service: Service) -> None:
    connected(lone_service, OwnCarrierServer())
    orders = [packed(lone_service, for_carrier(f"A-{number}")) for number in (1001, 1002, 1003)]
    numbers = [str(life(lone_service, each)["shipment"]["number"]) for each in orders]
    scan = {"events": [{"status": "accepted", "at": "2026-11-22T09:00:00Z"}]}
    post(lone_service, f"/v1/shipments/{numbers[2]}/tracking", scan)  # the carrier has it, and no manifest names it
    made = closed(lone_service, *orders[:2])
    post(lone_service, f"/v1/shipments/{numbers[0]}/tracking", scan)
    found = lone_service.get(f"/v1/manifests/{made['id']}/scans").json()
    assert (found["scanned"], found["missing"], found["strays"]) == ([numbers[0]], [numbers[1]], [numbers[2]])
    again(lone_service)
    worked(lone_service)
    events = lone_service.get("/v1/events?limit=200").json()["data"]
    assert "manifest.scans_differ" in [each["type"] for each in events]


def test_manifests_when_another_merchants_then_do_not_exist(lone_service: Service) -> None:
    connected(lone_service, OwnCarrierServer())
    made = closed(lone_service, packed(lone_service))
    for path in (f"/v1/manifests/{made['id']}", f"/v1/manifests/{made['id']}/scans"):
        assert is_problem(lone_service.get(path, key=OTHER), 404, "not_found")


def test_parcel_when_called_back_then_a_carrier_that_can_is_asked(lone_service: Service) -> None:
    server = OwnCarrierServer()
    connected(lone_service, server)
    order_id = packed(lone_service)
    closed(lone_service, order_id)
    post(lone_service, f"/v1/orders/{order_id}/cancel", {"reason": "fraud"})
    assert server.recalls == [bookings(lone_service)[0]["reference"]]
