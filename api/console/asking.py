"""A page's questions to the API, asked of the application itself, as whoever is signed in.

The question goes through everything that one from outside goes through: who calls, scopes, shops, limits, problems.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import quote, urlencode

import orjson
from anyio import sleep_forever
from fastapi import Request

from api.access.browser import CSRF_HEADER
from api.access.sessions import Present
from engine.journal import journal, tell

Document = dict[str, object]
Params = Mapping[str, object]
OK, MULTIPLE_CHOICES = 200, 300
MISASKED = frozenset({400, 405, 500})  # our own fault, whoever looks
MISNAMED = "parameter_rejected"  # and so is this; what else is refused is about what the page shows
LOG = journal("console")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the API answered. `body` is JSON read, or None where it was empty or something else, which `raw` has."""

    status: int
    body: object
    headers: Mapping[str, str]
    raw: bytes = b""

    @property
    def is_ok(self) -> bool:
        """Whether it was done."""
        return OK <= self.status < MULTIPLE_CHOICES

    @property
    def document(self) -> Document:
        """The body where it is an object; empty otherwise."""
        return cast("Document", self.body) if isinstance(self.body, dict) else {}

    @property
    def rows(self) -> list[Document]:
        """Of a listing."""
        return cast("list[Document]", self.document.get("data") or [])


class Refused(Exception):
    """The API refused what a page cannot do without. Carries the problem."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(str(reply.document.get("detail", "")))
        self.reply = reply


class Api:
    """The API as one signed-in person sees it, for as long as one request lasts."""

    def __init__(self, request: Request, present: Present, language: str, merchant: str | None) -> None:
        self._request = request
        self._present = present
        self._language = language
        self._merchant = merchant

    async def get(self, path: str, /, **params: object) -> Reply:
        """Asks; answers whatever comes."""
        return await self._ask("GET", path, params)

    async def must(self, path: str, /, **params: object) -> Reply:
        """Asks for what the page cannot do without. Raises Refused."""
        reply = await self.get(path, **params)
        if not reply.is_ok:
            raise Refused(reply)
        return reply

    async def send(
        self, method: str, path: str, /, body: object = None, *, key: str = "", match: str = "",
        content: bytes | None = None, kind: str = "application/json", query: Params | None = None, **params: object,
    ) -> Reply:  # fmt: skip
        """Does something. `key`: of the form, so that it is done once; `match`: the version that was seen; `query`: of
        the address, where a name is one of ours."""
        told = {"idempotency-key": key, "if-match": match}
        sent = content if content is not None else b"" if body is None else orjson.dumps(body)
        headers = {name: value for name, value in told.items() if value}
        asked = {**params, **(query or {})}
        return await self._ask(method, path, asked, sent, {**headers, "content-type": kind} if sent else headers)

    async def _ask(
        self, method: str, path: str, params: Params, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Reply:
        heard: list[Mapping[str, object]] = []
        asked = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Mapping[str, object]:
            if not asked:
                await sleep_forever()  # whoever streams listens for the end of the connection, which does not come
            return asked.pop()

        async def send(message: Mapping[str, object]) -> None:
            heard.append(message)

        await self._request.app(self._scope(method, path, params, headers or {}), receive, send)
        reply = _reply(heard)
        code = str(reply.document.get("code", ""))
        if method == "GET" and (reply.status in MISASKED or code == MISNAMED):
            tell(LOG, logging.ERROR, "console_misasked", path=path, code=code)
        return reply

    def _scope(self, method: str, path: str, params: Params, headers: Mapping[str, str]) -> dict[str, object]:
        ours = self._request.scope
        kept = [(name, value) for name, value in ours["headers"] if name in {b"host", b"cookie", b"x-forwarded-for"}]
        told = {"accept-language": self._language, CSRF_HEADER.lower(): self._present.csrf, **headers}
        if self._merchant is not None:
            told["clearway-merchant"] = self._merchant
        given = [(name, value) for name, values in params.items() for value in _values(values)]
        return {
            "type": "http",
            "asgi": ours.get("asgi", {"version": "3.0"}),
            "http_version": "1.1",
            "method": method,
            "scheme": ours["scheme"],
            "path": path,
            "raw_path": quote(path).encode(),
            "query_string": urlencode(given).encode(),
            "root_path": "",
            "headers": [*kept, *((name.encode(), value.encode()) for name, value in told.items())],
            "client": ours.get("client"),
            "server": ours.get("server"),
        }


def _values(value: object) -> list[str]:
    """As a query writes it; what is not asked for is left out."""
    match value:
        case None | "":
            return []
        case bool():
            return ["true" if value else "false"]
        case list() | tuple():
            return [str(each) for each in value]
    return [str(value)]


def _reply(heard: list[Mapping[str, object]]) -> Reply:
    start = next(each for each in heard if each["type"] == "http.response.start")
    raw = b"".join(cast("bytes", each.get("body", b"")) for each in heard if each["type"] == "http.response.body")
    pairs = cast("list[tuple[bytes, bytes]]", start.get("headers", []))
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in pairs}
    is_json = "json" in headers.get("content-type", "")
    return Reply(cast("int", start["status"]), orjson.loads(raw) if is_json and raw else None, headers, raw)
