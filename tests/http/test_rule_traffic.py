"""Rules in traffic over HTTP: backtests of drafts, hits, shadow, suppressions, the guard."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from api.access.roles import Role
from engine.desk.backtest_steps import STEP, BacktestSteps
from engine.desk.telling import handlers
from engine.store.database import Database
from engine.store.guard_trips import TripRow, add_trip
from engine.store.outbox import Job
from engine.store.rule_hits import Hit, add_hits
from tests.builders import an_address, an_order
from tests.desks import an_unpaid_order, document
from tests.draining import drain
from tests.http.conftest import is_problem
from tests.http.people import signed_in
from tests.http.rule_desk import RuleDesk, a_rule_desk
from tests.small_editions import SMALL, small_files

SUPPRESSED = """
- id: SUP-001
  rule: FRD-002
  when: {customer.id: "C-1"}
  why: a station in the ice
  by: ana
  approved_by: ben
  from: 2026-11-01
  until: 2027-01-31
"""
MANY = "title: Many orders\n    scope: order\n    status: "


@pytest.fixture
def desk(sqlite_file: Database) -> Iterator[RuleDesk]:
    rules = SMALL["fraud/lists.yaml"].replace(f"{MANY}live", f"{MANY}shadow")
    with a_rule_desk(sqlite_file, small_files({"fraud/lists.yaml": rules, "suppressions.yaml": SUPPRESSED})) as made:
        yield made


def ordered(desk: RuleDesk) -> None:
    """An honest order, one to the ice, and one that is not paid."""
    ice = replace(an_order(id="A-2"), shipping_address=an_address(country="FR"))
    for number, order in enumerate((an_order(id="A-1"), ice, an_unpaid_order("A-3"))):
        headers = {"Idempotency-Key": f"o-{number}"}
        response = desk.call("POST", "/v1/orders", document(order), headers=headers)
        assert response.status_code == 201, response.text
    drain(desk.desk.database, handlers(desk.service.ids))


def test_backtest_when_begun_for_a_draft_then_reports_what_would_change(desk: RuleDesk) -> None:
    ordered(desk)
    desk.call("POST", "/v1/rules/drafts", {"name": "watch-france"})
    text = "value,from,until,reference,by\nAQ,,,ice,decided_at\nFR,,,tests,decided_at\n"
    body = {"path": "lists/watched.csv", "content": text}
    desk.call("PUT", "/v1/rules/drafts/watch-france/files", body, headers={"If-Match": '"1"'})
    run = desk.ran(desk.call("POST", "/v1/rules/backtests", {"draft": "watch-france"}))
    assert run["state"] == "done", run
    shown = desk.get(f"/v1/rules/backtests/{run['id']}").json()
    assert (shown["state"], shown["orders"], shown["totals"]["compared"]) == ("done", 3, 3)
    report = desk.get(f"/v1/rules/backtests/{run['id']}/report").json()
    assert (report["orders"], report["flipped"]) == (3, 1)
    assert [each["orders"] for each in report["flow"] if (each["before"], each["after"]) == ("admit", "hold")] == [1]


def test_draft_when_tried_on_one_order_then_says_how_it_would_end_and_changes_nothing(desk: RuleDesk) -> None:
    ordered(desk)
    desk.call("POST", "/v1/rules/drafts", {"name": "watch-france"})
    text = "value,from,until,reference,by\nAQ,,,ice,decided_at\nFR,,,tests,decided_at\n"
    body = {"path": "lists/watched.csv", "content": text}
    desk.call("PUT", "/v1/rules/drafts/watch-france/files", body, headers={"If-Match": '"1"'})
    order = next(each for each in desk.get("/v1/orders").json()["data"] if each["merchant_order_id"] == "A-2")
    tried = desk.call("POST", "/v1/rules/drafts/watch-france/try", {"order_id": order["id"]}).json()
    assert (tried["before"], tried["after"], tried["only_before"]) == ("admit", "hold", {})
    assert list(tried["only_after"].values()) == ["hold"]
    assert desk.get(f"/v1/orders/{order['id']}").json()["decision_id"] == order["decision_id"]
    assert is_problem(desk.call("POST", "/v1/rules/drafts/nothing/try", {"order_id": order["id"]}), 404, "not_found")
    eve = signed_in(desk.service, Role.ADMIN, name="Eve")
    token = re.search(r'name="csrf" value="([^"]+)"', eve.get("/console/drafts/watch-france?view=impact").text)
    assert token is not None
    form = {"csrf": token[1], "key": "k-1", "order": "A-2"}
    page = eve.client.post("/console/drafts/watch-france/try?view=impact", data=form).text
    assert "Speaks in the draft alone" in page


def test_backtest_when_called_off_while_it_runs_then_keeps_what_it_has(desk: RuleDesk) -> None:
    ordered(desk)
    begun = desk.call("POST", "/v1/rules/backtests", {"edition": "in-force"}).json()
    desk.work(only_plans=True)
    assert desk.call("POST", f"/v1/rules/runs/{begun['id']}/cancel").status_code == 200
    assert desk.get(f"/v1/rules/backtests/{begun['id']}").json()["state"] == "cancelled"
    payload = {"run": begun["id"], "step": 0}
    step = Job(id="job_1", kind=STEP, merchant="main", aggregate="", payload=payload, attempts=1, fence=1)
    assert not BacktestSteps(desk.desk).act(step)
    assert is_problem(desk.call("POST", f"/v1/rules/runs/{begun['id']}/cancel"), 409, "run_ended")


def test_backtest_when_nothing_is_named_then_422(desk: RuleDesk) -> None:
    assert is_problem(desk.call("POST", "/v1/rules/backtests", {}), 422, "document_rejected")


def test_backtest_when_the_draft_is_unknown_then_its_run_is_refused(desk: RuleDesk) -> None:
    run = desk.ran(desk.call("POST", "/v1/rules/backtests", {"draft": "nothing"}))
    assert isinstance(run["answer"], dict)
    assert (run["state"], run["answer"]["code"]) == ("refused", "not_found")


def test_hits_when_orders_came_then_counted_by_rule(desk: RuleDesk) -> None:
    ordered(desk)
    report = desk.get("/v1/rules/hits?days=7").json()
    hits = {each["rule"]: (each["hits"], each["silent"]) for each in report["data"]}
    assert (report["orders"], hits["PAY-001"], hits["FRD-002"]) == (3, (1, False), (0, True))
    held = next(each for each in desk.get("/v1/orders").json()["data"] if each["merchant_order_id"] == "A-3")
    worth = {held["currency"]: held["total"]}
    for kind, caught, cost in (("legitimate", {}, worth), ("fraud", worth, {}), ("legitimate", worth, {})):
        label = {"kind": kind, "source": "analyst"}
        assert desk.call("POST", f"/v1/orders/{held['id']}/labels", label).status_code == 201
        (row,) = desk.get("/v1/rules/hits?days=7&rule=PAY-001").json()["data"]
        assert (row["caught"], row["cost"]) == (caught, cost)


def test_shadow_when_asked_then_says_what_a_rule_still_has_to_meet(desk: RuleDesk) -> None:
    ordered(desk)
    (shown,) = desk.get("/v1/rules/shadow").json()["data"]
    assert (shown["rule"], shown["hits"], shown["may_go_live"]) == ("FRD-003", 0, False)


def test_trial_when_ended_by_its_button_then_a_draft_has_the_rule_out_of_shadow(desk: RuleDesk) -> None:
    eve = signed_in(desk.service, Role.ADMIN, name="Eve")
    token = re.search(r'name="csrf" value="([^"]+)"', eve.get("/console/shadow").text)
    assert token is not None
    form = {"csrf": token[1], "key": "k-1"}
    answer = eve.client.post("/console/shadow/FRD-003/end", data=form, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/drafts/end-frd-003?view=difference")
    written = desk.get("/v1/rules/drafts/end-frd-003/files?path=fraud/lists.yaml").json()["content"]
    assert written == SMALL["fraud/lists.yaml"].replace(f"{MANY}live", f"{MANY}draft")


def test_orders_of_a_rule_when_asked_then_each_says_how_it_would_have_ended(desk: RuleDesk) -> None:
    ordered(desk)
    (met,) = desk.get("/v1/rules/hits/orders?rule=PAY-001").json()["data"]
    assert (met["order"], met["status"], met["outcome"], met["with_it"]) == ("A-3", "live", "hold", "hold")
    admitted = next(each for each in desk.get("/v1/orders").json()["data"] if each["merchant_order_id"] == "A-1")
    hit = Hit(
        merchant="main", decision=admitted["decision_id"], rule="FRD-003", version=1, status="shadow", verdict="hold",
        outcome="admit", order_id=admitted["id"], decided_at=desk.service.clock.now(), cause="received", is_new=True,
    )  # fmt: skip
    with desk.desk.database.write() as session:
        add_hits(session, [hit])
    (met,) = desk.get("/v1/rules/hits/orders?rule=FRD-003").json()["data"]
    assert (met["order"], met["status"], met["outcome"], met["with_it"]) == ("A-1", "shadow", "admit", "hold")
    flow = desk.get("/v1/rules/shadow/flow?rule=FRD-003").json()
    assert (flow["orders"], flow["agreed"]) == (1, 0)
    assert flow["flow"] == [{"before": "admit", "after": "hold", "orders": 1}]


def test_suppressions_when_asked_then_listed_with_both_people(desk: RuleDesk) -> None:
    (shown,) = desk.get("/v1/rules/suppressions").json()["data"]
    assert (shown["id"], shown["by"], shown["approved_by"], shown["counts"]) == ("SUP-001", "ana", "ben", True)
    assert (shown["from"], shown["until"]) == ("2026-11-01", "2027-01-31")


def test_trip_when_acknowledged_then_shown_so_and_not_twice(desk: RuleDesk) -> None:
    trip = TripRow(
        id=f"trip_{'1' * 32}", merchant="main", subject="FRD-002", measure="hold", counted=9, orders=20,
        limit_percent=5, asked="alarm", done="alarm", edition="e" * 64, note="too many",
        tripped_at=desk.service.clock.now(),
    )  # fmt: skip
    with desk.desk.database.write() as session:
        add_trip(session, trip)
    path = f"/v1/rules/trips/{trip.id}/acknowledge"
    assert desk.call("POST", path, by="ben").json()["acknowledged_by"] == "ben"
    assert is_problem(desk.call("POST", path), 409, "trip_acknowledged")
    assert [each["id"] for each in desk.get("/v1/rules/guard").json()["trips"]] == [trip.id]
