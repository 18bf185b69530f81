"""Notices against articles: taken in one by one or as a file, listed, lifted."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.schemas.body import JsonBody, Strict
from api.schemas.file_body import FileBody
from api.schemas.ids import TakedownId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.takedowns import A_TAKEDOWN, TakedownShown, TakedownsImported, shown_import, shown_takedown
from api.schemas.words import LINE
from api.services import ServicesOf
from engine.desk.takedown_file import MOST_BYTES, read_takedowns
from engine.desk.takedowns import TakedownEntry, found_takedown, import_takedowns, lift
from engine.store.takedowns import takedowns

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.TAKEDOWNS_WRITE))]
Words = Annotated[str, Field(max_length=256)]
Day = Annotated[date, Field(strict=False)]
MOST_SENT = 500


class NoticeAsked(Strict):
    """One notice. It names a SKU, a title, or both, and then a line must meet both."""

    sku: Annotated[str, Field(min_length=1, max_length=128, pattern=LINE)] | None = Field(
        default=None, description="The seller's or the channel's, such as an ASIN; capital letters say nothing."
    )
    title: Annotated[str, Field(min_length=1, max_length=256, pattern=LINE)] | None = Field(
        default=None, description="Words of a title in a row; `*` stands for anything."
    )
    reason: Annotated[str, Field(max_length=1000)] = ""
    complainant: Words = ""
    reference: Words = ""
    date: Day | None = None


class TakedownsAsked(Strict):
    """Notices."""

    entries: Annotated[list[NoticeAsked], Field(min_length=1, max_length=MOST_SENT)]


class LiftAsked(Strict):
    """Why it is over."""

    note: Annotated[str, Field(max_length=1000)] = ""


NOTICES = {"entries": [{"sku": "LAMP-7", "reason": "design right", "reference": "N-2026-118", "date": "2026-11-20"}]}
IMPORTED = {201: Returns(TakedownsImported, {"added": [A_TAKEDOWN], "known": 0}, "Kept; orders are decided anew.")}


@routes.get(
    "/v1/takedowns",
    **operation(
        "list_takedowns",
        "List the notices",
        Tag.TAKEDOWNS,
        Returns(Page[TakedownShown], a_page(A_TAKEDOWN)),
    ),
)
def list_takedowns(
    services: ServicesOf,
    who: Reader,
    wanted: Annotated[PageWanted, Depends(page)],
    state: Annotated[Literal["active", "all"], Query(description="Those in force, or all.")] = "active",
) -> Response:
    """Oldest first."""
    key = wanted.after(str)
    after = "" if key is None else str(key[0])
    with services.database.read() as session:
        rows = takedowns(session, who.merchant, wanted.rows, after, active=state == "active")
    return listing(rows, wanted, lambda row: (row.notice.id,), shown_takedown)


@routes.post(
    "/v1/takedowns",
    **operation("import_takedowns", "Take notices in", Tag.TAKEDOWNS, IMPORTED, ("takedowns_refused",)),
)
def add_takedowns(
    services: ServicesOf,
    who: Writer,
    asked: Annotated[TakedownsAsked, Depends(JsonBody(TakedownsAsked, NOTICES))],
) -> Response:
    """New orders of the articles wait from now on, open ones as soon as the worker has found them."""
    entries = [
        TakedownEntry(**each.model_dump(exclude={"date"}), dated=each.date)  # the field of a row is no type
        for each in asked.entries
    ]
    return answer(shown_import(import_takedowns(services.desk, desk_caller(who), entries)), 201)


@routes.post(
    "/v1/takedowns/file",
    **operation("import_takedown_file", "Take a file of notices in", Tag.TAKEDOWNS, IMPORTED, ("takedowns_refused",)),
)
def add_takedown_file(
    services: ServicesOf,
    who: Writer,
    content: Annotated[bytes, Depends(FileBody(("text/csv",), MOST_BYTES))],
) -> Response:
    """CSV with a heading: `sku`, `title`, `reason`, `complainant`, `reference`, `date`. All rows are taken, or none."""
    entries = read_takedowns(content)
    return answer(shown_import(import_takedowns(services.desk, desk_caller(who), entries)), 201)


@routes.get(
    "/v1/takedowns/{takedown_id}",
    **operation("get_takedown", "Read a notice", Tag.TAKEDOWNS, Returns(TakedownShown, A_TAKEDOWN), ("not_found",)),
)
def get_takedown(services: ServicesOf, who: Reader, takedown_id: TakedownId) -> Response:
    """One that was lifted, too."""
    with services.database.read() as session:
        return answer(shown_takedown(found_takedown(session, who.merchant, takedown_id)))


@routes.post(
    "/v1/takedowns/{takedown_id}/lift",
    **operation(
        "lift_takedown",
        "Lift a notice",
        Tag.TAKEDOWNS,
        Returns(TakedownShown, A_TAKEDOWN),
        ("not_found", "takedown_lifted"),
    ),
)
def lift_takedown(
    services: ServicesOf,
    who: Writer,
    takedown_id: TakedownId,
    asked: Annotated[LiftAsked, Depends(JsonBody(LiftAsked, {"note": "withdrawn by the complainant"}))],
) -> Response:
    """The orders that it stopped are decided anew."""
    return answer(shown_takedown(lift(services.desk, desk_caller(who), takedown_id, asked.note)))
