"""Keys over REST: shown once, narrower than whoever makes them, rotated with two good at once."""

from collections.abc import Mapping

import pytest

from api.access.roles import SCOPES, Role
from api.access.scopes import Scope
from engine.desk.desk import Caller
from engine.desk.people import are_two
from tests.http.conftest import Service, is_problem
from tests.http.people import a_person, signed_in, the_admin

KEYS = "/v1/keys"
WANTED = {"name": "storefront", "scopes": ["orders:read", "orders:write"]}


def made(service: Service, body: Mapping[str, object] | None = None, key: str = "main") -> dict[str, str]:
    """A key that was made; its token is known to the service of the tests."""
    answer = service.call("POST", KEYS, body or WANTED, key=key)
    assert answer.status_code == 201, answer.text
    shown = answer.json()
    service.tokens[shown["key"]["id"]] = shown["token"]
    return dict(shown["key"])


def test_key_when_made_then_is_shown_once_and_opens_what_it_says(service: Service) -> None:
    key = made(service)
    token = service.tokens[key["id"]]
    assert service.get("/v1/orders", key=key["id"]).status_code == 200
    assert is_problem(service.get("/v1/events", key=key["id"]), 403, "scope_missing")
    assert token not in service.get(KEYS).text + service.get(f"{KEYS}/{key['id']}").text


def test_key_when_rotated_then_both_are_good_for_a_while(service: Service) -> None:
    old = made(service)
    answer = service.call("POST", f"{KEYS}/{old['id']}/rotate", {"overlap_hours": 2})
    new = answer.json()["key"]
    service.tokens[new["id"]] = answer.json()["token"]
    assert (new["replaces"], new["scopes"]) == (old["id"], old["scopes"])
    assert [service.get("/v1/orders", key=each).status_code for each in (old["id"], new["id"])] == [200, 200]
    service.clock.move(2 * 3600)
    assert [service.get("/v1/orders", key=each).status_code for each in (old["id"], new["id"])] == [401, 200]


def test_key_when_rotated_without_overlap_then_the_old_one_is_over_within_seconds(lone_service: Service) -> None:
    old = made(lone_service)
    lone_service.call("POST", f"{KEYS}/{old['id']}/rotate", {"overlap_hours": 0})
    lone_service.clock.move(5)
    assert lone_service.get("/v1/orders", key=old["id"]).status_code == 401
    again = lone_service.call("POST", f"{KEYS}/{old['id']}/rotate", {})
    assert is_problem(again, 409, "key_not_rotatable")


def test_key_when_it_ends_before_the_overlap_then_rotation_lengthens_nothing(lone_service: Service) -> None:
    ends = "2026-11-22T10:00:00Z"
    old = made(lone_service, WANTED | {"expires_at": ends})
    lone_service.call("POST", f"{KEYS}/{old['id']}/rotate", {"overlap_hours": 24})
    assert lone_service.get(f"{KEYS}/{old['id']}").json()["expires_at"] == ends


def test_key_when_revoked_then_opens_nothing_and_stays_in_the_list(lone_service: Service) -> None:
    key = made(lone_service)
    assert lone_service.call("DELETE", f"{KEYS}/{key['id']}").json()["state"] == "revoked"
    lone_service.clock.move(5)
    assert lone_service.get("/v1/orders", key=key["id"]).status_code == 401
    assert key["id"] in {each["id"] for each in lone_service.get(KEYS).json()["data"]}


def test_key_when_used_then_the_list_says_when(lone_service: Service) -> None:
    key = made(lone_service)
    lone_service.get("/v1/orders", key=key["id"])
    lone_service.keyring.note_uses()
    assert lone_service.get(f"{KEYS}/{key['id']}").json()["last_used_at"] == "2026-11-22T09:30:00Z"


