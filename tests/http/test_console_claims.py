"""Claims in the console: filters in the address, proofs and payments told by forms, refusals where they happened."""

from api.access.roles import Role
from tests.claim_house import PNG
from tests.http.conftest import Service
from tests.http.console_forms import file_sent, form_sent
from tests.http.lives import labelled, worked
from tests.http.people import signed_in
from tests.http.test_claims import gone, opened


def test_claims_when_listed_then_say_whose_turn_it_is_and_filters_stand_in_the_address(lone_service: Service) -> None:
    claim = opened(lone_service)
    browser = signed_in(lone_service, Role.SERVICE)
    assert f"/console/claims/{claim}" in browser.get("/console/claims?turn=us&kind=damage").text
    assert claim not in browser.get("/console/claims?turn=carrier").text
    assert claim not in browser.get("/console/claims?state=filed").text


def test_claim_when_proof_is_handed_in_then_is_there(lone_service: Service) -> None:
    claim = opened(lone_service)
    browser = signed_in(lone_service, Role.SERVICE)
    answer = file_sent(browser, f"/console/claims/{claim}/prove", PNG, kind="photos", key="k")
    assert answer.headers["location"] == f"/console/claims/{claim}?said=done"
    worked(lone_service)
    assert lone_service.get(f"/v1/claims/{claim}").json()["missing"] == ["statement"]
    refused = file_sent(browser, f"/console/claims/{claim}/prove", b"\x00<html>", kind="photos", key="l")
    assert "claim_refused" in refused.text


def test_claim_when_filed_approved_and_paid_by_forms_then_is_closed(lone_service: Service) -> None:
    claim = opened(lone_service)
    browser, path = signed_in(lone_service, Role.SERVICE), f"/console/claims/{claim}"
    assert form_sent(browser, f"{path}/move", event="file", currency="EUR").status_code == 303
    form_sent(browser, f"{path}/move", "k-2", event="approve", approved="10.00", currency="EUR", reference="C-1")
    worked(lone_service)
    paid = {"amount": "10.00", "currency": "EUR", "reference": "CN-1", "at": "2026-11-22T09:00", "payer": "carrier"}
    assert form_sent(browser, f"{path}/payments", "k-3", **paid).status_code == 303
    read = lone_service.get(f"/v1/claims/{claim}").json()["claim"]
    assert (read["state"], read["paid"]) == ("closed", 1000)
    assert "65.3" in browser.get("/console/claims/figures?by=carrier").text


def test_amount_when_it_is_none_then_the_page_says_so(lone_service: Service) -> None:
    claim = opened(lone_service)
    browser, path = signed_in(lone_service, Role.SERVICE), f"/console/claims/{claim}"
    form_sent(browser, f"{path}/move", event="file", currency="EUR")
    answer = form_sent(browser, f"{path}/move", "k-2", event="approve", approved="much", currency="EUR")
    assert (answer.status_code, "/approved" in answer.text) == (200, True)


def test_parcel_when_something_happened_then_its_case_is_opened(lone_service: Service) -> None:
    order_id = gone(lone_service)
    browser = signed_in(lone_service, Role.SERVICE)
    form = browser.get(f"/console/claims/open?order={order_id}")
    assert "Something happened to a parcel" in form.text
    told = {"order": order_id, "kind": "damage", "since": "2026-11-22T09:30", "line__1": "1"}
    answer = form_sent(browser, "/console/claims/open", **told)
    claim = answer.headers["location"].removeprefix("/console/claims/").removesuffix("?said=done")
    assert lone_service.get(f"/v1/claims/{claim}").json()["claim"]["lines"] == {"1": 1}


def test_parcel_when_it_has_not_left_then_the_form_says_why_and_keeps_what_was_typed(lone_service: Service) -> None:
    order_id = labelled(lone_service)
    browser = signed_in(lone_service, Role.SERVICE)
    told = {"order": order_id, "kind": "late", "since": "2026-11-22T09:30", "note": "rang at noon"}
    answer = form_sent(browser, "/console/claims/open", **told)
    assert 'role="alert"' in answer.text
    assert "rang at noon" in answer.text


def test_claim_when_somebody_may_only_read_then_has_no_buttons(lone_service: Service) -> None:
    claim = opened(lone_service)
    page = signed_in(lone_service, Role.VIEWER).get(f"/console/claims/{claim}").text
    assert f"/console/claims/{claim}/move" not in page
