"""Keys: who gets in, for which merchant, and how soon one that is revoked does not."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from api.access.keyring import BELIEVED_S
from api.access.scopes import Scope
from api.access.tokens import new_token
from engine.store.api_keys import all_keys, revoke_key
from engine.store.database import Database
from tests.http.conftest import MAIN, OTHER, Service, a_service, is_problem

PATH = "/v1/probes"


def merchant_seen(service: Service, key: str, **headers: str) -> str:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    response = service.get(PATH, key=key, headers=sent)
    assert response.status_code == 200, response.text
    return str(response.json()["data"][0]["merchant"])


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer x",
        "Bearer cw_live_" + "a" * 43,
        "Bearer NEW",
        "Bearer NEW NEW",
        "Bearer cw_live_\xe9",
    ],
)
def test_key_when_it_is_none_of_ours_then_401(service: Service, header: str) -> None:
    sent = header.replace("NEW", new_token().text).encode("latin-1")
    response = service.client.get(PATH, headers={b"Authorization": sent})
    assert is_problem(response, 401, "key_not_valid")
    assert response.headers["www-authenticate"] == 'Bearer realm="clearway", error="invalid_token"'


def test_key_when_missing_then_401_and_says_how(service: Service) -> None:
    response = service.get(PATH, key=None)
    assert is_problem(response, 401, "key_missing")
    assert response.headers["www-authenticate"] == 'Bearer realm="clearway"'


def test_key_when_sent_otherwise_than_as_a_bearer_then_says_how(service: Service) -> None:
    response = service.client.get(PATH, headers={"Authorization": f"Basic {new_token().text}"})
    assert is_problem(response, 401, "key_missing")
    assert "Bearer cw_live_" in response.json()["detail"]


def test_key_when_one_character_is_mistyped_then_no_database_is_asked(service: Service) -> None:
    token = service.tokens[MAIN]
    mistyped = token[:20] + ("1" if token[20] == "0" else "0") + token[21:]
    asked: list[str] = []
    event.listen(service.database.engine, "before_cursor_execute", lambda *of: asked.append(of[2]))
    service.get(PATH, key=None, headers={"Authorization": f"Bearer {mistyped}"})
    assert not asked


@pytest.mark.parametrize("scope", [each for each in Scope if each not in {Scope.ORDERS_READ, Scope.ADMIN}])
def test_key_when_it_lacks_the_scope_then_403(lone_service: Service, scope: Scope) -> None:
    key = lone_service.make_key(scopes=[scope])
    response = lone_service.get(PATH, key=key.id)
    assert is_problem(response, 403, "scope_missing")
    assert "insufficient_scope" in response.headers["www-authenticate"]


@pytest.mark.parametrize("scope", [Scope.ORDERS_READ, Scope.ADMIN])
def test_key_when_it_has_the_scope_then_gets_in(lone_service: Service, scope: Scope) -> None:
    assert lone_service.get(PATH, key=lone_service.make_key(scopes=[scope]).id).status_code == 200


def test_merchant_when_the_key_is_bound_then_is_the_keys(service: Service) -> None:
    assert merchant_seen(service, MAIN) == MAIN
    assert merchant_seen(service, OTHER) == OTHER
    assert merchant_seen(service, OTHER, Clearway_Merchant=OTHER) == OTHER
    response = service.get(PATH, key=MAIN, headers={"Clearway-Merchant": OTHER})
    assert is_problem(response, 403, "other_merchant")


def test_merchant_when_the_key_is_of_the_installation_then_is_the_one_it_names(service: Service) -> None:
    assert merchant_seen(service, "*") == MAIN
    assert merchant_seen(service, "*", Clearway_Merchant=OTHER) == OTHER
    for wrong in ("*", "a b", "x" * 65, "-x"):
        response = service.get(PATH, key="*", headers={"Clearway-Merchant": wrong})
        assert is_problem(response, 400, "merchant_not_valid")


def test_key_when_revoked_then_stops_within_five_seconds(service: Service) -> None:
    key = service.make_key()
    assert service.get(PATH, key=key.id).status_code == 200
    with service.database.write() as session:
        assert revoke_key(session, key.id, service.clock.now())
        assert not revoke_key(session, key.id, service.clock.now())
    service.clock.move(BELIEVED_S)
    assert BELIEVED_S < 5
    assert is_problem(service.get(PATH, key=key.id), 401, "key_not_valid")


def test_key_when_expired_then_stops_at_once(service: Service) -> None:
    key = service.make_key(days=1)
    service.clock.move(timedelta(days=1).total_seconds() - 1)
    assert service.get(PATH, key=key.id).status_code == 200
    service.clock.move(1)
    assert is_problem(service.get(PATH, key=key.id), 401, "key_not_valid")


def test_key_when_used_often_then_the_database_is_asked_once(service: Service) -> None:
    asked: list[str] = []
    event.listen(service.database.engine, "before_cursor_execute", lambda *of: asked.append(of[2]))
    for _ in range(5):
        assert service.get(PATH).status_code == 200
    assert len([each for each in asked if "api_key" in each]) == 1


def test_uses_when_noted_then_the_last_one_stays(service: Service) -> None:
    service.get(PATH)
    service.clock.move(10)
    service.get(PATH)
    service.keyring.note_uses()
    service.keyring.note_uses()
    with service.database.read() as session:
        used = {key.merchant: key.last_used_at for key in all_keys(session)}
    assert used == {MAIN: service.clock.now(), OTHER: None, "*": None}


def test_key_when_kept_then_neither_it_nor_its_secret_part_is_in_the_database(database: Database) -> None:
    with a_service(database) as service, database.read() as session:
        kept = repr(all_keys(session))
        assert not [token for token in service.tokens.values() if token in kept or token[12:-6] in kept]
