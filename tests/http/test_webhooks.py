"""Endpoints, deliveries and types of events over HTTP; and the feed, in parts and waited for."""

import threading
from datetime import timedelta

import pytest

from api.event_types import EVENT_TYPES
from api.feed_waiting import FeedWaiting
from engine.ids import Prefix
from engine.store.feed import NewEvent, add_events
from tests.http.conftest import Service, is_problem

ASKED = {"url": "https://shop.example/hooks", "types": ["order.*"], "description": "order desk"}
UNKNOWN = f"{Prefix.ENDPOINT}_{0:032x}"


def tell(service: Service, *types: str, order: str = "ord_1", merchant: str = "main") -> None:
    for type_ in types:
        event = NewEvent(
            id=service.ids.new(Prefix.EVENT),
            merchant=merchant,
            type=type_,
            order_id=order,
            data={},
            at=service.clock.now(),
        )
        with service.database.write() as session:
            add_events(session, [event])


def an_endpoint(service: Service) -> dict[str, object]:
    made = service.call("POST", "/v1/webhook-endpoints", ASKED)
    assert made.status_code == 201, made.text
    return dict(made.json())


def test_endpoint_when_added_then_its_secret_is_shown_once(service: Service) -> None:
    made = an_endpoint(service)
    assert str(made["secret"]).startswith("whsec_")
    read = service.get(f"/v1/webhook-endpoints/{made['id']}")
    listed = service.get("/v1/webhook-endpoints")
    assert str(made["secret"]) not in read.text + listed.text
    assert [each["id"] for each in listed.json()["data"]] == [made["id"]]
    assert (read.json()["waiting"], len(read.json()["secrets"]), read.headers["etag"]) == (0, 1, '"1"')


def test_endpoint_when_changed_then_the_etag_guards_it(lone_service: Service) -> None:
    path = f"/v1/webhook-endpoints/{an_endpoint(lone_service)['id']}"
    changed = lone_service.call("PATCH", path, {"types": ["*"]}, headers={"If-Match": '"1"'})
    assert (changed.json()["types"], changed.headers["etag"]) == (["*"], '"2"')
    stale = lone_service.call("PATCH", path, {"types": ["*"]}, headers={"If-Match": '"1"'})
    assert is_problem(stale, 412, "version_changed")


@pytest.mark.parametrize(
    ("field", "value"),
    [("url", "http://shop.example/"), ("url", "https://10.0.0.1/"), ("url", "https://a:b@shop.example/")],
)
def test_endpoint_when_it_may_not_be_called_then_is_refused(lone_service: Service, field: str, value: object) -> None:
    refused = lone_service.call("POST", "/v1/webhook-endpoints", ASKED | {field: value})
    assert is_problem(refused, 422, "endpoint_refused")


@pytest.mark.parametrize(
    ("wrong", "next_step"),
    [("order.shiped", "`order.shipped`"), ("orders.*", "`order.*`"), ("zebra.*", "/v1/event-types")],
)
def test_endpoint_when_it_wants_what_no_event_is_called_then_refused_with_what_is_meant(
    service: Service, wrong: str, next_step: str
) -> None:
    refused = service.call("POST", "/v1/webhook-endpoints", ASKED | {"types": ["order.*", wrong]})
    assert is_problem(refused, 422, "endpoint_refused")
    assert next_step in refused.json()["detail"]


@pytest.mark.parametrize(("field", "value"), [("types", ["Order"]), ("types", []), ("url", "x"), ("secret", "whsec_")])
def test_endpoint_when_its_document_is_wrong_then_is_rejected(lone_service: Service, field: str, value: object) -> None:
    refused = lone_service.call("POST", "/v1/webhook-endpoints", ASKED | {field: value})
    assert is_problem(refused, 422, "document_rejected")


def test_endpoint_when_disabled_then_nothing_is_sent_until_it_is_enabled(lone_service: Service) -> None:
    path = f"/v1/webhook-endpoints/{an_endpoint(lone_service)['id']}"
    disabled = lone_service.call("POST", f"{path}/disable").json()
    assert (disabled["state"], disabled["disabled_for"]) == ("disabled", "by_hand")
    assert is_problem(lone_service.call("POST", f"{path}/ping"), 409, "endpoint_disabled")
    assert is_problem(lone_service.call("POST", f"{path}/replay", {}), 409, "endpoint_disabled")
    assert lone_service.call("POST", f"{path}/enable").json()["state"] == "enabled"
    assert lone_service.call("POST", f"{path}/ping").status_code == 202


def test_secret_when_rotated_then_the_one_before_ends(lone_service: Service) -> None:
    made = an_endpoint(lone_service)
    path = f"/v1/webhook-endpoints/{made['id']}"
    new = lone_service.call("POST", f"{path}/secret", {"overlap_hours": 1})
    assert new.status_code == 201
    assert new.json()["secret"] != made["secret"]
    ends = [each["expires_at"] for each in lone_service.get(path).json()["secrets"]]
    assert ends == [None, (lone_service.clock.now() + timedelta(hours=1)).isoformat().replace("+00:00", "Z")]
    lone_service.call("POST", f"{path}/secret", {})
    assert is_problem(lone_service.call("POST", f"{path}/secret", {}), 409, "secrets_full")


def test_endpoint_when_deleted_then_it_is_gone(lone_service: Service) -> None:
    path = f"/v1/webhook-endpoints/{an_endpoint(lone_service)['id']}"
    assert lone_service.call("DELETE", path).status_code == 204
    assert is_problem(lone_service.get(path), 404, "not_found")
    assert is_problem(lone_service.get(f"/v1/webhook-endpoints/{UNKNOWN}/deliveries"), 404, "not_found")


