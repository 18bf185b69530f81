"""Beside an order: what it shares with others, all that happened to it, its versions, and what ending a review does."""

from dataclasses import replace

import pytest

from api.access.roles import Role
from api.access.scopes import Scope
from tests.desks import a_power_bank_by_post, an_honest_order, an_unpaid_order, document
from tests.http.conftest import OTHER, Service, is_problem
from tests.http.lives import labelled, scan, worked
from tests.http.people import signed_in


def sent(service: Service, *refs: str) -> list[str]:
    return [service.call("POST", "/v1/orders", document(an_unpaid_order(each))).json()["order_id"] for each in refs]


def test_links_when_orders_share_keys_then_name_them_newest_first(service: Service) -> None:
    first, second = sent(service, "A-1", "A-2")
    found = service.get(f"/v1/orders/{first}/links").json()
    assert [each["id"] for each in found["data"]] == [second]
    assert {each["key"] for each in found["keys"]} == set(found["data"][0]["shares"])


def test_links_when_another_is_a_fraud_then_say_so(service: Service) -> None:
    first, second = sent(service, "A-1", "A-2")
    service.call("POST", f"/v1/orders/{second}/labels", {"kind": "fraud", "source": "tests"})
    found = service.get(f"/v1/orders/{first}/links").json()
    assert found["data"][0]["fraud_known_at"]
    assert all(each["frauds"] == 1 for each in found["keys"])


def test_links_when_the_person_was_erased_then_are_still_known(service: Service) -> None:
    first, second = sent(service, "A-1", "A-2")
    service.call("POST", f"/v1/orders/{first}/erasure")
    assert [each["id"] for each in service.get(f"/v1/orders/{first}/links").json()["data"]] == [second]


def test_links_when_somebody_is_bound_to_a_shop_then_show_that_shop_alone(service: Service) -> None:
    mine = service.call("POST", "/v1/orders", document(replace(an_unpaid_order("A-1"), shop="de"))).json()["order_id"]
    service.call("POST", "/v1/orders", document(replace(an_unpaid_order("A-2"), shop="fr")))
    bound = signed_in(service, Role.ANALYST, name="Bo", shops=("de",))
    seen = bound.get(f"/v1/orders/{mine}/links").json()
    assert (seen["data"], {each["orders"] for each in seen["keys"]}) == ([], {0})
    assert len(service.get(f"/v1/orders/{mine}/links").json()["data"]) == 1


@pytest.mark.parametrize("what", ["links", "history", "versions", "versions/difference?before=1&after=1"])
def test_looks_when_an_order_is_another_merchants_then_are_not_found(lone_service: Service, what: str) -> None:
    (mine,) = sent(lone_service, "A-1")
    assert is_problem(lone_service.get(f"/v1/orders/{mine}/{what}", key=OTHER), 404, "not_found")


def test_history_when_an_order_was_sent_out_then_tells_all_kinds(lone_service: Service) -> None:
    order = labelled(lone_service, an_honest_order("A-1"))
    scan(lone_service, order, "accepted")
    kinds = {each["kind"] for each in lone_service.get(f"/v1/orders/{order}/history?limit=200").json()["data"]}
    assert kinds >= {"version", "decision", "fulfilment", "payment", "tracking"}


def test_history_when_an_order_is_held_then_names_holds_and_review(service: Service) -> None:
    (order,) = sent(service, "A-1")
    worked(service)
    found = service.get(f"/v1/orders/{order}/history").json()["data"]
    assert {each["what"] for each in found} >= {"version.added", "decision.created", "hold.placed", "review.opened"}


def test_history_when_read_page_by_page_then_is_the_whole(lone_service: Service) -> None:
    order = labelled(lone_service, an_honest_order("A-1"))
    whole = lone_service.get(f"/v1/orders/{order}/history?limit=200").json()["data"]
    parts, cursor = list[object](), ""
    while True:
        part = lone_service.get(f"/v1/orders/{order}/history?limit=2{cursor}").json()
        parts += part["data"]
        if not part["has_more"]:
            break
        cursor = f"&cursor={part['next_cursor']}"
    assert parts == whole
    assert [each["at"] for each in whole] == sorted((each["at"] for each in whole), reverse=True)


def test_history_when_asked_for_a_kind_then_has_that_alone(lone_service: Service) -> None:
    (order,) = sent(lone_service, "A-1")
    found = lone_service.get(f"/v1/orders/{order}/history?kind=decision").json()["data"]
    assert {each["kind"] for each in found} == {"decision"}


def corrected(service: Service) -> str:
    (order,) = sent(service, "A-1")
    patch = {"shipping_address": {"line1": "Nebenstrasse 2", "company": "Werft GmbH"}}
    answer = service.call("PATCH", f"/v1/orders/{order}", patch)
    assert answer.status_code == 200, answer.text
    return order


def test_versions_when_corrected_then_are_listed(service: Service) -> None:
    order = corrected(service)
    assert [each["version"] for each in service.get(f"/v1/orders/{order}/versions").json()["data"]] == [1, 2]


