"""Steps of fulfilment are told by people in the roles that the machines name; programs with scopes tell any."""

import pytest

from api.access.keyring import KeyWanted
from api.access.roles import SCOPES, Role
from tests.http.conftest import Service, is_problem
from tests.http.lives import admitted, delivered, labelled, life, post, worked

RETURN = {"lines": [{"line": 1, "quantity": 1}], "reason": "no"}


def key_of(service: Service, role: Role) -> str:
    """A key with a role."""
    wanted = KeyWanted(name=role, merchant="main", scopes=SCOPES[role], role=role)
    key, token = service.keyring.create(wanted, service.ids)
    service.tokens[key.id] = token.text
    return key.id


def test_pick_when_told_by_service_then_is_refused_and_by_the_warehouse_done(lone_service: Service) -> None:
    order_id = admitted(lone_service)
    path = f"/v1/orders/{order_id}/picks"
    before = life(lone_service, order_id)
    answer = lone_service.call("POST", path, {}, key=key_of(lone_service, Role.SERVICE))
    assert is_problem(answer, 403, "role_refused")
    assert "picker" in answer.json()["detail"]
    assert life(lone_service, order_id) == before
    assert lone_service.call("POST", path, {}, key=key_of(lone_service, Role.WAREHOUSE)).status_code == 200


def test_way_through_the_warehouse_when_told_by_its_people_then_needs_nobody_else(lone_service: Service) -> None:
    order_id, key = admitted(lone_service), key_of(lone_service, Role.WAREHOUSE)
    for path, body in ((f"/v1/orders/{order_id}/picks", {}), (f"/v1/orders/{order_id}/parcels", {"weight_g": 500})):
        assert lone_service.call("POST", path, body, key=key).status_code == 200
        worked(lone_service)
    left = lone_service.call("POST", "/v1/manifests", {"carrier": "dhl_express", "orders": [order_id]}, key=key)
    assert left.json()["left"] == [order_id]


@pytest.mark.parametrize(("role", "status"), [(Role.WAREHOUSE, 403), (Role.SERVICE, 403), (Role.OPERATOR, 200)])
def test_tracking_when_told_then_only_by_whoever_speaks_for_the_carrier(
    lone_service: Service, role: Role, status: int
) -> None:
    order_id = labelled(lone_service)
    post(lone_service, "/v1/manifests", {"carrier": "dhl_express", "orders": [order_id]}, 201)
    number = life(lone_service, order_id)["shipment"]["number"]
    scans = {"events": [{"status": "accepted", "at": "2026-11-23T10:00:00Z"}]}
    path = f"/v1/shipments/{number}/tracking"
    assert lone_service.call("POST", path, scans, key=key_of(lone_service, role)).status_code == status


@pytest.mark.parametrize(("role", "status"), [(Role.WAREHOUSE, 403), (Role.SERVICE, 200), (Role.OPERATOR, 200)])
def test_return_when_authorised_then_only_by_service(lone_service: Service, role: Role, status: int) -> None:
    order_id = delivered(lone_service)
    back = post(lone_service, f"/v1/orders/{order_id}/returns", RETURN, 201)["id"]
    answer = lone_service.call("POST", f"/v1/returns/{back}/authorise", key=key_of(lone_service, role))
    assert answer.status_code == status, answer.text
