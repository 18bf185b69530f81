"""Models over HTTP: what is in force, and how it does."""

import pytest

from api.access.scopes import OF_A_STOREFRONT, Scope
from engine.desk.desk import Desk
from engine.desk.model_drift import keep, measured
from engine.desk.model_promoting import challenge, promote
from tests.http.conftest import Service, is_problem
from tests.small_models import BEA, registered


def nothing_asked(*_: object) -> tuple[()]:
    return ()


@pytest.fixture
def desk(service: Service) -> Desk:
    found: Desk = service.app.state.services.desk
    return found


def test_models_when_none_is_in_force_then_says_so(service: Service) -> None:
    assert service.get("/v1/models").json() == {
        "champion": None,
        "challenger": None,
        "refused": [],
        "activations": [],
    }


def test_models_when_in_force_then_shown_with_history_newest_first(service: Service, desk: Desk) -> None:
    registered(desk)
    other = registered(desk, "m2", seed=2)
    promote(desk, BEA, "m1", "the first", measure=nothing_asked)
    challenge(desk, BEA, "m2")
    shown = service.get("/v1/models").json()
    assert (shown["champion"]["version"], shown["challenger"]["digest"]) == ("m1", other.digest)
    assert [each["action"] for each in shown["activations"]] == ["challenge", "promote"]


def test_drift_when_measured_then_shown(service: Service, desk: Desk) -> None:
    registered(desk)
    promote(desk, BEA, "m1", "the first", measure=nothing_asked)
    found = measured(desk, "main")
    assert found is not None
    keep(desk, found)
    assert [each["status"] for each in service.get("/v1/models/m1/drift").json()["states"]] == ["ok"]
    assert service.get("/v1/models").json()["champion"]["state"]["status"] == "ok"


def test_drift_when_there_is_no_such_model_then_404(service: Service) -> None:
    assert is_problem(service.get("/v1/models/m9/drift"), 404, "not_found")


def test_scopes_when_a_storefront_asks_then_models_are_none_of_its_business() -> None:
    assert Scope.MODELS_READ not in OF_A_STOREFRONT
