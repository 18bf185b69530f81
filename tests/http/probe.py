"""Routes for tests of the door: each uses one of the tools that real routes are built with, and does little else."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer, nothing
from api.describing import Returns, Tag, operation
from api.schemas.body import JsonBody, JsonBytes, Strict
from api.schemas.etag import Match, etag, if_match, maybe_if_match
from api.schemas.idempotency import Idempotency, idempotent, maybe_idempotent
from api.schemas.ids import OrderId
from api.schemas.page import Page, PageWanted, listing, page
from engine.errors import ClearwayError, EngineFault, Fault, OrderRejected, StoreBusy, StoreConflict, StoreUnreachable
from engine.order.reading import read_order

routes = APIRouter(prefix="/v1/probes")
ROWS = 7
VERSION = 3
INSIDE = "host=10.1.2.3 user=clearway"


class Probe(BaseModel):
    """What the probes answer."""

    merchant: str
    said: str


class Said(Strict):
    """A small body."""

    said: Annotated[str, Field(min_length=1, max_length=20)]
    times: Annotated[int, Field(ge=1, le=9)] = 1


class InFlight(ClearwayError):
    """the first request with this key is still being worked on"""

    code = "in_flight"


class Unlisted(ClearwayError):
    """nobody has put this into the table"""

    code = "unlisted"


BREAKS: dict[str, Exception] = {
    "busy": StoreBusy(),
    "unreachable": StoreUnreachable(INSIDE),
    "conflict": StoreConflict(INSIDE),
    "engine": EngineFault(INSIDE),
    "in_flight": InFlight(),
    "unlisted": Unlisted(INSIDE),
    "unexpected": KeyError(INSIDE),
    "order": OrderRejected([Fault("/lines", "missing", "add it"), Fault("/id", "missing", "add it")]),
}
SAID = Returns(Probe, {"merchant": "main", "said": "hello"})
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.ORDERS_WRITE))]


@routes.post("", **operation("say", "Say something", Tag.ORDERS, {201: SAID}))
def say(
    who: Writer,
    body: Annotated[Said, Depends(JsonBody(Said, {"said": "hello"}))],
    key: Annotated[Idempotency, Depends(idempotent)],
) -> Response:
    """Answers what was said, and the fingerprint by which it would be known again."""
    return answer({"merchant": who.merchant, "said": body.said, "key": key.key, "fingerprint": key.fingerprint}, 201)


@routes.post("/orders", **operation("read", "Read an order", Tag.ORDERS, SAID))
def read(
    who: Writer,
    body: Annotated[bytes, Depends(JsonBytes({"type": "object"}, {"id": "1"}))],
    key: Annotated[Idempotency, Depends(maybe_idempotent)],
) -> Response:
    """Reads an order, strictly."""
    return answer({"merchant": who.merchant, "said": read_order(body).id})


@routes.get("", **operation("list_probes", "List", Tag.ORDERS, Returns(Page[Probe], {"data": []})))
def list_probes(
    who: Reader,
    wanted: Annotated[PageWanted, Depends(page)],
    least: Annotated[int, Query(ge=0, le=ROWS)] = 0,
) -> Response:
    """Numbers in order."""
    after = wanted.after(int)
    start = least if after is None else int(after[0]) + 1
    rows = list(range(start, ROWS))[: wanted.rows]
    return listing(rows, wanted, key=lambda row: (row,), show=lambda row: {"merchant": who.merchant, "said": str(row)})


@routes.get("/{order}", **operation("get_probe", "One", Tag.ORDERS, SAID))
def get_probe(who: Reader, order: OrderId) -> Response:
    """One, with its version."""
    return answer({"merchant": who.merchant, "said": order}, headers={"ETag": etag(VERSION)})


@routes.put("/{order}", **operation("put_probe", "Replace", Tag.ORDERS, {204: Returns(None)}))
def put_probe(who: Writer, order: OrderId, match: Annotated[Match, Depends(if_match)]) -> Response:
    """Replaces what has not changed since."""
    match.check(VERSION)
    return nothing()


@routes.delete("/{order}", **operation("delete_probe", "Delete", Tag.ORDERS, {204: Returns(None)}))
def delete_probe(who: Writer, order: OrderId, match: Annotated[Match, Depends(maybe_if_match)]) -> Response:
    """Deletes, whatever the version, unless one is named."""
    match.check(VERSION)
    return nothing()


breaking = APIRouter(prefix="/v1/breaks")


@breaking.get("/{how}", include_in_schema=False)
def breaks(how: str) -> Response:
    """Raises."""
    raise BREAKS[how]
