"""Cycle counts over HTTP: planned, told line by line, posted."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import a_page
from api.routes.paper_language import PaperLanguage
from api.routes.stock_examples import A_COUNT, A_COUNT_LINE, A_SHEET
from api.routes.working import tried
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import CountId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.stock import CountLineShown, CountSheetShown, CountShown, shown_count, shown_line, shown_sheet
from api.schemas.words import Name
from api.services import ServicesOf
from fulfillment.documents.count_sheets import printed_count
from fulfillment.inventory.counting import (
    Counted,
    CountWanted,
    count_sheet,
    drop_count,
    plan_count,
    post_count,
    tell_count,
)
from fulfillment.store.counts import counts_after

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Word = Annotated[str, Field(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")]

CountState = Annotated[Literal["open", "posted", "dropped"] | None, Query(description="Only these.")]


class CountAsked(Strict):
    """What to count: articles of a class (A were shipped most of late), bins of a zone or an aisle, or named bins."""

    warehouse: Name = "main"
    abc: Literal["", "A", "B", "C"] = ""
    zone: Word = ""
    aisle: Word = ""
    bins: Annotated[tuple[Name, ...], Field(max_length=500, strict=False)] = ()
    tolerance_pct: Annotated[int, Field(ge=0, le=100)] = 0


class LineAsked(Strict):
    """What somebody found at a place. `counter` is their name, where one key serves several."""

    sku: Name
    pieces: Annotated[int, Field(ge=0, le=1_000_000)]
    bin: Word = ""
    lot: Word = ""
    counter: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")] | None = None


@routes.get(
    "/v1/stock/counts",
    **operation("list_counts", "List counts", Tag.FULFILMENT, Returns(Page[CountShown], a_page(A_COUNT))),
)
def list_counts(
    services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)], state: CountState = None
) -> Response:
    """Oldest first."""
    key = wanted.after(str)
    with services.database.read() as session:
        found = counts_after(session, who.merchant, wanted.rows, "" if key is None else str(key[0]), state)
    return listing(found, wanted, lambda each: (each.id,), shown_count)


@routes.post(
    "/v1/stock/counts",
    **operation("plan_count", "Plan a count", Tag.FULFILMENT, {201: Returns(CountSheetShown, A_SHEET, "The sheet.")},
                ("count_refused", "store_conflict")),
)  # fmt: skip
def plan(
    services: ServicesOf,
    who: Writer,
    asked: Annotated[CountAsked, Depends(JsonBody(CountAsked, {"warehouse": "HAM-1", "abc": "A", "tolerance_pct": 2}))],
) -> Response:
    """Whoever counts sees no numbers of the books."""
    wanted = CountWanted(warehouse=asked.warehouse, class_=asked.abc, zone=asked.zone, aisle=asked.aisle,
                         bins=asked.bins, tolerance_pct=asked.tolerance_pct)  # fmt: skip
    now = services.clock.now()
    made = tried(services, lambda session: plan_count(session, services.ids, who.merchant, wanted, now, who.name))
    return _sheet(services, who, made.id, 201)


@routes.get(
    "/v1/stock/counts/{count_id}",
    **operation("get_count", "Read a count sheet", Tag.FULFILMENT, Returns(CountSheetShown, A_SHEET), ("not_found",)),
)
def get_count(services: ServicesOf, who: Reader, count_id: CountId) -> Response:
    """In the order in which somebody walks along the bins."""
    return _sheet(services, who, count_id)


@routes.get(
    "/v1/stock/counts/{count_id}/sheet.pdf",
    **operation("print_count", "Print a count sheet", Tag.FULFILMENT,
                Returns(None, "%PDF-1.7 …", "The sheet with bar codes.", "application/pdf"),
                ("not_found", "paper_empty", "letters_missing", "font_missing")),
)  # fmt: skip
def print_count(services: ServicesOf, who: Reader, count_id: CountId, language: PaperLanguage) -> Response:
    """What is still to be counted, by one person or again by another, without the numbers of the books; for people who
    read English or Chinese."""
    faces = services.print_shop.typesetter
    with services.database.read() as session:
        count, lines = count_sheet(session, who.merchant, count_id)
        sheet = printed_count(session, faces, count, lines, language)
    return Response(faces.pdf(sheet), media_type="application/pdf")


@routes.post(
    "/v1/stock/counts/{count_id}/lines",
    **operation("tell_count", "Tell what was found", Tag.FULFILMENT, Returns(CountLineShown, A_COUNT_LINE),
                ("not_found", "count_refused", "store_conflict")),
)  # fmt: skip
def tell(
    services: ServicesOf,
    who: Writer,
    count_id: CountId,
    asked: Annotated[LineAsked, Depends(JsonBody(LineAsked, {"sku": "TEA-GREEN", "bin": "A-01-03-2", "lot": "L2611",
                                                             "pieces": 39, "counter": "Li"}))],
) -> Response:  # fmt: skip
    """A difference above the tolerance makes the line `again`: another person counts it once more."""
    found = Counted(sku=asked.sku, pieces=asked.pieces, bin=asked.bin, lot=asked.lot)
    counter = asked.counter or who.name
    line = tried(services, lambda session: tell_count(session, who.merchant, count_id, found, counter))
    return answer(shown_line(line))


@routes.post(
    "/v1/stock/counts/{count_id}/post",
    **operation("post_count", "Book the differences of a count", Tag.FULFILMENT, Returns(CountSheetShown, A_SHEET),
                ("not_found", "count_refused", "stock_refused", "store_conflict")),
)  # fmt: skip
def post(services: ServicesOf, who: Writer, count_id: CountId) -> Response:
    """Of all lines that are agreed; the count ends with its last line."""
    now = services.clock.now()
    tried(services, lambda session: post_count(session, services.ids, who.merchant, count_id, now, who.name))
    return _sheet(services, who, count_id)


@routes.post(
    "/v1/stock/counts/{count_id}/drop",
    **operation("drop_count", "End a count without the rest", Tag.FULFILMENT, Returns(CountSheetShown, A_SHEET),
                ("not_found", "count_refused")),
)  # fmt: skip
def drop(services: ServicesOf, who: Writer, count_id: CountId) -> Response:
    """What was posted stays posted."""
    now = services.clock.now()
    tried(services, lambda session: drop_count(session, who.merchant, count_id, now))
    return _sheet(services, who, count_id)


def _sheet(services: ServicesOf, who: Caller, count_id: str, status: int = 200) -> Response:
    with services.database.read() as session:
        return answer(shown_sheet(*count_sheet(session, who.merchant, count_id)), status)
