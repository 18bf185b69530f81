"""Holds, reviews, events and labels over HTTP: what analysts and followers see."""

import pytest

from engine.desk.telling import handlers
from tests.desks import a_power_bank_by_post, an_honest_order, an_unpaid_order, document
from tests.draining import drain
from tests.http.conftest import Service, is_problem
from tests.http.test_orders import sent


def worked(service: Service) -> None:
    """Lets a worker do what is due."""
    drain(service.database, handlers(service.ids))


def held(service: Service, order: object = None) -> dict[str, str]:
    decision = sent(service, document(an_unpaid_order()) if order is None else order)
    holds: list[dict[str, str]] = service.get(f"/v1/orders/{decision['order_id']}/holds").json()["data"]
    return holds[0]


def test_release_when_a_person_may_then_the_order_is_admitted_and_a_repetition_replayed(service: Service) -> None:
    hold = held(service)
    asked = ("POST", f"/v1/holds/{hold['id']}/release", {"reason": "transfer seen"})
    first = service.call(*asked, headers={"Idempotency-Key": "r-1"})
    again = service.call(*asked, headers={"Idempotency-Key": "r-1"})
    assert (first.json()["outcome"], first.json()["reasons"][0]["waived_by"]) == ("admit", "tests")
    assert (again.json()["id"], again.headers["Idempotent-Replayed"]) == (first.json()["id"], "true")
    assert is_problem(service.call(*asked), 409, "hold_ended")


def test_release_when_law_holds_then_409_says_what_ends_it(service: Service) -> None:
    hold = held(service, document(a_power_bank_by_post()))
    response = service.call("POST", f"/v1/holds/{hold['id']}/release", {"reason": "only one"})
    assert is_problem(response, 409, "hold_not_waivable")
    assert "IMP-080" in response.json()["detail"]


def test_hold_when_placed_by_hand_then_it_is_listed_and_can_be_released(service: Service) -> None:
    decision = sent(service, document(an_honest_order()))
    placed = service.call("POST", f"/v1/orders/{decision['order_id']}/holds", {"reason": "the buyer rang"})
    freed = service.call("POST", f"/v1/holds/{placed.json()['id']}/release", {"reason": "rang back"})
    assert (placed.status_code, placed.json()["source"], freed.json()["outcome"]) == (201, "person", "admit")


def test_reviews_when_taken_and_resolved_then_the_queue_is_empty_and_the_order_free(service: Service) -> None:
    hold = held(service)
    worked(service)
    review = service.call("POST", "/v1/reviews/next", {"queue": "risk"})
    assert (review.status_code, review.json()["order_id"]) == (200, hold["order_id"])
    assert service.call("POST", "/v1/reviews/next", {}).status_code == 204
    path = f"/v1/reviews/{review.json()['id']}"
    resolved = service.call(
        "POST", f"{path}/resolve", {"disposition": "release"}, headers={"If-Match": review.headers["ETag"]}
    ).json()
    assert (resolved["review"]["state"], resolved["decision"]["outcome"]) == ("resolved", "admit")
    assert service.get("/v1/reviews?state=open").json()["data"] == []


def test_review_when_changed_by_somebody_else_then_412(service: Service) -> None:
    held(service)
    worked(service)
    review = service.call("POST", "/v1/reviews/next", {})
    path = f"/v1/reviews/{review.json()['id']}"
    service.call("POST", f"{path}/assign", {"assignee": "ben"})
    response = service.call(
        "POST", f"{path}/resolve", {"disposition": "keep"}, headers={"If-Match": review.headers["ETag"]}
    )
    assert is_problem(response, 412, "version_changed")


def test_events_when_followed_by_cursor_then_nothing_is_missed_or_told_twice(service: Service) -> None:
    seen: list[int] = []
    cursor = ""
    for number in range(3):
        sent(service, document(an_honest_order(f"E-{number}")))
        worked(service)
        while True:
            page = service.get(f"/v1/events?limit=1{cursor}").json()
            seen += [each["seq"] for each in page["data"]]
            cursor = f"&cursor={page['next_cursor']}" if page["next_cursor"] else ""
            if not page["has_more"]:
                break
    assert seen == list(range(1, 7))


def test_labels_when_given_twice_then_noted_once(service: Service) -> None:
    decision = sent(service, document(an_honest_order()))
    path = f"/v1/orders/{decision['order_id']}/labels"
    one, two = (service.call("POST", path, {"kind": "chargeback", "source": "acquirer"}) for _ in range(2))
    assert (one.status_code, one.json()["id"]) == (201, two.json()["id"])


@pytest.mark.parametrize("source", ["chargeback", "analyst", "refund", "trusted"])
def test_label_when_it_has_the_code_of_a_card_network_then_keeps_it(service: Service, source: str) -> None:
    decision = sent(service, document(an_honest_order()))
    asked = {"kind": "chargeback", "source": source, "reason_code": "10.4"}
    given = service.call("POST", f"/v1/orders/{decision['order_id']}/labels", asked).json()
    assert (given["source"], given["reason_code"]) == (source, "10.4")


@pytest.mark.parametrize("moment", [0, "0", "2026-11-22", "2026-11-22T09:30:00"])
def test_moments_when_without_day_time_or_zone_then_are_refused(service: Service, moment: object) -> None:
    order = f"/v1/orders/{sent(service, document(an_unpaid_order()))['order_id']}"
    hold = service.get(f"{order}/holds").json()["data"][0]["id"]
    for path, name, body in (
        (f"{order}/labels", "known_at", {"kind": "chargeback"}),
        (f"{order}/holds", "expires_at", {"reason": "call back"}),
        (f"/v1/holds/{hold}/release", "until", {"reason": "paid"}),
    ):
        response = service.call("POST", path, body | {name: moment})
        assert is_problem(response, 422, "document_rejected"), response.text
        assert response.json()["errors"][0]["pointer"] == f"/{name}"


def test_events_of_an_order_when_read_then_count_from_one(service: Service) -> None:
    decision = sent(service, document(an_unpaid_order()))
    worked(service)
    events = service.get(f"/v1/orders/{decision['order_id']}/events").json()["data"]
    assert [(each["order_seq"], each["type"]) for each in events] == [
        (1, "decision.created"),
        (2, "order.hold_placed"),
        (3, "review.opened"),
    ]
