"""The outermost layer: request ids, headers that every answer has, one log line, and no exception that gets through.

Plain ASGI, since it runs for every request and must cost next to nothing.
"""

import logging
import re
import secrets
from time import perf_counter

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.once import KEEPING
from api.problem_kinds import UNEXPECTED
from api.problems import problem, said_by_status
from api.services import Services
from api.watching import Span
from engine.ids import Prefix
from engine.journal import Told, journal, tell, where
from engine.under_way import Work, note, under_way

LOG = journal("http")
REQUEST_ID = "X-Request-Id"
GONE = 499  # the caller hung up before there was an answer
_ORDER = re.compile(f"{Prefix.ORDER}_[0-9a-f]{{32}}")
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
        services: Services = scope["app"].state.services
        request_id = _sent_id(scope) or secrets.token_hex(16)
        with (
            under_way(request_id=request_id) as work,
            services.tracing.request(scope["method"], scope["headers"]) as span,
        ):
            passing = _Passing(scope, send, request_id)
            try:
                await self._app(scope, receive, passing.send)
            except ClientDisconnect:
                passing.status = passing.status or GONE
            except Exception as error:
                _tell_failed(error)
                if passing.status:
                    raise  # half an answer is out; only closing the connection can tell
                response = problem(Request(scope), said_by_status(500))
                await response(scope, receive, passing.send)
            finally:
                await passing.let_go()
                passing.ended(services, span, work)


class _Passing:
    """One request on its way through."""

    def __init__(self, scope: Scope, send: Send, request_id: str) -> None:
        self._scope = scope
        self._send = send
        self._since = perf_counter()
        self.status = 0
        self._id = request_id
        self._state = scope.setdefault("state", {})
        self._state["request_id"] = request_id

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

    def ended(self, services: Services, span: Span, work: Work) -> None:
        """Tells log, metrics and traces. The template of the route rather than the path, which may hold what others
        must not see."""
        route = getattr(self._scope.get("route"), "path", "-")
        method, took_s = self._scope["method"], perf_counter() - self._since
        services.watch.answered(method, route, self.status, took_s, work)
        services.tempo.answered(self._state.get("merchant", ""), method, route, self.status, took_s)
        span.name(route, self.status, work)
        _note_order(self._scope)
        took_ms = round(took_s * 1000, 1)
        about: dict[str, Told] = {"method": method, "route": route, "status": self.status, "ms": took_ms}
        tell(LOG, logging.INFO, "request_answered", **about, key=self._state.get("key_id", "-"))
        if took_ms >= services.slow_ms:
            parts: dict[str, Told] = {f"ms_{name}": round(part * 1000, 1) for name, part in work.parts.items()}
            tell(LOG, logging.WARNING, "request_slow", **about, **parts)


def _tell_failed(error: Exception) -> None:
    """Where it happened. What the exception says may hold what was sent, so that is left out."""
    tell(LOG, logging.ERROR, "request_failed", code=UNEXPECTED, error=type(error).__name__, where=where(error))


def _note_order(scope: Scope) -> None:
    """An order that the path names, and nothing else that somebody may have written in its place."""
    order = scope.get("path_params", {}).get("order_id")
    if isinstance(order, str) and _ORDER.fullmatch(order):
        note(order_id=order)


def _sent_id(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            return value.decode("ascii") if _SANE.fullmatch(value) else None
    return None
