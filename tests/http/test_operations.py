"""How the work flows, over HTTP: requests, throughput, jobs that wait or were given up, and who may see it."""

from api.access.roles import Role
from tests.desks import an_honest_order, document
from tests.http.conftest import Service, is_problem
from tests.http.lives import worked
from tests.http.people import signed_in
from tests.http.stored_things import a_dead_job
from tests.http.test_orders import sent


def test_operations_when_orders_came_then_tell_requests_and_throughput(service: Service) -> None:
    sent(service, document(an_honest_order()))
    waiting = {each["kind"]: each["due"] for each in service.get("/v1/operations").json()["jobs"]}
    assert sum(waiting.values()) > 0
    worked(service)
    told = service.get("/v1/operations").json()
    assert sum(each["orders"] for each in told["decisions"]) == 1
    routes = {(each["method"], each["route"]): each["requests"] for each in told["requests"]["routes"]}
    assert routes["POST", "/v1/orders"] == 1
    assert told["requests"]["p95_ms"] > 0


def test_operations_when_another_merchant_asks_then_are_their_own(lone_service: Service) -> None:
    sent(lone_service, document(an_honest_order()))
    told = lone_service.get("/v1/operations", key="other").json()
    assert (told["requests"]["requests"], told["jobs"]) == (0, [])


def test_dead_job_when_tried_again_then_is_due_and_audited(service: Service) -> None:
    job = a_dead_job(service)
    assert service.call("POST", f"/v1/jobs/{job}/retry").status_code == 202
    assert service.get("/v1/jobs/dead").json()["data"] == []
    jobs = {each["kind"]: each for each in service.get("/v1/operations").json()["jobs"]}
    assert (jobs["tests.dies"]["due"], jobs["tests.dies"]["dead"]) == (1, 0)
    assert is_problem(service.call("POST", f"/v1/jobs/{job}/retry"), 404, "not_found")


def test_operations_when_a_viewer_asks_then_are_refused(lone_service: Service) -> None:
    assert signed_in(lone_service, Role.VIEWER).get("/v1/operations").status_code == 403
    assert signed_in(lone_service, Role.OPERATOR, name="Ben").get("/v1/operations").status_code == 200
