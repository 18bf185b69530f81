"""`Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07) for every POST that does not mind it itself.

Taken where a caller is let in, kept by the door when the answer leaves. A repetition gets the first answer with
`Idempotent-Replayed: true`; the same key with another request is 422; while the first is at work, 409. Answers that are
no success are not kept: the request may be mended and sent again under the same key.
"""

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.parameters import dependencies_of
from api.refusals import IdempotencyKeyMissing, IdempotencyKeyNotValid
from api.schemas.body import MEBIBYTE, body_of
from api.schemas.idempotency import HEADER, IDEMPOTENT_REPLAYED, Idempotent, fingerprint, read_key
from api.services import services_of
from engine.desk.desk import Desk
from engine.desk.repeating import Given, asked, begin_once, keep, let_go
from engine.errors import ClearwayError
from engine.store.kept_answers import Keyed, work_on

KEEPING = "once"  # under which the door finds what is to be kept
AGAIN = ("content-type", "location", "etag", "content-disposition")  # headers that belong to an answer
LARGEST = MEBIBYTE
REFUSED, FAILED = 400, 500
Message = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a route minds the header: itself or not, and how long its body may be."""

    itself: bool
    most: int


_MANNERS: WeakKeyDictionary[object, _Manner] = WeakKeyDictionary()


class Replayed(Exception):
    """The answer that the request got before."""

    def __init__(self, given: Given) -> None:
        super().__init__("answered before")
        self.given = given

    def response(self) -> Response:
        """The same again, and said so."""
        headers = {**self.given.headers, IDEMPOTENT_REPLAYED: "true"}
        return Response(self.given.body, self.given.status, headers)


async def take_once(request: Request, merchant: str, seen_by: str, *, acts: bool) -> None:
    """Takes the key of a request that is let in. Raises Replayed, and the problems of `Idempotency-Key`.

    `seen_by` tells callers apart who are not shown the same: an answer may hold what only the first was to see, such
    as a key that was made, so that for others the request is another one.
    """
    sent = request.headers.getlist(HEADER)
    services = services_of(request)
    if not sent:
        if acts and services.needs_idempotency_key:
            raise IdempotencyKeyMissing
        return
    route = request.scope.get("route")
    if not isinstance(route, APIRoute) or (manner := manner_of(route)).itself:
        return
    if len(sent) > 1:
        raise IdempotencyKeyNotValid
    key = read_key(sent[0])
    path = f"{request.scope['path']}?{request.scope['query_string'].decode('latin-1')}"
    told = fingerprint(request.method, f"{path} {seen_by}", await body_of(request, manner.most))
    what = asked(services.desk, merchant, route.path, key, told)
    begun = await run_in_threadpool(begin_once, services.desk, what)
    if isinstance(begun, Given):
        raise Replayed(begun)
    work_on(begun)
    setattr(request.state, KEEPING, Keeping(services.desk, begun))


def manner_of(route: APIRoute) -> _Manner:
    """How a route minds the header; found out once."""
    found = _MANNERS.get(route.endpoint)
    if found is None:
        parts = list(dependencies_of(route.dependant))
        itself = any(isinstance(each, Idempotent) for each in parts)
        most = max((int(getattr(each, "most", 0)) for each in parts), default=0)
        found = _MANNERS[route.endpoint] = _Manner(itself, most or MEBIBYTE)
    return found


@dataclass(slots=True)
class Keeping:
    """Hears an answer on its way out, and keeps it before its last part leaves."""

    desk: Desk
    keyed: Keyed
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    parts: list[bytes] = field(default_factory=list)
    is_over: bool = False

    async def hear(self, message: Message) -> None:
        """One message of the answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in message["headers"]}
            self.headers = {name: told[name] for name in AGAIN if name in told}
        elif message["type"] == "http.response.body":
            self.parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._end()

    async def let_go(self) -> None:
        """Nothing was answered, or not all of it: the request may be tried again, unless it has acted already."""
        if not self.is_over:
            self.is_over = True
            await self._tried(let_go, refused=False)

    async def _end(self) -> None:
        body = b"".join(self.parts)
        if self.status >= FAILED or len(body) > LARGEST:
            await self.let_go()
            return
        self.is_over = True
        if self.status >= REFUSED:
            await self._tried(let_go, refused=True)
            return
        await self._tried(keep, given=Given(status=self.status, headers=self.headers, body=body))

    async def _tried(self, work: Any, **more: object) -> None:  # noqa: ANN401 - any use case
        self.keyed.acted = True  # what is kept of the answer is no act of the request
        try:
            await run_in_threadpool(work, self.desk, self.keyed, **more)
        except ClearwayError:
            # The work itself is committed: its answer leaves. The key stays under way, and runs out.
            return
