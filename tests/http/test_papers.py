"""Papers over HTTP: storefronts hand in, analysts judge."""

from api.access.scopes import OF_A_STOREFRONT, Scope
from api.routes.papers import CLAIM
from tests.desks import document, medicine_to_australia
from tests.http.conftest import Service, is_problem
from tests.http.test_orders import sent

PERMIT = CLAIM | {"kind": "medicine_permit"}
PDF = {"Content-Type": "application/pdf"}


def claimed(service: Service) -> str:
    order_id = sent(service, document(medicine_to_australia()))["order_id"]
    response = service.call("POST", f"/v1/orders/{order_id}/papers", PERMIT)
    assert response.status_code == 201, response.text
    return str(response.json()["paper"]["id"])


def test_paper_when_handed_in_and_verified_then_the_order_is_admitted(service: Service) -> None:
    response = service.call("POST", f"/v1/papers/{claimed(service)}/verify", {"valid_until": "2027-01-31"})
    answer = response.json()
    assert (answer["paper"]["state"], answer["paper"]["valid_until"]) == ("verified", "2027-01-31")
    assert answer["decision"]["outcome"] == "admit"


def test_papers_when_listed_then_those_that_wait_show(service: Service) -> None:
    first = claimed(service)
    listed = service.get("/v1/papers").json()["data"]
    assert [(each["id"], each["number"]) for each in listed] == [(first, CLAIM["number"])]
    service.call("POST", f"/v1/papers/{first}/reject", {"reason": "illegible"})
    assert service.get("/v1/papers").json()["data"] == []


def test_file_when_sent_then_an_analyst_can_save_it(service: Service) -> None:
    paper = claimed(service)
    put = service.call("PUT", f"/v1/papers/{paper}/file", content=b"%PDF-1.7 scan", headers=PDF)
    got = service.get(f"/v1/papers/{paper}/file")
    assert (put.status_code, got.content, got.headers["Content-Type"]) == (200, b"%PDF-1.7 scan", "application/pdf")
    assert got.headers["Content-Disposition"].startswith("attachment")


def test_file_when_its_bytes_are_of_another_kind_then_422(service: Service) -> None:
    response = service.call("PUT", f"/v1/papers/{claimed(service)}/file", content=b"<html>", headers=PDF)
    assert is_problem(response, 422, "file_unknown")


def test_verifying_when_the_key_is_a_storefronts_then_403(lone_service: Service) -> None:
    assert Scope.PAPERS_WRITE not in OF_A_STOREFRONT
    key = lone_service.make_key(scopes=sorted(OF_A_STOREFRONT))
    paper = claimed(lone_service)
    assert is_problem(lone_service.call("POST", f"/v1/papers/{paper}/verify", {}, key=key.id), 403, "scope_missing")


def test_listing_when_a_parameter_comes_twice_then_refused(service: Service) -> None:
    assert is_problem(service.get("/v1/papers?limit=5&limit=9"), 422, "parameter_rejected")