def test_deliveries_when_listed_then_filters_and_cursor_hold(service: Service) -> None:
    path = f"/v1/webhook-endpoints/{an_endpoint(service)['id']}/deliveries"
    tell(service, "order.admitted", "review.opened", "order.cancelled", "order.admitted")
    tell(service, "order.admitted", order="ord_2")
    first = service.get(f"{path}?limit=3").json()
    rest = service.get(f"{path}?limit=3&cursor={first['next_cursor']}").json()
    found = [each["feed_sequence"] for each in [*first["data"], *rest["data"]]]
    assert (found, rest["has_more"]) == ([5, 4, 3, 1], False)
    assert len(service.get(f"{path}?type=order.admitted&order_id=ord_1").json()["data"]) == 2
    assert service.get(f"{path}?state=delivered").json()["data"] == []


def test_delivery_when_sent_again_then_is_pending_and_readable(lone_service: Service) -> None:
    path = f"/v1/webhook-endpoints/{an_endpoint(lone_service)['id']}/deliveries"
    tell(lone_service, "order.admitted")
    (delivery,) = lone_service.get(path).json()["data"]
    again = lone_service.call("POST", f"/v1/webhook-deliveries/{delivery['id']}/redeliver")
    assert (again.status_code, again.json()["state"]) == (202, "pending")
    read = lone_service.get(f"/v1/webhook-deliveries/{delivery['id']}").json()
    assert (read["webhook_id"], read["history"]) == (delivery["webhook_id"], [])


def test_replay_when_begun_then_says_from_where_to_where(lone_service: Service) -> None:
    tell(lone_service, "order.admitted", "order.cancelled")
    path = f"/v1/webhook-endpoints/{an_endpoint(lone_service)['id']}/replay"
    assert lone_service.call("POST", path, {"after": 1}).json()["after"] == 1
    begun = lone_service.call("POST", path, {"since": "2020-01-01T00:00:00Z"}).json()
    assert (begun["after"], begun["until"]) == (0, 2)


def test_types_when_listed_then_are_the_webhooks_of_the_document(lone_service: Service) -> None:
    listed = lone_service.get("/v1/event-types").json()["data"]
    document = lone_service.get("/openapi.json", key=None).json()
    assert [each["type"] for each in listed] == sorted(EVENT_TYPES) == list(document["webhooks"])


def test_feed_when_filtered_then_the_cursor_is_behind_all_that_was_looked_at(service: Service) -> None:
    tell(service, "order.admitted", "review.opened", "order.cancelled")
    tell(service, "order.admitted", merchant="other")
    found = service.get("/v1/events?type=order.*").json()
    assert [each["seq"] for each in found["data"]] == [1, 3]
    assert service.get("/v1/events?type=review.opened,order.cancelled").json()["data"][0]["seq"] == 2
    nothing = service.get(f"/v1/events?cursor={found['next_cursor']}").json()
    assert (nothing["data"], nothing["next_cursor"]) == ([], found["next_cursor"])


def test_feed_when_read_in_parts_then_nothing_is_missed_or_twice(service: Service) -> None:
    for number in range(7):
        tell(service, "order.admitted", merchant="main" if number % 2 else "other")
        tell(service, "review.opened", order="ord_2")
    seen: list[int] = []
    path = "/v1/events?limit=2"
    while (part := service.get(path).json())["data"]:
        seen += [each["seq"] for each in part["data"]]
        path = f"/v1/events?limit=2&cursor={part['next_cursor']}"
    assert (seen, len(seen)) == (sorted(set(seen)), 10)


def test_feed_when_asked_for_one_order_or_behind_a_number_then_answers_that(lone_service: Service) -> None:
    tell(lone_service, "order.admitted", "order.cancelled")
    tell(lone_service, "order.admitted", order="ord_2")
    assert [each["seq"] for each in lone_service.get("/v1/events?order_id=ord_1").json()["data"]] == [1, 2]
    assert [each["seq"] for each in lone_service.get("/v1/events?after=1").json()["data"]] == [2, 3]


@pytest.mark.parametrize("query", ["type=Order", "type=order.admitted,", "wait=21", "wait=-1", "after=-1", "order_id="])
def test_feed_when_a_parameter_is_wrong_then_is_refused(lone_service: Service, query: str) -> None:
    assert is_problem(lone_service.get(f"/v1/events?{query}"), 422, "parameter_rejected")


def test_feed_when_after_and_cursor_differ_then_is_refused(lone_service: Service) -> None:
    cursor = lone_service.get("/v1/events").json()["next_cursor"]
    assert is_problem(lone_service.get(f"/v1/events?after=0&cursor={cursor}"), 422, "parameter_rejected")


def test_feed_when_somebody_waits_then_is_answered_when_there_is_one(lone_service: Service) -> None:
    services = lone_service.app.state.services
    object.__setattr__(services, "waiting", FeedWaiting(longest_s=20))
    timer = threading.Timer(0.5, tell, (lone_service, "review.opened", "order.admitted"))
    timer.start()
    found = lone_service.get("/v1/events?wait=20&type=order.*").json()
    timer.join()
    assert [each["type"] for each in found["data"]] == ["order.admitted"]


def test_feed_when_nothing_comes_then_waiting_ends(lone_service: Service) -> None:
    found = lone_service.get("/v1/events?wait=20").json()
    assert (found["data"], found["has_more"]) == ([], False)


def test_feed_when_too_many_wait_then_one_more_is_answered_at_once(lone_service: Service) -> None:
    object.__setattr__(lone_service.app.state.services, "waiting", FeedWaiting(longest_s=20, most=0))
    assert lone_service.get("/v1/events?wait=20").json()["data"] == []
