"""Whoever has little tries to get more: by keys, people, links, other merchants, and answers given to others."""

import pytest

from api.access.errors import LinkNotValid
from api.access.people import Granter, PersonChange, change, come_in, new_link
from api.access.roles import SCOPES, Role
from api.access.scopes import Scope
from engine.store.accounts import RoleGrant
from tests.attacks.routes import is_refused, ways
from tests.http.conftest import Service, is_problem
from tests.http.people import PASSWORD, a_browser, a_person, door_of, email_of, the_admin

EVIL = "a password of somebody else"
A_KEY = {"name": "shop", "scopes": ["orders:read"]}


@pytest.mark.parametrize("role", list(Role))
def test_key_when_asked_for_with_a_role_by_who_has_less_then_is_not_made(lone_service: Service, role: Role) -> None:
    maker = lone_service.make_key(scopes=[Scope.KEYS_WRITE]).id
    answer = lone_service.call("POST", "/v1/keys", {"name": "more", "role": role.value}, key=maker)
    assert is_problem(answer, 403, "grant_too_wide")


def test_key_when_made_by_a_key_that_was_made_then_is_never_wider(lone_service: Service) -> None:
    """A chain of makers loses scopes, and wins none."""
    maker = lone_service.make_key(scopes=[Scope.KEYS_WRITE, Scope.ORDERS_READ]).id
    made = lone_service.call("POST", "/v1/keys", {"name": "a", "scopes": ["keys:write"]}, key=maker).json()
    lone_service.tokens["made"] = made["token"]
    answer = lone_service.call("POST", "/v1/keys", {"name": "b", "scopes": ["orders:read"]}, key="made")
    assert is_problem(answer, 403, "grant_too_wide")
    wider = lone_service.call("POST", f"/v1/keys/{lone_service.make_key().id}/rotate", {"overlap_hours": 1}, key="made")
    assert is_problem(wider, 403, "grant_too_wide")


def test_key_when_revoked_then_cannot_be_rotated_into_life(lone_service: Service) -> None:
    key = lone_service.call("POST", "/v1/keys", A_KEY).json()["key"]["id"]
    lone_service.call("DELETE", f"/v1/keys/{key}")
    assert lone_service.call("POST", f"/v1/keys/{key}/rotate", {"overlap_hours": 1}).status_code == 409


@pytest.mark.parametrize("scopes", [["*"], ["orders:*"], ["ADMIN"], ["orders:read admin"], ["admin\u0000"], [None]])
def test_key_when_its_scopes_are_no_scopes_then_is_not_made(lone_service: Service, scopes: list[object]) -> None:
    assert lone_service.call("POST", "/v1/keys", {"name": "x", "scopes": scopes}).status_code == 422


@pytest.mark.parametrize("merchant", ["*", "main", "other", "", "main,other", "../other", "m" * 65, "main\t"])
def test_merchant_when_named_by_a_key_of_another_then_no_route_answers(lone_service: Service, merchant: str) -> None:
    answer = lone_service.get("/v1/orders", key="other", headers={"Clearway-Merchant": merchant})
    assert (answer.status_code == 200) is (merchant == "other")
    assert answer.status_code in {200, 400, 403}


def test_merchant_when_another_is_named_then_every_route_refuses(lone_service: Service) -> None:
    for each in ways(lone_service):
        if each.needs_caller:
            answer = lone_service.call(each.method, each.filled("x_1"), headers={"Clearway-Merchant": "other"})
            assert is_refused(each, answer, 403, "other_merchant"), (each, answer.text)


def test_key_of_the_installation_when_it_makes_a_key_then_that_is_of_one_merchant(lone_service: Service) -> None:
    made = lone_service.call("POST", "/v1/keys", A_KEY, key="*", headers={"Clearway-Merchant": "other"}).json()
    lone_service.tokens["made"] = made["token"]
    answer = lone_service.get("/v1/orders", key="made", headers={"Clearway-Merchant": "main"})
    assert is_problem(answer, 403, "other_merchant")