@pytest.mark.parametrize("scope", [each for each in Scope if each not in {Scope.KEYS_WRITE, Scope.ORDERS_READ}])
def test_key_when_wider_than_whoever_makes_it_then_is_not_made(lone_service: Service, scope: Scope) -> None:
    maker = lone_service.make_key(scopes=[Scope.KEYS_WRITE, Scope.ORDERS_READ]).id
    asked = {"name": "x", "scopes": ["orders:read", scope]}
    assert is_problem(lone_service.call("POST", KEYS, asked, key=maker), 403, "grant_too_wide")


def test_key_when_a_wider_one_is_to_be_rotated_then_is_not(lone_service: Service) -> None:
    """Rotating shows a new key: it would hand on what the old one may."""
    wide = made(lone_service, {"name": "wide", "role": "admin"})
    maker = lone_service.make_key(scopes=[Scope.KEYS_WRITE]).id
    answer = lone_service.call("POST", f"{KEYS}/{wide['id']}/rotate", {}, key=maker)
    assert is_problem(answer, 403, "grant_too_wide")


def test_key_when_its_maker_is_bound_to_shops_then_is_not_made(lone_service: Service) -> None:
    made(lone_service, {"name": "of a shop", "role": "admin", "shops": ["de"]})
    bound = lone_service.get(KEYS).json()["data"][-1]["id"]
    assert is_problem(lone_service.call("POST", KEYS, WANTED, key=bound), 403, "shop_bound")
    assert is_problem(lone_service.get(KEYS, key=bound), 403, "shop_bound")
    assert is_problem(lone_service.get("/v1/users", key=bound), 403, "shop_bound")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"name": "x"}, "person_refused"),
        ({"name": "x", "scopes": ["orders:eat"]}, "person_refused"),
        ({"name": "x", "scopes": ["orders:read"], "role": "viewer"}, "person_refused"),
        ({"name": "x", "role": "king"}, "document_rejected"),
        ({"name": "Ana", "scopes": ["orders:read"]}, "person_refused"),
        ({"name": "guard", "scopes": ["orders:read"]}, "person_refused"),
        (WANTED | {"expires_at": "2026-11-22T09:30:00Z"}, "person_refused"),
        (WANTED | {"merchant": "*"}, "document_rejected"),
        (WANTED | {"id": "key_1"}, "document_rejected"),
        (WANTED | {"created_by": "usr_1"}, "document_rejected"),
    ],
)
def test_key_when_stated_wrongly_then_is_not_made(lone_service: Service, body: dict[str, object], code: str) -> None:
    a_person(lone_service, Role.VIEWER)
    before = lone_service.get(KEYS).json()["data"]
    assert is_problem(lone_service.call("POST", KEYS, body), 422, code)
    assert lone_service.get(KEYS).json()["data"] == before


def test_keys_when_another_merchant_asks_then_are_not_there(lone_service: Service) -> None:
    key = made(lone_service)
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/rotate")):
        answer = lone_service.call(method, f"{KEYS}/{key['id']}{path}", {} if path else None, key="other")
        assert is_problem(answer, 404, "not_found")
    assert key["id"] not in lone_service.get(KEYS, key="other").text


def test_key_when_a_person_made_it_then_counts_as_that_person(lone_service: Service) -> None:
    admin = the_admin(lone_service)
    person = admin.get("/v1/session").json()["user_id"]
    own = admin.send("POST", KEYS, {"name": "deploys", "role": "approver"}).json()["key"]
    assert own["created_by"] == person
    lone_service.tokens[own["id"]] = admin.send("POST", f"{KEYS}/{own['id']}/rotate", {}).json()["token"]
    by_key = Caller(merchant="main", name="deploys", identity=person)
    assert not are_two(by_key, "Root", person)
    assert are_two(by_key, "Ana", "usr_other")
    assert not are_two(by_key, "deploys", None)


def test_session_when_without_the_scope_then_makes_no_keys(lone_service: Service) -> None:
    browser = signed_in(lone_service, Role.APPROVER)
    assert is_problem(browser.send("POST", KEYS, WANTED), 403, "scope_missing")
    assert Scope.KEYS_WRITE not in SCOPES[Role.APPROVER]
