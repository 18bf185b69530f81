"""Tracking over HTTP: events with their source's codes, parcels to see to, sources and what they push."""

import hashlib
import hmac
from base64 import b64decode, b64encode

import orjson

from fulfillment.store.trips import trips_to_look_at
from fulfillment.tracking.looking import look
from tests.http.conftest import Service, is_problem
from tests.http.lives import Shown, labelled, life, post, worked
from tests.http.test_shops import HERE, THERE, bound_key

SECRET = "whsec_" + "aW5ib3VuZC1zZWNyZXQtb2YtdGhlLXNhbXBsZS1saW5l"
OWN: Shown = {"kind": "own", "name": "line-1", "secrets": {"webhook_secret": SECRET}}
CSV = {"Content-Type": "text/csv"}


def on_the_way(service: Service) -> str:
    """An order whose parcel has left."""
    order_id = labelled(service)
    post(service, "/v1/manifests", {"carrier": "dhl_express", "orders": [order_id]}, 201)
    return order_id


def a_source(service: Service, *, on: bool = True) -> str:
    made = service.call("POST", "/v1/tracking-sources", OWN)
    assert made.status_code == 201, made.text
    source_id = str(made.json()["id"])
    if on:
        assert service.call("POST", f"/v1/tracking-sources/{source_id}/on").status_code == 200
    return source_id


def signed(service: Service, body: bytes, secret: str = SECRET) -> dict[str, str]:
    stamp = str(int(service.clock.now().timestamp()))
    key = b64decode(secret.removeprefix("whsec_"))
    made = b64encode(hmac.new(key, f"msg_1.{stamp}.".encode() + body, hashlib.sha256).digest()).decode()
    return {"webhook-id": "msg_1", "webhook-timestamp": stamp, "webhook-signature": f"v1,{made}"}


def a_message(number: str) -> bytes:
    event = {"code": "accepted", "time": "2026-11-25T20:00:00", "country": "CN", "place": "Shenzhen"}
    return orjson.dumps({"type": "tracking.events", "data": {"parcels": [{"number": number, "events": [event]}]}})


def test_source_when_added_then_is_off_and_shows_no_secret(service: Service) -> None:
    source_id = a_source(service, on=False)
    shown = service.get(f"/v1/tracking-sources/{source_id}").json()
    assert (shown["state"], shown["stored"], SECRET in str(shown)) == ("off", ["webhook_secret"], False)
    assert service.get(f"/v1/tracking-sources/{source_id}", key="other").status_code == 404


def test_source_when_badly_stated_then_says_what_is_wrong(service: Service) -> None:
    answer = service.call("POST", "/v1/tracking-sources", {**OWN, "every_s": 5})
    assert is_problem(answer, 422, "tracking_source_refused")


def test_source_when_on_then_is_deleted_only_after_it_is_off(service: Service) -> None:
    source_id = a_source(service)
    assert is_problem(service.call("DELETE", f"/v1/tracking-sources/{source_id}"), 422, "tracking_source_refused")
    service.call("POST", f"/v1/tracking-sources/{source_id}/off")
    assert service.call("DELETE", f"/v1/tracking-sources/{source_id}").status_code == 204


def test_webhook_when_signed_then_its_events_are_shown_with_code_word_and_both_times(lone_service: Service) -> None:
    service = lone_service
    order_id = on_the_way(service)
    parcel, source_id = life(service, order_id)["shipment"], a_source(service)
    body = a_message(parcel["number"])
    path = f"/v1/tracking-sources/{source_id}/webhooks"
    assert is_problem(service.call("POST", path, content=body, key=None), 401, "channel_knock_refused")
    heard = service.call("POST", path, content=body, key=None, headers=signed(service, body))
    assert heard.json() == {"parcels": 1, "events": 1}
    worked(service)
    shown = service.get(f"/v1/shipments/{parcel['number']}/tracking").json()
    event = shown["events"][0]
    assert (event["word"], event["code"], event["local"]) == ("accepted", "accepted", "2026-11-25T20:00:00+08:00")
    assert (event["at"], event["zone_from"], event["source_id"]) == ("2026-11-25T12:00:00Z", "country", source_id)
    assert service.get(f"/v1/shipments/{parcel['id']}/tracking").json() == shown


def test_file_when_sent_twice_then_changes_nothing_more(lone_service: Service) -> None:
    service = lone_service
    order_id = on_the_way(service)
    number, source_id = life(service, order_id)["shipment"]["number"], a_source(service)
    table = f"number,code,time,country\n{number},accepted,2026-11-25T20:00:00,CN\n".encode()
    for _ in range(2):
        sent = service.call("POST", f"/v1/tracking-sources/{source_id}/events", content=table, headers=CSV)
        assert sent.json() == {"parcels": 1, "events": 1}
        worked(service)
    assert len(service.get(f"/v1/shipments/{number}/tracking").json()["events"]) == 1


def test_file_when_a_row_lacks_something_then_nothing_is_taken(service: Service) -> None:
    source_id = a_source(service)
    answer = service.call("POST", f"/v1/tracking-sources/{source_id}/events", content=b"number,code,time\nRX1,,x\n",
                          headers=CSV)  # fmt: skip
    assert is_problem(answer, 422, "tracking_file_refused")
    assert "line 2 has no `code`" in answer.json()["detail"]


def test_delivery_when_taken_back_then_the_order_is_on_its_way_again(lone_service: Service) -> None:
    service = lone_service
    order_id = on_the_way(service)
    number = life(service, order_id)["shipment"]["number"]
    scans = {"events": [{"status": "delivered", "at": "2026-11-27T10:00:00Z"}]}
    assert service.call("POST", f"/v1/shipments/{number}/tracking", scans).status_code == 200
    event = service.get(f"/v1/shipments/{number}/tracking").json()["events"][-1]["id"]
    path = f"/v1/shipments/{number}/tracking/{event}/correction"
    assert is_problem(service.call("POST", path, {"why": "wrong_parcel"}, key="other"), 404, "not_found")
    back = service.call("POST", path, {"why": "wrong_parcel"})
    assert back.status_code == 200, back.text
    assert back.json()["events"][-1]["void_why"] == "wrong_parcel"
    assert life(service, order_id)["stage"] == "in_transit"


def test_watches_when_a_parcel_is_silent_then_are_listed_for_its_shop_and_closed_by_a_person(
    lone_service: Service,
) -> None:
    service = lone_service
    on_the_way(service)
    service.clock.move(4 * 86_400)
    with service.database.write() as session:
        for merchant, shipment_id in trips_to_look_at(session, service.clock.now(), 10):
            look(session, service.ids, merchant, shipment_id, service.clock.now())
    here, there = bound_key(service, HERE), bound_key(service, THERE)
    found = service.get("/v1/parcel-watches", key=here).json()["data"]
    assert [each["kind"] for each in found] == ["silent"]
    assert service.get("/v1/parcel-watches", key=there).json()["data"] == []
    closed = service.call("POST", f"/v1/parcel-watches/{found[0]['id']}/close")
    assert closed.json()["state"] == "closed"
    assert service.get("/v1/parcel-watches").json()["data"] == []


def test_lanes_when_nothing_was_seen_then_say_what_services_state(service: Service) -> None:
    found = {each["service_id"]: each for each in service.get("/v1/lanes?origin=CN&country=US").json()["data"]}
    assert (found["line-4px"]["parcels"], found["line-4px"]["is_stated"]) == (0, True)
    assert "de-domestic" not in found


def test_rereading_when_asked_for_then_is_a_job(service: Service) -> None:
    assert service.call("POST", "/v1/tracking-rereads", {}).status_code == 202
