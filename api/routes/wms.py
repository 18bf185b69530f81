"""The feed of an external warehouse: what it is to do, what it did, and what it counts."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.problems import said_by
from api.routes.examples import a_page
from api.routes.moving_examples import A_SNAPSHOT, A_WORD, SOME_ANSWERS, SOME_EVENTS, SOME_LEVELS
from api.routes.working import tried
from api.schemas.body import JsonBody, Strict
from api.schemas.moving import WmsAnswersShown, WmsSnapshotShown, WmsWorkShown, shown_snapshot, shown_work
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.words import LINE, Name
from api.services import Services, ServicesOf
from engine.errors import ClearwayError
from engine.order.fields import Moment
from fulfillment.records.differences import ALL_LOTS
from fulfillment.wms.hearing import Box, Hearing, WmsTold, hear
from fulfillment.wms.levels import Level, SnapshotTold, compare
from fulfillment.wms.work import work_feed

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Word = Annotated[str, Field(max_length=128, pattern=r"^[^\x00-\x1f\x7f]*$")]
Pieces = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
Number = Annotated[int, Field(ge=1, le=10_000)]
Warehouse = Annotated[str, Query(description="Whose work.", min_length=1, max_length=128, pattern=LINE)]


class Counted(Strict):
    """Pieces of one line of the order."""

    line: Number
    pieces: Annotated[int, Field(ge=0, le=1_000_000)]


Lines = Annotated[tuple[Counted, ...], Field(max_length=500, strict=False)]


class BoxAsked(Strict):
    """A closed box; without `contents` it holds all the rest of the part."""

    weight_g: Annotated[int, Field(ge=1, le=10_000_000)]
    box: Word = ""
    contents: Lines | None = None


class EventAsked(Strict):
    """One event under the warehouse's own `id`. Of a part: `fulfilment_id`, and `lines` (all of it when left out) or
    `boxes`. Of stock (`received`, `adjusted`): warehouse, sku, pieces, bin, lot."""

    id: Name
    type: Literal["picked", "short", "reviewed", "packed", "received", "adjusted"]
    at: Moment
    fulfilment_id: Word = ""
    lines: Lines | None = None
    boxes: Annotated[tuple[BoxAsked, ...], Field(max_length=100, strict=False)] = ()
    warehouse: Word = ""
    sku: Word = ""
    pieces: Pieces = 0
    bin: Word = ""
    lot: Word = ""
    expires_on: date | None = None
    reason: Literal["damaged", "lost", "found", "expired", "sample", "correction"] = "correction"
    reference: Word = ""


class EventsAsked(Strict):
    """Up to 500 events, oldest first."""

    events: Annotated[tuple[EventAsked, ...], Field(min_length=1, max_length=500, strict=False)]


class LevelAsked(Strict):
    """Pieces of an article. Without `lot`: of all lots together; with an empty one: those of no lot."""

    sku: Name
    lot: Word | None = None
    on_hand: Annotated[int, Field(ge=0, le=1_000_000_000)]


class SnapshotAsked(Strict):
    """All levels of one moment, under the warehouse's own `id`. With `complete`, what is not listed is not there."""

    id: Name
    warehouse: Name
    at: Moment
    complete: bool = False
    levels: Annotated[tuple[LevelAsked, ...], Field(max_length=20_000, strict=False)]


@routes.get(
    "/v1/wms/work",
    **operation("follow_wms_work", "Follow what a warehouse is to do", Tag.FULFILMENT,
                Returns(Page[WmsWorkShown], a_page(A_WORD))),
)  # fmt: skip
def follow_work(
    services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)], warehouse: Warehouse = "main"
) -> Response:
    """Parts of orders to do, changed or stopped since the cursor, oldest first. The feed has no end: keep
    `next_cursor` and ask with it again; nothing is ever missed. Of a part the last word alone is told."""
    key = wanted.after(int)
    after, now = 0 if key is None else int(key[0]), services.clock.now()
    rows = tried(
        services, lambda s: work_feed(s, services.site_of(who), who.merchant, warehouse, after, wanted.rows, now)
    )
    return listing(rows, wanted, lambda row: (row.seq,), shown_work, endless=True)


@routes.post(
    "/v1/wms/events",
    **operation("tell_wms_events", "Tell what a warehouse did", Tag.FULFILMENT,
                Returns(WmsAnswersShown, SOME_ANSWERS, "One answer an event.")),
)  # fmt: skip
def tell_events(
    services: ServicesOf, who: Writer, asked: Annotated[EventsAsked, Depends(JsonBody(EventsAsked, SOME_EVENTS))]
) -> Response:
    """Each event stands for itself: one that is refused stops no other, and one that was told before is `repeated`.
    A refused one may be told again under the same id."""
    return answer({"answers": [_heard(services, who, each) for each in asked.events]})


@routes.post(
    "/v1/wms/stock-levels",
    **operation("tell_stock_levels", "Tell what a warehouse counts", Tag.FULFILMENT,
                Returns(WmsSnapshotShown, A_SNAPSHOT), ("wms_refused", "store_conflict")),
)  # fmt: skip
def tell_levels(
    services: ServicesOf,
    who: Writer,
    asked: Annotated[SnapshotAsked, Depends(JsonBody(SnapshotAsked, SOME_LEVELS))],
) -> Response:
    """They are held against our ledger as of the same moment; what differs is a stock difference, which a person ends
    unless it is within the warehouse's tolerance."""
    levels = tuple(
        Level(sku=each.sku, lot=ALL_LOTS if each.lot is None else each.lot, on_hand=each.on_hand)
        for each in asked.levels
    )
    told = SnapshotTold(id=asked.id, warehouse=asked.warehouse, at=asked.at, levels=levels, is_complete=asked.complete)
    now = services.clock.now()
    kept, is_new = tried(services, lambda session: compare(session, services.ids, who.merchant, told, now))
    return answer(shown_snapshot(kept, repeated=not is_new))


def _heard(services: Services, who: Caller, asked: EventAsked) -> dict[str, str]:
    hearing = Hearing(services.site_of(who), who.merchant, who.name, services.clock.now())
    told = _told(asked)
    try:
        status = tried(services, lambda session: hear(session, hearing, told))
    except ClearwayError as error:
        said = said_by(error)
        return {"id": asked.id, "status": "refused", "code": said.code, "detail": said.detail}
    return {"id": asked.id, "status": status, "code": "", "detail": ""}


def _told(asked: EventAsked) -> WmsTold:
    return WmsTold(
        id=asked.id,
        kind=asked.type,
        at=asked.at,
        fulfilment_id=asked.fulfilment_id,
        lines=_pieces(asked.lines),
        boxes=tuple(Box(weight_g=each.weight_g, box=each.box, contents=_pieces(each.contents)) for each in asked.boxes),
        warehouse=asked.warehouse,
        sku=asked.sku,
        pieces=asked.pieces,
        bin=asked.bin,
        lot=asked.lot,
        expires_on="" if asked.expires_on is None else asked.expires_on.isoformat(),
        reason=asked.reason,
        reference=asked.reference,
    )


def _pieces(lines: tuple[Counted, ...] | None) -> dict[int, int] | None:
    return None if lines is None else {each.line: each.pieces for each in lines}
