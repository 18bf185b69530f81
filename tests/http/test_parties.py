"""Denied parties over HTTP."""

from dataclasses import replace

from api.access.scopes import OF_A_STOREFRONT
from tests.builders import an_address
from tests.desks import an_honest_order, document
from tests.http.conftest import NOW, Service, is_problem
from tests.http.test_orders import sent
from tests.party_samples import un_list

CLEARED = {"entry": "un:QDi.901", "verdict": "cleared", "note": "another birth"}


def held(service: Service) -> str:
    lists = service.app.state.services.desk.party_lists
    lists.take("ana", "un", [un_list(NOW.date())], origin="file")
    lists.look()
    order = replace(an_honest_order(), shipping_address=an_address(name="Zdravomir Exemplarovich"))
    return str(sent(service, document(order))["order_id"])


def test_hits_when_a_party_is_listed_then_shown_with_list_and_date(service: Service) -> None:
    hits = service.get(f"/v1/orders/{held(service)}/party-hits").json()["data"]
    assert (hits[0]["entry"], hits[0]["list_dated"], hits[0]["band"]) == ("un:QDi.901", "2026-11-22", "strong")


def test_verdict_when_cleared_then_the_order_is_admitted_and_it_is_listed(service: Service) -> None:
    order_id = held(service)
    answer = service.call("POST", f"/v1/orders/{order_id}/party-verdicts", CLEARED)
    assert (answer.status_code, answer.json()["decision"]["outcome"]) == (201, "admit")
    listed = service.get("/v1/party-verdicts").json()["data"]
    assert [each["verdict"] for each in listed] == ["cleared"]


def test_verdict_when_the_entry_is_nobodys_then_404(service: Service) -> None:
    path = f"/v1/orders/{held(service)}/party-verdicts"
    assert is_problem(service.call("POST", path, CLEARED | {"entry": "un:QDi.000"}), 404, "not_found")


def test_verdict_when_the_key_is_a_storefronts_then_403(lone_service: Service) -> None:
    key = lone_service.make_key(scopes=sorted(OF_A_STOREFRONT))
    path = f"/v1/orders/{held(lone_service)}/party-verdicts"
    assert is_problem(lone_service.call("POST", path, CLEARED, key=key.id), 403, "scope_missing")


def test_lists_when_in_force_then_shown(service: Service) -> None:
    held(service)
    assert [(each["name"], each["entries"]) for each in service.get("/v1/party-lists").json()["data"]] == [("un", 2)]
