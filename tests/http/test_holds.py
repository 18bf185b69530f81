"""Holds and reviews over HTTP: listed across orders, minded, released with a reason code; who was late is told why."""

from datetime import timedelta

from engine.desk.hold_ending import hold_handlers
from engine.desk.telling import handlers
from tests.desks import an_unpaid_order, document
from tests.draining import drain
from tests.http.conftest import Service, is_problem
from tests.http.test_orders import sent


def two_held(service: Service) -> None:
    sent(service, document(an_unpaid_order("A-1")))
    sent(service, document(an_unpaid_order("A-2")))
    drain(service.database, handlers(service.ids))


def test_holds_when_listed_by_parts_then_each_comes_once_and_the_first_to_end_first(service: Service) -> None:
    two_held(service)
    first = service.get("/v1/holds?limit=1").json()
    rest = service.get(f"/v1/holds?limit=50&cursor={first['next_cursor']}").json()
    found = [*first["data"], *rest["data"]]
    assert len({each["id"] for each in found}) == len(found) >= 2
    assert [each["expires_at"] for each in found] == sorted(each["expires_at"] for each in found)
    assert {each["clock"] for each in found} == {"ship_by"}


def test_holds_when_filtered_then_only_those(lone_service: Service) -> None:
    two_held(lone_service)
    hold = lone_service.get("/v1/holds").json()["data"][0]
    given = lone_service.call("POST", f"/v1/holds/{hold['id']}/assign", {"owner": "ana"}).json()
    assert given["owner"] == "ana"
    assert [each["id"] for each in lone_service.get("/v1/holds?owner=ana").json()["data"]] == [hold["id"]]
    assert hold["id"] not in [each["id"] for each in lone_service.get("/v1/holds?unassigned=true").json()["data"]]
    assert lone_service.get("/v1/holds?clock=give_up").json()["data"] == []
    assert lone_service.get("/v1/holds?due_before=2020-01-01T00:00:00Z").json()["data"] == []


def test_hold_when_released_with_a_code_then_shows_it(lone_service: Service) -> None:
    two_held(lone_service)
    hold = lone_service.get("/v1/holds?reason=PAY_FAILED").json()["data"][0]
    body = {"reason": "seen on the account", "reason_code": "payment_seen"}
    assert lone_service.call("POST", f"/v1/holds/{hold['id']}/release", body).status_code == 200
    shown = lone_service.get(f"/v1/holds/{hold['id']}").json()
    assert (shown["state"], shown["reason_code"]) == ("released", "payment_seen")
    late = lone_service.call("POST", f"/v1/holds/{hold['id']}/assign", {"owner": "ana"})
    assert is_problem(late, 409, "hold_ended")


def test_actions_when_chosen_then_shown_and_what_law_holds_is_refused(lone_service: Service) -> None:
    chosen = lone_service.call("PUT", "/v1/hold-actions", {"reason": "PAY_FAILED", "then": "release"})
    assert chosen.json() == {"data": [{"reason": "PAY_FAILED", "then": "release"}]}
    refused = lone_service.call("PUT", "/v1/hold-actions", {"reason": "IMP_EMBARGO", "then": "release"})
    assert is_problem(refused, 422, "setting_rejected")
    assert lone_service.get("/v1/hold-actions").json() == chosen.json()
    gone = lone_service.call("PUT", "/v1/hold-actions", {"reason": "PAY_FAILED", "then": None})
    assert gone.json() == {"data": []}


def test_review_when_listed_then_shows_its_end_and_grows_urgent(lone_service: Service) -> None:
    two_held(lone_service)
    clocks = {"hold.clocks": hold_handlers(lone_service.app.state.services.desk)["hold.clocks"]}
    drain(lone_service.database, clocks)
    before = lone_service.get("/v1/reviews").json()["data"][0]
    lone_service.clock.move(timedelta(hours=10).total_seconds())
    after = lone_service.get("/v1/reviews").json()["data"][0]
    assert before["clock"] == "ship_by"
    assert (after["urgency"] - before["urgency"], after["version"]) == (10, before["version"])


def test_review_when_the_order_was_decided_since_then_resolving_tells_what_changed(service: Service) -> None:
    decision = sent(service, document(an_unpaid_order("A-1")))
    drain(service.database, handlers(service.ids))
    review = service.get("/v1/reviews").json()["data"][0]
    service.call("PATCH", f"/v1/orders/{decision['order_id']}", {"shipping_address": {"postcode": None}},
                 headers={"Content-Type": "application/merge-patch+json"})  # fmt: skip
    body = {"disposition": "release", "reason_code": "payment_seen", "decision_id": decision["id"]}
    answer = service.call("POST", f"/v1/reviews/{review['id']}/resolve", body)
    assert is_problem(answer, 409, "review_changed")
    told = [(each["pointer"], each["code"]) for each in answer.json()["errors"]]
    assert ("/decision_id", "changed") in told
    assert ("/reasons", "added") in told


def test_review_when_somebody_took_it_then_a_stale_tag_is_told_who(service: Service) -> None:
    two_held(service)
    review = service.get("/v1/reviews").json()["data"][0]
    service.call("POST", f"/v1/reviews/{review['id']}/assign", {"assignee": "ben"})
    late = service.call(
        "POST",
        f"/v1/reviews/{review['id']}/assign",
        {"assignee": "ana"},
        headers={"If-Match": f'"{review["version"]}"'},
    )
    assert is_problem(late, 412, "version_changed")
    assert any("ben" in each["detail"] for each in late.json()["errors"])