def test_difference_when_corrected_then_has_these_places_alone(service: Service) -> None:
    order = corrected(service)
    found = service.get(f"/v1/orders/{order}/versions/difference?before=1&after=2").json()
    changed = {each["pointer"]: each for each in found["fields"]}
    assert changed.keys() == {"/shipping_address/line1", "/shipping_address/company"}
    assert changed["/shipping_address/line1"]["after"] == "Nebenstrasse 2"
    assert found["decided_after"]["outcome"] == found["decided_before"]["outcome"] == "hold"


def test_difference_when_people_may_not_be_seen_then_hides_their_values(lone_service: Service) -> None:
    order = corrected(lone_service)
    scopes = [each for each in Scope if each not in (Scope.PERSONAL_READ, Scope.ADMIN)]
    key = lone_service.make_key(scopes=scopes).id
    found = lone_service.get(f"/v1/orders/{order}/versions/difference?before=1&after=2", key=key)
    assert "Nebenstrasse" not in found.text
    assert all(each["hidden"] for each in found.json()["fields"] if each["pointer"].endswith("line1"))


def test_difference_when_a_version_is_not_there_then_is_not_found(lone_service: Service) -> None:
    (order,) = sent(lone_service, "A-1")
    assert is_problem(lone_service.get(f"/v1/orders/{order}/versions/difference?before=1&after=7"), 404, "not_found")


def waiting_review(service: Service, order: str) -> str:
    return str(service.get(f"/v1/queue?order_id={order}").json()["data"][0]["review_id"])


@pytest.mark.parametrize("disposition", ["release", "legitimate", "fraud", "keep"])
def test_outlook_when_asked_then_what_is_done_comes_to_the_same(service: Service, disposition: str) -> None:
    (order,) = sent(service, "A-1")
    worked(service)
    review = waiting_review(service, order)
    seen = service.get(f"/v1/reviews/{review}/outlook?disposition={disposition}").json()
    service.call("POST", f"/v1/reviews/{review}/resolve", {"disposition": disposition})
    now = service.get(f"/v1/orders/{order}").json()
    assert (seen["outcome"], seen["reasons"]) == (now["outcome"], now["reasons"])
    assert {each["id"] for each in seen["stays"]} == {each["id"] for each in now["holds"] if each["state"] == "open"}


def test_outlook_when_read_then_writes_nothing(service: Service) -> None:
    (order,) = sent(service, "A-1")
    worked(service)
    before = service.get(f"/v1/orders/{order}").json()
    service.get(f"/v1/reviews/{waiting_review(service, order)}/outlook?disposition=release")
    assert service.get(f"/v1/orders/{order}").json() == before


def test_outlook_when_a_hold_may_not_be_released_then_it_stays(lone_service: Service) -> None:
    order = lone_service.call("POST", "/v1/orders", document(a_power_bank_by_post("A-3"))).json()["order_id"]
    worked(lone_service)
    seen = lone_service.get(f"/v1/reviews/{waiting_review(lone_service, order)}/outlook?disposition=keep").json()
    assert seen["stays"]
    assert seen["goes_on"] is False


def test_outlook_when_the_review_has_ended_then_is_refused(lone_service: Service) -> None:
    (order,) = sent(lone_service, "A-1")
    worked(lone_service)
    review = waiting_review(lone_service, order)
    lone_service.call("POST", f"/v1/reviews/{review}/resolve", {"disposition": "keep"})
    answer = lone_service.get(f"/v1/reviews/{review}/outlook?disposition=keep")
    assert is_problem(answer, 409, "review_resolved")


def test_questions_when_read_then_are_those_that_a_request_asks(service: Service) -> None:
    (order,) = sent(service, "A-1")
    seen = service.get(f"/v1/orders/{order}/questions?added=phone,email&language=de").json()
    asked = service.call("POST", "/v1/customer-requests", {"order_id": order, "asks": ["phone", "email"]}).json()
    assert (seen["asks"], seen["language"]) == (asked["asks"], "de")
    assert {field["question"] for group in seen["groups"] for field in group["fields"]} >= {"phone", "email"}


def test_questions_when_people_may_not_be_seen_then_their_values_are_masked(lone_service: Service) -> None:
    (order,) = sent(lone_service, "A-1")
    key = lone_service.make_key(scopes=[Scope.REQUESTS_WRITE]).id
    shown = lone_service.get(f"/v1/orders/{order}/questions?added=phone,email", key=key).text
    email = lone_service.get(f"/v1/orders/{order}").json()["document"]["customer"]["email"]
    assert email not in shown


def test_restrictions_when_ids_are_named_then_are_these_alone(lone_service: Service) -> None:
    found = lone_service.get("/v1/restrictions?country=AU&only=AU-VAPE-002").json()["data"]
    assert [each["id"] for each in found] == ["AU-VAPE-002"]
