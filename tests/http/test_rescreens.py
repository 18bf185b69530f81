"""Re-screening over HTTP: announced at once, worked on by the worker, told of, paused and cancelled."""

from dataclasses import replace

from api.access.scopes import OF_A_STOREFRONT
from engine.admission import Admission
from engine.desk.editions import Loaded
from engine.rulebook.rule import Status
from tests.desks import FixedEditions, an_unpaid_order, bundled, document
from tests.http.conftest import Service, is_problem
from tests.http.lives import worked
from tests.http.test_orders import sent


def begun(service: Service, **asked: object) -> str:
    answered = service.call("POST", "/v1/rescreens", asked)
    assert answered.status_code == 202
    assert answered.headers["location"] == f"/v1/rescreens/{answered.json()['id']}"
    return str(answered.json()["id"])


def without(rule: str) -> Loaded:
    """The project's rules but one, in force from now on."""
    book = bundled().admission.book
    rules = tuple(replace(each, status=Status.DRAFT) if each.id == rule else each for each in book.rules)
    return Loaded(f"without {rule}", Admission(replace(book, rules=rules), bundled().admission.knowledge))


def milder(service: Service) -> None:
    editions = service.app.state.services.desk.editions
    assert isinstance(editions, FixedEditions)
    editions.swap(without("PAY-002"))


def test_run_when_the_worker_has_done_it_then_says_what_came_of_it(service: Service) -> None:
    sent(service, document(an_unpaid_order("=A-1")))
    milder(service)
    run = begun(service)
    assert service.get(f"/v1/rescreens/{run}").json()["state"] == "planning"
    worked(service)
    told = service.get(f"/v1/rescreens/{run}").json()
    assert (told["state"], told["orders"], told["counts"]["released"]) == ("done", 1, 1)
    assert told["moved_by"] == {"rule PAY-002": 1}
    assert [(each["name"], each["how"]) for each in told["why"]] == [("PAY-002", "gone")]
    rows = service.get(f"/v1/rescreens/{run}/orders").json()["data"]
    assert [(each["change"], each["gone"]) for each in rows] == [("released", ["PAY-002"])]
    assert ",'=A-1," in service.get(f"/v1/rescreens/{run}/report").text
    events = [
        each for each in service.get("/v1/events?limit=200").json()["data"] if each["type"].startswith("rescreen.")
    ]
    assert [each["type"] for each in events] == ["rescreen.started", "rescreen.finished"]
    assert (events[-1]["data"]["totals"]["looked_at"], events[-1]["data"]["totals"]["released"]) == (1, 1)


def test_dry_run_when_done_then_no_decision_is_written(lone_service: Service) -> None:
    order = sent(lone_service, document(an_unpaid_order()))["order_id"]
    milder(lone_service)
    run = begun(lone_service, dry_run=True)
    worked(lone_service)
    assert lone_service.get(f"/v1/rescreens/{run}/orders?change=released").json()["data"][0]["new_decision"] is None
    assert [each["id"] for each in lone_service.get("/v1/orders?outcome=hold").json()["data"]] == [order]
    assert "dry run" in lone_service.get(f"/v1/rescreens/{run}/report?format=text").text
    assert "试运行" in lone_service.get(f"/v1/rescreens/{run}/report?format=text&locale=zh").text


def test_second_run_when_one_is_under_way_then_is_refused_until_that_is_cancelled(lone_service: Service) -> None:
    run = begun(lone_service)
    assert is_problem(lone_service.call("POST", "/v1/rescreens", {}), 409, "rescreen_under_way")
    assert lone_service.call("POST", f"/v1/rescreens/{run}/cancel").json()["state"] == "cancelled"
    assert is_problem(lone_service.call("POST", f"/v1/rescreens/{run}/pause"), 409, "rescreen_over")
    assert is_problem(lone_service.call("POST", f"/v1/rescreens/{run}/resume"), 409, "rescreen_over")
    begun(lone_service)
    assert [each["state"] for each in lone_service.get("/v1/rescreens").json()["data"]] == ["planning", "cancelled"]


def test_start_when_a_shop_asks_then_is_refused(lone_service: Service) -> None:
    key = lone_service.make_key(scopes=tuple(OF_A_STOREFRONT))
    assert is_problem(lone_service.call("POST", "/v1/rescreens", {}, key=key.id), 403, "scope_missing")