@pytest.mark.parametrize("way", ["?key={}", "?access_token={}", "?api_key={}", "#{}"])
def test_key_when_sent_in_an_address_then_opens_nothing(lone_service: Service, way: str) -> None:
    """Addresses stand in logs and histories."""
    answer = lone_service.get(f"/v1/orders{way.format(lone_service.tokens['main'])}", key=None)
    assert answer.status_code in {400, 401}


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "bearer x", "Basic {}", "{}", "Bearer {} {}", "Bearer {}x"])
def test_key_when_its_header_is_bent_then_opens_nothing(lone_service: Service, header: str) -> None:
    token = lone_service.tokens["main"]
    answer = lone_service.get("/v1/orders", key=None, headers={"Authorization": header.replace("{}", token)})
    assert answer.status_code == 401


def test_session_when_a_bad_key_comes_with_it_then_is_not_looked_at(lone_service: Service) -> None:
    admin = the_admin(lone_service)
    answer = admin.client.get("/v1/orders", headers={"Authorization": "Bearer nothing"})
    assert is_problem(answer, 401, "key_not_valid")


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.ADMIN])
def test_person_when_another_key_lets_people_in_then_never_with_more_than_it_has(
    lone_service: Service, role: Role
) -> None:
    maker = lone_service.make_key(scopes=[Scope.PEOPLE_WRITE, *SCOPES[role]]).id
    invited = {"name": "Eve", "email": "eve@shop.example", "roles": [{"role": "admin"}]}
    assert is_problem(lone_service.call("POST", "/v1/users", invited, key=maker), 403, "grant_too_wide")


def test_admin_when_who_has_less_takes_them_on_then_stays_as_they_are(lone_service: Service) -> None:
    root = a_person(lone_service, Role.ADMIN, name="Root").id
    maker = lone_service.make_key(scopes=[Scope.PEOPLE_WRITE]).id
    for method, path, body in (
        ("PATCH", f"/v1/users/{root}", {"active": False}),
        ("PATCH", f"/v1/users/{root}", {"roles": [{"role": "viewer"}]}),
        ("PATCH", f"/v1/users/{root}", {"email": "eve@shop.example"}),
        ("POST", f"/v1/users/{root}/link", None),
    ):
        assert is_problem(lone_service.call(method, path, body, key=maker), 403, "grant_too_wide"), (method, path, body)


def test_link_when_the_person_gets_more_then_opens_nothing(lone_service: Service) -> None:
    """Made for a viewer by somebody who could make one for no admin, it would else open an admin's account."""
    door, ana = door_of(lone_service), a_person(lone_service, Role.VIEWER)
    little = Granter(merchant="main", name="Mallory", scopes=frozenset(SCOPES[Role.VIEWER]))
    kept = new_link(door, little, ana.id)
    change(door, Granter(merchant="main"), ana.id, PersonChange(roles=(RoleGrant(role=Role.ADMIN),)))
    with pytest.raises(LinkNotValid):
        come_in(door, kept, EVIL)
    assert a_browser(lone_service).log_in(email_of("Ana"), PASSWORD).status_code == 201


def test_link_when_the_person_is_shut_out_then_does_not_let_them_in_again(lone_service: Service) -> None:
    door, ana = door_of(lone_service), a_person(lone_service, Role.VIEWER)
    kept = new_link(door, Granter(merchant="main"), ana.id)
    change(door, Granter(merchant="main"), ana.id, PersonChange(active=False))
    with pytest.raises(LinkNotValid):
        come_in(door, kept, EVIL)
    assert a_browser(lone_service).log_in(email_of("Ana"), PASSWORD).status_code == 401


def test_link_when_used_then_opens_nothing_a_second_time(lone_service: Service) -> None:
    door, ana = door_of(lone_service), a_person(lone_service, Role.VIEWER)
    kept = new_link(door, Granter(merchant="main"), ana.id)
    come_in(door, kept, "some other words that wander")
    with pytest.raises(LinkNotValid):
        come_in(door, kept, EVIL)


def test_answer_when_another_caller_repeats_the_request_then_is_not_told_it(service: Service) -> None:
    """The answer holds a key that only its maker was to see."""
    sent = {"Idempotency-Key": '"k-1"'}
    wanted = {"name": "all", "role": "admin"}
    first = service.call("POST", "/v1/keys", wanted, headers=sent)
    little = service.make_key(scopes=[Scope.KEYS_WRITE]).id
    answer = service.call("POST", "/v1/keys", wanted, headers=sent, key=little)
    assert is_problem(answer, 422, "idempotency_key_reused")
    assert first.json()["token"] not in answer.text
    assert service.call("POST", "/v1/keys", wanted, headers=sent).json() == first.json()
