"""The outermost layer: request ids, headers that every answer has, one log line, and no exception that gets through.

Plain ASGI, since it runs for every request and must cost next to nothing.
"""

import logging
import re
import secrets
import traceback
from time import perf_counter

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.once import KEEPING
from api.problems import UNEXPECTED, problem, said_by_status

LOG = logging.getLogger("clearway.http")
REQUEST_ID = "X-Request-Id"
GONE = 499  # the caller hung up before there was an answer
_SANE = re.compile(rb"[A-Za-z0-9._-]{8,128}")
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)


class Door:
    """Wraps the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        passing = _Passing(scope, send)
        try:
            await self._app(scope, receive, passing.send)
        except ClientDisconnect:
            passing.status = passing.status or GONE
        except Exception as error:
            passing.failed(error)
            if passing.status:
                raise  # half an answer is out; only closing the connection can tell
            response = problem(Request(scope), said_by_status(500))
            await response(scope, receive, passing.send)
        finally:
            await passing.let_go()
            passing.log()


class _Passing:
    """One request on its way through."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._since = perf_counter()
        self.status = 0
        self._id = _sent_id(scope) or secrets.token_hex(16)
        self._state = scope.setdefault("state", {})
        self._state["request_id"] = self._id

    async def send(self, message: Message) -> None:
        """Adds to the head of an answer what it has not set itself."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = message["headers"]
            has = {name for name, _ in headers}
            headers.extend(each for each in _ALWAYS if each[0] not in has)
            headers.append((b"x-request-id", self._id.encode("ascii")))
            headers.extend(self._state.get("rate", ()))
        keeping = self._state.get(KEEPING)
        if keeping is not None:
            await keeping.hear(message)
        await self._send(message)

    async def let_go(self) -> None:
        """Gives back a key of idempotency under which nothing was answered."""
        keeping = self._state.get(KEEPING)
        if keeping is not None:
            await keeping.let_go()

    def failed(self, error: Exception) -> None:
        """Where it happened. What the exception says may hold what was sent, so that is left out."""
        where = "".join(traceback.format_tb(error.__traceback__))
        LOG.error("request_failed code=%s request=%s error=%s\n%s", UNEXPECTED, self._id, type(error).__name__, where)

    def log(self) -> None:
        """The template of the route rather than the path, which may hold what others must not see."""
        route = getattr(self._scope.get("route"), "path", "-")
        took_ms = (perf_counter() - self._since) * 1000
        LOG.info(
            "request_answered method=%s route=%s status=%d ms=%.1f request=%s key=%s",
            self._scope["method"],
            route,
            self.status,
            took_ms,
            self._id,
            self._state.get("key_id", "-"),
        )


def _sent_id(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            return value.decode("ascii") if _SANE.fullmatch(value) else None
    return None
