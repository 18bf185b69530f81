"""Whatever goes wrong is answered as a problem, and says nothing of the inside."""

import logging

import pytest
from jsonschema import Draft202012Validator

from api.problem_kinds import KINDS
from api.problems import Problem, Said, document
from engine.ids import Prefix
from tests.http.conftest import PROBES, Service, is_problem
from tests.http.probe import INSIDE

JSON = {"Content-Type": "application/json", "Idempotency-Key": "k-1"}
SCHEMA = Draft202012Validator(Problem.model_json_schema())


@pytest.mark.parametrize(
    ("how", "status", "code"),
    [
        ("busy", 503, "store_busy"),
        ("unreachable", 503, "store_unreachable"),
        ("conflict", 409, "store_conflict"),
        ("in_flight", 409, "in_flight"),
        ("engine", 500, "internal_error"),
        ("unlisted", 500, "internal_error"),
        ("unexpected", 500, "internal_error"),
        ("order", 422, "order_rejected"),
    ],
)
def test_error_when_raised_then_is_its_problem_without_internals(
    lone_service: Service, how: str, status: int, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        response = lone_service.get(f"/v1/breaks/{how}")
    assert is_problem(response, status, code), response.text
    assert INSIDE not in response.text + caplog.text
    assert (KINDS[code].retry_after_s is not None) == ("retry-after" in response.headers)
    SCHEMA.validate(response.json())


def test_order_when_it_has_faults_then_each_has_its_pointer(lone_service: Service) -> None:
    body = lone_service.get("/v1/breaks/order").json()
    assert [each["pointer"] for each in body["errors"]] == ["/lines", "/id"]


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"{", 400, "malformed_json"),
        (b"\xff{}", 400, "malformed_json"),
        (b"", 400, "malformed_json"),
        (b"[]", 422, "order_rejected"),
        (b'{"id": "1", "id": "2"}', 422, "order_rejected"),
        (b'{"id": "1"}', 422, "order_rejected"),
        (b"[" * 100_000, 400, "body_too_deep"),
        (b'{"a":[' + b"1," * 20_000 + b"1]}", 413, "body_too_complex"),
        (b'"' + b" " * 1_000_100 + b'"', 413, "body_too_large"),
        (b" " * (1 << 20) + b"{}", 413, "body_too_large"),
    ],
)
def test_order_bytes_when_they_are_no_order_then_are_refused(
    lone_service: Service, content: bytes, status: int, code: str
) -> None:
    response = lone_service.call("POST", "/v1/probes/orders", content=content, headers=JSON)
    assert is_problem(response, status, code), response.text
    SCHEMA.validate(response.json())


@pytest.mark.parametrize(
    ("content", "status", "code", "pointer"),
    [
        (b'{"said"', 400, "malformed_json", None),
        (b"[]", 422, "document_rejected", ""),
        (b"{}", 422, "document_rejected", "/said"),
        (b'{"said": 3}', 422, "document_rejected", "/said"),
        (b'{"said": "x", "sai/d": 1}', 422, "document_rejected", "/sai~1d"),
        (b'{"said": "x", "times": 0}', 422, "document_rejected", "/times"),
        (b'{"said": "x", "times": "2"}', 422, "document_rejected", "/times"),
    ],
)
def test_body_when_it_does_not_fit_its_model_then_says_where(
    lone_service: Service, content: bytes, status: int, code: str, pointer: str | None
) -> None:
    response = lone_service.call("POST", "/v1/probes", content=content, headers=JSON)
    assert is_problem(response, status, code), response.text
    assert [each["pointer"] for each in response.json()["errors"]] == ([] if pointer is None else [pointer])


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
)
def test_body_when_its_media_type_is_not_read_then_415(lone_service: Service, headers: dict[str, str]) -> None:
    sent = {"Idempotency-Key": "k-1"} | headers
    response = lone_service.call("POST", "/v1/probes", content=b"{}", headers=sent)
    assert is_problem(response, 415, "media_type_not_read"), response.text


def test_body_when_it_comes_in_parts_without_a_length_then_is_bounded(lone_service: Service) -> None:
    headers = {"Authorization": f"Bearer {lone_service.tokens['main']}"} | JSON
    parts = (b" " * 65536 for _ in range(20))
    response = lone_service.client.post("/v1/probes", content=parts, headers=headers)
    assert is_problem(response, 413, "body_too_large")
    assert response.headers["connection"] == "close"


@pytest.mark.parametrize("path", ["/v1", "/nowhere", "/healthz/", "/v1/probes/", "/docs/..%2f", "/v1/probes/%00"])
def test_path_when_unknown_then_404(lone_service: Service, path: str) -> None:
    assert is_problem(lone_service.get(path), 404, "not_found")


@pytest.mark.parametrize("prefix", [Prefix.DECISION, Prefix.HOLD])
def test_identifier_when_it_names_something_else_then_404(lone_service: Service, prefix: Prefix) -> None:
    assert is_problem(lone_service.get(f"/v1/probes/{lone_service.ids.new(prefix)}"), 404, "not_found")


def test_method_when_not_offered_then_405_and_says_which_are(lone_service: Service) -> None:
    response = lone_service.call("DELETE", "/healthz")
    assert is_problem(response, 405, "method_not_allowed")
    assert response.headers["allow"] == "GET"


def test_method_when_a_path_offers_several_then_all_are_said(lone_service: Service) -> None:
    assert lone_service.call("DELETE", "/v1/orders").headers["allow"] == "GET, POST"
    order = lone_service.ids.new(Prefix.ORDER)
    assert lone_service.call("PUT", f"/v1/orders/{order}").headers["allow"] == "GET, PATCH"
    assert lone_service.call("DELETE", "/v1/reviews/next").headers["allow"] == "POST"


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("least=x", "least"), ("least=8", "least"), ("limit=0", "limit"), ("laest=1", "laest"), ("limit=1&=", "")],
)
def test_parameter_when_it_cannot_be_used_then_is_named(lone_service: Service, query: str, parameter: str) -> None:
    response = lone_service.get(f"/v1/probes?{query}")
    assert is_problem(response, 422, "parameter_rejected")
    assert [each["parameter"] for each in response.json()["errors"]] == [parameter]
    assert response.json()["detail"] == f"`{parameter}`: {response.json()['errors'][0]['detail']}"


def test_routes_when_they_read_bodies_then_do_so_within_bounds() -> None:
    unbounded = [each for router in PROBES for each in router.routes if getattr(each, "body_field", None) is not None]
    assert not unbounded, "take bodies by JsonBody or JsonBytes"


def test_routes_when_called_without_a_key_then_all_refuse_with_a_problem_that_has_the_requests_id(
    lone_service: Service,
) -> None:
    described = lone_service.get("/openapi.json", key=None).json()
    for path, item in described["paths"].items():
        for method, operation in item.items():
            if "security" not in operation:
                continue
            response = lone_service.call(method.upper(), path, key=None, headers={"X-Request-Id": "request-0001"})
            assert response.status_code == 401, (method, path)
            assert response.json()["request_id"] == response.headers["x-request-id"] == "request-0001"


@pytest.mark.parametrize("code", sorted(KINDS))
def test_kinds_when_made_a_document_then_fit_the_schema(code: str) -> None:
    SCHEMA.validate(document(Said(code, KINDS[code].title), "/v1/orders", "request-0001"))
