"""Odd texts in every place of every route: nothing breaks, nothing leaks, nothing is shown that is another's."""

from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from httpx2 import Response

from api.schemas.page import Key, write_cursor
from tests.attacks.routes import PLACE, Way, leaks_of, ways
from tests.http.conftest import Service
from tests.http.owned_things import ids_of

LONG = pytest.mark.proof  # a sweep over all routes takes seconds; the gate tries one of each kind
ODD = [
    "..%2f..%2fetc%2fpasswd",
    *(pytest.param(each, marks=LONG) for each in ("%2e%2e", "%00", "'%20OR%201=1%20--", "%ed%a0%80", "x" * 3000)),
    *(pytest.param(each, marks=LONG) for each in ("%3Cscript%3E", "ord_%0d%0aX:1")),
]
BODIES = [
    b"[" * 100_000,
    *(
        pytest.param(each, marks=LONG)
        for each in (b"", b"\x00", b'{"a":' * 5000, b'"\\ud800"', b"NaN", b"1e999", b"{}{}")
    ),
    *(pytest.param(each, marks=LONG) for each in (b"\xff\xfe{", b"null")),
]
ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
}
CURSORS: list[Key] = [("",), ("zzzz",), (2**62,), (-(2**63),), (2**62, "z"), ("z", 2**62), (2**62, 2**62), ("z", "z")]
ASKED = {"since": "2026-11-01", "until": "2026-11-30"}
EVERYBODYS = {"/v1/lists?"}  # lists of `main` are those of whoever has none


def is_sound(each: Way, answer: Response) -> None:
    """No server error but the one that there are no rules yet, and no word of how we are made."""
    assert answer.status_code < 500 or answer.json()["code"] == "no_edition", (each, answer.text)
    assert leaks_of(answer) == [], (each, answer.text)


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_path_when_it_holds_odd_text_then_no_route_breaks_or_leaks(lone_service: Service, odd: str) -> None:
    for each in ways(lone_service):
        if PLACE.search(each.path):
            answer = lone_service.call(each.method, each.filled(odd), {} if each.method != "GET" else None)
            is_sound(each, answer)
            assert "root:" not in answer.text
            assert "\n" not in answer.headers.get("content-disposition", "")


@pytest.mark.parametrize("content", BODIES, ids=range(len(BODIES)))
def test_body_when_it_is_odd_then_no_route_breaks_or_leaks(lone_service: Service, content: bytes) -> None:
    for each in ways(lone_service):
        if each.method in {"POST", "PUT", "PATCH"}:
            headers = {"Content-Type": "application/json"}
            is_sound(each, lone_service.call(each.method, each.filled("x_1"), content=content, headers=headers))


def test_every_answer_when_nobody_is_let_in_then_has_the_headers_that_protect(lone_service: Service) -> None:
    for each in ways(lone_service):
        answer = lone_service.call(each.method, each.filled("x"), key=None)
        told = {name: answer.headers.get(name) for name in ALWAYS}
        assert told == ALWAYS, (each, answer.headers)
        assert (
            "default-src 'none'" in answer.headers["content-security-policy"]
            or "default-src 'self'" in (answer.headers["content-security-policy"])
        ), (each, answer.headers)
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], each
        assert "unsafe-inline" not in answer.headers["content-security-policy"], each
        assert {"server", "x-powered-by", "access-control-allow-origin"}.isdisjoint(answer.headers), each
        if each.needs_caller:
            assert (answer.status_code, answer.headers["cache-control"]) == (401, "no-store"), each


def must(parameter: Mapping[str, object]) -> bool:
    """Whether a listing answers nothing without it."""
    return parameter["in"] == "query" and bool(parameter.get("required"))


def lists(service: Service) -> list[str]:
    """All listings by cursor, without places; with a value for whatever else must be asked."""
    described = service.get("/openapi.json", key=None).json()["paths"]
    return [
        f"{path}?{urlencode({each['name']: ASKED[each['name']] for each in item['get']['parameters'] if must(each)})}"
        for path, item in described.items()
        if any(each.get("name") == "cursor" for each in item.get("get", {}).get("parameters", []))
        and not path.startswith(("/v1/probes", "/v1/breaks"))
        and not PLACE.search(path)
    ]


def asked(service: Service, path: str, cursor: str, key: str = "other") -> Response:
    """A listing from a cursor on."""
    headers = {"Authorization": f"Bearer {service.tokens[key]}"}
    return service.client.get(f"{path}&{urlencode({'cursor': cursor})}", headers=headers)


@LONG
def test_cursor_when_made_up_then_every_listing_refuses_it_or_answers(service: Service) -> None:
    paths = lists(service)
    assert len(paths) >= 20
    for path in paths:
        for key in CURSORS:
            answer = asked(service, path, write_cursor(key))
            assert answer.status_code in {200, 400, 404} or answer.json()["code"] == "no_edition", (path, answer.text)
            assert leaks_of(answer) == []


BENT = ["AAAA", "W10", "W251bGxd", "é", "..", "WyIAIl0", "x" * 1025]


@LONG
@pytest.mark.parametrize("bent", BENT)
def test_cursor_when_bent_then_400(lone_service: Service, bent: str) -> None:
    for path in lists(lone_service):
        answer = asked(lone_service, path, bent, "main")
        assert answer.json()["code"] in {"cursor_not_valid", "no_edition"}, (path, answer.text)


@LONG
def test_cursor_when_taken_from_another_merchant_then_shows_nothing_of_theirs(lone_service: Service) -> None:
    """A cursor is a place, not a leave."""
    ids_of(lone_service)
    tried = 0
    for path in lists(lone_service):
        cursor = lone_service.get(f"{path}&limit=1").json().get("next_cursor")
        if cursor is None or path in EVERYBODYS:
            continue
        own = lone_service.get(path, key="other").json()["data"]
        assert [each for each in asked(lone_service, path, cursor).json()["data"] if each not in own] == [], path
        tried += 1
    assert tried >= 3


@pytest.mark.parametrize("lie", ["5", "x", "-1", "1" * 40])
def test_body_when_its_length_is_a_lie_then_is_bounded_all_the_same(lone_service: Service, lie: str) -> None:
    headers = {"Content-Type": "application/json", "Content-Length": lie}
    answer = lone_service.call("POST", "/v1/orders", content=b"[" * (2 << 20), headers=headers)
    assert answer.status_code in {400, 413}
