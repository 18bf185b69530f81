"""What screens of the rule book read: a rule in full, the lexicon, a file tried before it is kept, days of hits."""

import re
from collections.abc import Iterator

import pytest

from api.access.roles import Role
from engine.store.database import Database
from tests.desks import an_unpaid_order, document
from tests.http.conftest import Service, is_problem
from tests.http.lives import worked
from tests.http.people import signed_in
from tests.http.rule_desk import RuleDesk, a_rule_desk
from tests.http.test_orders import sent
from tests.small_editions import SMALL


@pytest.fixture
def desk(sqlite_file: Database) -> Iterator[RuleDesk]:
    with a_rule_desk(sqlite_file) as made:
        yield made


def test_rule_when_read_then_shows_condition_threshold_and_cases(desk: RuleDesk) -> None:
    rule = desk.get("/v1/rules/editions/in-force/rules/FRD-003").json()
    assert rule["condition"] == [
        "all:",
        "  velocity.ip_orders_24h gte $fraud.many",
        "  not:",
        "    ship_to.country eq DE",
    ]
    assert rule["params"] == [{"param": "fraud.many", "unit": "orders", "value": 5}]
    assert [each["expect"] for each in rule["cases"]] == ["fires", "quiet", "quiet"]
    assert (rule["book"], rule["path"], rule["false_positives"]) == ("admission", "fraud/lists.yaml", ["Resellers"])


def test_rule_when_unknown_then_404(desk: RuleDesk) -> None:
    assert is_problem(desk.get("/v1/rules/editions/in-force/rules/FRD-999"), 404, "not_found")


def test_lexicon_when_read_then_names_what_rules_may_name(desk: RuleDesk) -> None:
    found = desk.get("/v1/rules/editions/in-force/lexicon").json()
    assert "ship_to.country" in [each["fact"] for each in found["facts"]]
    assert [each["list"] for each in found["lists"]] == ["barred", "watched"]
    assert [each["param"] for each in found["params"]] == ["fraud.many"]
    assert is_problem(desk.get("/v1/rules/editions/in-force/lexicon?book=nothing"), 404, "not_found")


def test_file_when_tried_then_its_faults_are_told_and_nothing_is_kept(desk: RuleDesk) -> None:
    desk.call("POST", "/v1/rules/drafts", {"name": "softer"})
    text = SMALL["fraud/lists.yaml"].replace("velocity.ip_orders_24h: {gte", "velocity.ip_order_24h: {gte")
    tried = desk.call("POST", "/v1/rules/drafts/softer/check", {"path": "fraud/lists.yaml", "content": text}).json()
    (fault,) = [each for each in tried["faults"] if each["code"] == "R020"]
    assert (fault["path"], fault["line"], tried["revision"]) == ("fraud/lists.yaml", 24, 1)
    assert desk.get("/v1/rules/drafts/softer").json()["revision"] == 1


def test_runs_when_narrowed_then_only_those_of_the_kind_and_draft(desk: RuleDesk) -> None:
    desk.call("POST", "/v1/rules/drafts", {"name": "softer"})
    desk.ran(desk.call("POST", "/v1/rules/drafts/softer/tests", {"rule": "FRD-003"}))
    assert [each["kind"] for each in desk.get("/v1/rules/runs?kind=tests&subject=softer").json()["data"]] == ["tests"]
    assert desk.get("/v1/rules/runs?kind=backtest").json()["data"] == []
    assert desk.get("/v1/rules/runs?subject=other").json()["data"] == []


def test_days_of_hits_when_an_order_was_held_then_name_its_day_on_both_databases(service: Service) -> None:
    sent(service, document(an_unpaid_order()))
    worked(service)
    found = service.get("/v1/rules/hits/days").json()["data"]
    assert {day["day"] for each in found for day in each["days"]} == {service.clock.now().date().isoformat()}
    one = service.get(f"/v1/rules/hits/days?rule={found[0]['rule']}").json()["data"]
    assert (one, len(found) > 1) == (found[:1], True)


def test_threshold_when_changed_by_its_form_then_stands_in_a_draft_ready_to_be_tried(desk: RuleDesk) -> None:
    eve = signed_in(desk.service, Role.ADMIN, name="Eve")
    page = eve.get("/console/rules/FRD-003").text
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    assert token is not None
    form = {"csrf": token[1], "key": "k-1", "param": "fraud.many", "value": "9", "from": "2026-12-01",
            "reference": "house policy", "draft": "frd-003"}  # fmt: skip
    answer = eve.client.post("/console/rules/FRD-003/threshold", data=form, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/drafts/frd-003?view=impact")
    written = desk.get("/v1/rules/drafts/frd-003/files?path=params.yaml").json()["content"]
    assert '{from: 2026-12-01, value: 9, reference: "house policy"}' in written
    assert desk.get("/v1/rules/drafts/frd-003").json()["faults"] == []
