"""Closed gates of a model overridden over HTTP and in the console, by two people."""

import pytest

from api.access.roles import Role
from engine.desk.desk import Caller, Desk
from engine.desk.edition_errors import SamePerson
from engine.desk.model_errors import NoOverrideAsked
from engine.desk.model_overriding import agree_override, ask_override, withdraw_override
from engine.desk.model_promoting import promote, roll_back
from engine.desk.telling import handlers
from tests.draining import drain
from tests.http.conftest import Service, is_problem
from tests.http.console_forms import form_sent
from tests.http.people import Browser, signed_in
from tests.small_models import BEA, registered

PATH, PAGE = "/v1/models/m2/override", "/console/models/m2"
WHY = {"why": "an attack runs"}


def nothing_asked(*_: object) -> tuple[()]:
    return ()


@pytest.fixture
def two_models(lone_service: Service) -> Service:
    """A champion, and a model that has shown nothing yet."""
    desk: Desk = lone_service.app.state.services.desk
    registered(desk)
    registered(desk, "m2", seed=2)
    promote(desk, BEA, "m1", "the first", measure=nothing_asked)
    return lone_service


@pytest.fixture
def ana(two_models: Service) -> Browser:
    return signed_in(two_models, Role.APPROVER)


@pytest.fixture
def bo(two_models: Service) -> Browser:
    return signed_in(two_models, Role.APPROVER, name="Bo")


def test_override_when_a_second_person_agrees_then_the_model_is_champion_and_both_are_kept(
    two_models: Service, ana: Browser, bo: Browser
) -> None:
    asked = ana.send("POST", PATH, WHY).json()["asked"]
    assert (asked["asked_by"], asked["why"], asked["closed_gates"] != []) == ("Ana", WHY["why"], True)
    done = bo.send("POST", f"{PATH}/agree", {}).json()
    step = done["step"]
    assert (done["model"]["role"], step["by"], step["approved_by"], step["overridden"], step["why"]) == (
        "champion", "Ana", "Bo", True, WHY["why"],
    )  # fmt: skip
    assert ana.get(PATH).json()["asked"] is None
    drain(two_models.database, handlers(two_models.ids))
    told = {(each["action"], each["actor"]) for each in two_models.get("/v1/audit?limit=100").json()["data"]}
    assert {("model.override_asked", "Ana"), ("model.override_agreed", "Bo")} <= told


def test_override_when_the_same_person_agrees_then_is_refused(ana: Browser) -> None:
    ana.send("POST", PATH, WHY)
    assert is_problem(ana.send("POST", f"{PATH}/agree", {}), 409, "same_person")
    assert ana.get("/v1/models").json()["champion"]["version"] == "m1"


def test_override_when_agreed_with_a_key_of_who_asked_then_is_refused(two_models: Service) -> None:
    desk: Desk = two_models.app.state.services.desk
    ask_override(desk, Caller(merchant="main", name="ana", identity="usr_1"), "m2", "an attack runs")
    with pytest.raises(SamePerson):
        agree_override(desk, Caller(merchant="main", name="robot", identity="usr_1"), "m2")


def test_override_when_nobody_asked_then_nobody_agrees(bo: Browser) -> None:
    assert is_problem(bo.send("POST", f"{PATH}/agree", {}), 409, "no_override_asked")


def test_override_when_one_waits_then_another_is_refused_until_withdrawn(ana: Browser, bo: Browser) -> None:
    ana.send("POST", PATH, WHY)
    assert is_problem(bo.send("POST", PATH, WHY), 409, "override_waits")
    assert bo.send("DELETE", PATH).status_code == 204
    assert is_problem(ana.send("DELETE", PATH), 409, "no_override_asked")


def test_override_when_the_model_became_champion_otherwise_then_waits_no_more_after_it_was_taken_back(
    two_models: Service, ana: Browser, bo: Browser
) -> None:
    desk: Desk = two_models.app.state.services.desk
    ana.send("POST", PATH, WHY)
    promote(desk, BEA, "m2", "its gates are open by now", measure=nothing_asked)
    roll_back(desk, BEA, "it holds too many gifts")
    assert bo.get(PATH).json()["asked"] is None


def test_override_when_withdrawn_while_the_gates_are_measured_then_nobody_agrees(two_models: Service) -> None:
    desk: Desk = two_models.app.state.services.desk
    ask_override(desk, BEA, "m2", "an attack runs")

    def withdrawn(*_: object) -> tuple[()]:
        withdraw_override(desk, BEA, "m2")
        return ()

    with pytest.raises(NoOverrideAsked):
        agree_override(desk, Caller(merchant="main", name="carl"), "m2", measure=withdrawn)
    assert two_models.get("/v1/models").json()["champion"]["version"] == "m1"


def test_override_when_the_model_is_champion_then_is_refused(ana: Browser) -> None:
    assert is_problem(ana.send("POST", "/v1/models/m1/override", WHY), 409, "model_in_role")


def test_model_page_when_an_override_waits_then_only_a_second_person_is_offered_to_agree(
    ana: Browser, bo: Browser
) -> None:
    assert form_sent(ana, f"{PAGE}/override/ask", why="an attack runs").status_code == 303
    agree = f"{PAGE}/override/agree"
    assert (agree in ana.get(PAGE).text, agree in bo.get(PAGE).text) == (False, True)
    assert form_sent(bo, agree, key="k-2").status_code == 303
    assert bo.get("/v1/models").json()["champion"]["version"] == "m2"
