"""Limits over the wire: what is left in every answer, 429 with Retry-After, guesses bounded by address; slow bodies."""

import asyncio
from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from api.access.rates import Rates, read_limits
from tests.http.conftest import Service, is_problem

PATH = "/v1/orders"
WRONG = {"Authorization": "Bearer cw_live_wrong"}


@pytest.fixture
def limited(lone_service: Service) -> Service:
    """Three calls at once and one a second; two guesses."""
    services = lone_service.app.state.services
    object.__setattr__(services, "rates", Rates(read_limits(1.0, 3, "", 2), lone_service.clock.ticks))
    return lone_service


def test_calls_when_too_many_then_429_until_time_has_passed(limited: Service) -> None:
    answers = [limited.get(PATH) for _ in range(4)]
    assert [each.headers["RateLimit"] for each in answers[:3]] == ['"key";r=2;t=1', '"key";r=1;t=2', '"key";r=0;t=3']
    assert is_problem(answers[3], 429, "too_many_requests")
    assert (answers[3].headers["Retry-After"], answers[3].headers["RateLimit-Policy"]) == ("1", '"key";q=3;w=3')
    limited.clock.move(1)
    assert limited.get(PATH).status_code == 200


def test_calls_when_one_key_is_spent_then_others_are_not(limited: Service) -> None:
    for _ in range(4):
        limited.get(PATH)
    assert limited.get(PATH, key="other").status_code == 200


def test_guesses_when_too_many_then_429_and_a_known_key_still_works(limited: Service) -> None:
    assert limited.get(PATH).status_code == 200
    guesses = [limited.get(PATH, key=None, headers=WRONG).status_code for _ in range(3)]
    assert guesses == [401, 401, 429]
    limited.clock.move(0.5)
    assert limited.get(PATH).status_code == 200


def test_service_when_no_limit_is_set_then_says_none(lone_service: Service) -> None:
    assert "RateLimit" not in lone_service.get(PATH).headers


def test_body_when_it_never_arrives_then_408(lone_service: Service) -> None:
    lone_service.app.state.body_within_s = 0.05
    token = lone_service.tokens["main"]
    told: list[MutableMapping[str, Any]] = []

    async def call() -> None:
        async def receive() -> MutableMapping[str, Any]:
            await asyncio.sleep(5)
            return {"type": "http.disconnect"}

        async def send(message: MutableMapping[str, Any]) -> None:
            told.append(message)

        headers = [(b"authorization", f"Bearer {token}".encode()), (b"content-type", b"application/json")]
        scope = {
            "type": "http", "method": "POST", "path": PATH, "raw_path": PATH.encode(), "query_string": b"",
            "headers": headers, "client": ("127.0.0.1", 1), "server": ("testserver", 80), "scheme": "http",
            "http_version": "1.1", "root_path": "",
        }  # fmt: skip
        await lone_service.app(scope, receive, send)

    with ThreadPoolExecutor(1) as apart:  # a browser of other tests may have a loop in this thread
        apart.submit(asyncio.run, call()).result()
    assert told[0]["status"] == 408
