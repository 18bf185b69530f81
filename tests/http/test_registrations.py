"""Registrations over HTTP."""

import pytest

from api.access.scopes import OF_A_STOREFRONT, Scope
from api.schemas.registrations import STATED
from tests.http.conftest import Service, is_problem


def added(service: Service) -> dict[str, object]:
    response = service.call("POST", "/v1/registrations", STATED)
    assert response.status_code == 201, response.text
    found: dict[str, object] = response.json()
    return found


def test_registration_when_added_then_listed_with_the_day_of_its_warning(service: Service) -> None:
    made = added(service)
    listed = service.get("/v1/registrations").json()["data"]
    assert listed == [made]
    assert made["warned_from"] == "2027-01-30"


def test_registration_when_renewed_then_its_history_shows_both(service: Service) -> None:
    id_ = added(service)["id"]
    service.call("PUT", f"/v1/registrations/{id_}", {**STATED, "valid_to": "2028-03-31"})
    versions = service.get(f"/v1/registrations/{id_}").json()["data"]
    assert [(each["version"], each["valid_to"]) for each in versions] == [(2, "2028-03-31"), (1, "2027-03-31")]


def test_registration_when_ended_then_no_longer_listed(service: Service) -> None:
    id_ = added(service)["id"]
    assert service.call("POST", f"/v1/registrations/{id_}/end").json()["state"] == "ended"
    assert service.get("/v1/registrations").json()["data"] == []


@pytest.mark.parametrize("wrong", [{"number": "DE123"}, {"kind": "library_card"}, {"valid_from": "2029-01-01"}])
def test_registration_when_it_cannot_be_then_422(lone_service: Service, wrong: dict[str, str]) -> None:
    response = lone_service.call("POST", "/v1/registrations", {**STATED, **wrong})
    assert is_problem(response, 422, "registration_refused")


def test_registrations_when_the_key_is_a_storefronts_then_403(lone_service: Service) -> None:
    assert not {Scope.REGISTRATIONS_READ, Scope.REGISTRATIONS_WRITE} & OF_A_STOREFRONT
    key = lone_service.make_key(scopes=sorted(OF_A_STOREFRONT))
    assert is_problem(lone_service.call("GET", "/v1/registrations", key=key.id), 403, "scope_missing")


def test_registrations_when_asked_for_a_legal_entity_then_its_own_and_those_of_all(service: Service) -> None:
    for entity, number in (("acme-gmbh", "DE1234567890123"), ("other", "DE1234567890124"), (None, "DE1234567890125")):
        assert (
            service.call("POST", "/v1/registrations", {**STATED, "entity": entity, "number": number}).status_code == 201
        )
    listed = service.get("/v1/registrations?entity=acme-gmbh").json()["data"]
    assert [each["entity"] for each in listed] == ["acme-gmbh", None]
