"""What every answer carries, and what the log says of a request."""

import logging

import pytest

from api.composition.log_lines import JsonLines
from tests.http.conftest import Service

PATHS = ["/healthz", "/docs", "/openapi.json", "/nowhere", "/v1/probes", "/v1/breaks/unexpected"]


@pytest.mark.parametrize("path", PATHS)
def test_answer_when_sent_then_has_the_headers_that_protect(lone_service: Service, path: str) -> None:
    headers = lone_service.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("order-1001.try_2", True), ("short", False), ("a" * 129, False), ("with space", False), ("new\\nline", False)],
)
def test_request_id_when_sane_then_is_echoed_and_else_replaced(lone_service: Service, sent: str, kept: bool) -> None:
    response = lone_service.get("/nowhere", headers={"X-Request-Id": sent})
    assert (response.headers["x-request-id"] == sent) is kept
    assert response.json()["request_id"] == response.headers["x-request-id"]


def test_log_when_requests_are_answered_then_has_no_key_no_path_and_no_query(
    lone_service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    token = lone_service.tokens["main"]
    with caplog.at_level(logging.DEBUG):
        lone_service.get("/v1/probes?least=1")
        lone_service.get("/v1/probes?token=personal")
        lone_service.get("/personal")
        lone_service.get("/v1/breaks/unexpected")
        lone_service.get("/v1/probes", headers={"Authorization": f"Basic {token}"})
    lines = [JsonLines().format(each) for each in caplog.records]
    assert any('"route":"/v1/probes","status":200' in line and '"key":"key_' in line for line in lines)
    assert token not in "".join(lines)
    assert token[12:] not in "".join(lines)
    assert not [line for line in lines if "personal" in line]
