"""Models get and lose their roles over HTTP."""

import json
from base64 import b64encode

import pytest

from engine.desk.desk import Desk
from engine.desk.model_promoting import promote
from tests.http.conftest import Service, is_problem
from tests.small_models import BEA, a_model, registered


@pytest.fixture
def desk(service: Service) -> Desk:
    found: Desk = service.app.state.services.desk
    return found


def nothing_asked(*_: object) -> tuple[()]:
    return ()


def test_model_when_registered_then_listed_without_a_role_and_its_card_read_back(service: Service) -> None:
    model = a_model()
    body = {"artefact": b64encode(model.content).decode(), "card": json.loads(model.card)}
    assert service.call("POST", "/v1/models/registered", body).status_code == 201
    (shown,) = service.get("/v1/models/registered").json()["data"]
    assert (shown["version"], shown["digest"], shown["role"]) == ("m1", model.digest, None)
    card = service.get("/v1/models/m1/card")
    assert card.json() == json.loads(model.card)
    assert card.headers["content-disposition"].startswith("attachment")


def test_model_when_registered_twice_then_409(lone_service: Service) -> None:
    registered(lone_service.app.state.services.desk)
    model = a_model()
    body = {"artefact": b64encode(model.content).decode(), "card": json.loads(model.card)}
    assert is_problem(lone_service.call("POST", "/v1/models/registered", body), 409, "model_there")


def test_model_when_artefact_and_card_do_not_belong_together_then_422(lone_service: Service) -> None:
    body = {"artefact": b64encode(a_model().content).decode(), "card": {"version": "m9"}}
    assert is_problem(lone_service.call("POST", "/v1/models/registered", body), 422, "model_rejected")


def test_model_when_challenging_then_shown_as_challenger(service: Service, desk: Desk) -> None:
    registered(desk)
    done = service.call("POST", "/v1/models/m1/challenge", {"why": "autumn"}).json()
    assert (done["model"]["role"], done["step"]["action"], done["step"]["why"]) == ("challenger", "challenge", "autumn")


def test_model_when_gates_are_closed_then_not_promoted(service: Service, desk: Desk) -> None:
    registered(desk)
    registered(desk, "m2", seed=2)
    promote(desk, BEA, "m1", "the first", measure=nothing_asked)
    gates = service.get("/v1/models/m2/gates").json()
    refused = service.call("POST", "/v1/models/m2/promote", {"why": "I like it"})
    assert gates["open"] is False
    assert is_problem(refused, 409, "model_gates_closed")
    assert {each["code"] for each in refused.json()["errors"]} == {"closed_gate"}


def test_champion_when_rolled_back_and_retired_then_history_says_so(service: Service, desk: Desk) -> None:
    registered(desk)
    registered(desk, "m2", seed=2)
    for name in ("m1", "m2"):
        promote(desk, BEA, name, "good", measure=nothing_asked)
    back = service.call("POST", "/v1/models/rollback", {"why": "too strict"}).json()
    assert (back["model"]["version"], back["model"]["role"]) == ("m1", "champion")
    gone = service.call("POST", "/v1/models/retire", {"why": "stale"}).json()
    assert (gone["step"]["role"], service.get("/v1/models").json()["champion"]) == ("none", None)


def test_challenger_when_there_is_none_to_retire_then_409(lone_service: Service) -> None:
    response = lone_service.call("POST", "/v1/models/retire", {"why": "stale", "challenger": True})
    assert is_problem(response, 409, "no_model_in_role")
