"""The review and packing stations: parts that wait there, and every piece scanned once more."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import a_page
from api.routes.pick_lists import AtWarehouse, ScanId
from api.routes.wave_examples import A_PART, A_REVIEW
from api.routes.working import occasion, tried
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import FulfilmentId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.waves import FulfilmentPartShown, ReviewStationShown, Shown, shown_part, shown_review
from api.schemas.words import Name
from api.services import ServicesOf
from engine.store.sessions import WriteSession
from fulfillment.picking.review_station import Rescanned, review_seen, scan_review, send_back
from fulfillment.states import Work
from fulfillment.store.cases import parts_after

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
PartState = Annotated[Work | None, Query(description="Only where the work stands here.")]
REFUSES = (
    "not_found", "pick_refused", "scan_refused", "step_blocked", "illegal_step", "case_changed", "store_conflict",
    "person_erased",
)  # fmt: skip


class ReviewScanAsked(Strict):
    """What a scanner read: the item's GTIN or SKU, and how many. `id` is the scan's own: sent twice it counts once."""

    id: ScanId
    item: Name
    quantity: Annotated[int, Field(ge=1, le=1_000_000)] = 1


@routes.get(
    "/v1/fulfilments",
    **operation("list_fulfilments", "List parts of orders by where the warehouse's work stands", Tag.FULFILMENT,
                Returns(Page[FulfilmentPartShown], a_page(A_PART))),
)  # fmt: skip
def list_parts(
    services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)], state: PartState = None,
    warehouse: AtWarehouse = None,
) -> Response:  # fmt: skip
    """Oldest first."""
    key = wanted.after(str)
    with services.database.read() as session:
        after = "" if key is None else str(key[0])
        found = parts_after(session, who.merchant, wanted.rows, after, state, warehouse)
    return listing(found, wanted, lambda each: (each.id,), shown_part)


@routes.get(
    "/v1/fulfilments/{fulfilment_id}/reviews",
    **operation("get_part_review", "Read how the review of a part stands", Tag.FULFILMENT,
                Returns(ReviewStationShown, A_REVIEW), ("not_found",)),
)  # fmt: skip
def get_review(services: ServicesOf, who: Reader, fulfilment_id: FulfilmentId) -> Response:
    """By article: what should be there, and what was scanned of it."""
    with services.database.read() as session:
        return answer(shown_review(review_seen(session, services.site_of(who), who.merchant, fulfilment_id)))


@routes.post(
    "/v1/fulfilments/{fulfilment_id}/reviews/scans",
    **operation("scan_review", "Tell a scan at the review station", Tag.FULFILMENT,
                Returns(ReviewStationShown, A_REVIEW), REFUSES),
)  # fmt: skip
def scan(
    services: ServicesOf,
    who: Writer,
    fulfilment_id: FulfilmentId,
    asked: Annotated[ReviewScanAsked, Depends(JsonBody(ReviewScanAsked, {"id": "r-0001-0001", "item": "TEE-M"}))],
) -> Response:
    """What is wrong or too many is refused with what differs. With the last piece the part is reviewed and may be
    packed; an order that is held says why."""
    scanned = Rescanned(**asked.model_dump())

    def work(session: WriteSession) -> Shown:
        order_id = review_seen(session, services.site_of(who), who.merchant, fulfilment_id).part.order_id
        about = occasion(services, who, order_id)
        return shown_review(scan_review(session, services.site_of(who), about, fulfilment_id, scanned))

    return answer(tried(services, work))


@routes.post(
    "/v1/fulfilments/{fulfilment_id}/reviews/send-back",
    **operation("send_back", "Send a part back to be picked again", Tag.FULFILMENT,
                Returns(ReviewStationShown, A_REVIEW), REFUSES),
)  # fmt: skip
def back(services: ServicesOf, who: Writer, fulfilment_id: FulfilmentId) -> Response:
    """Pieces are missing that are nowhere at the station; the history says which."""

    def work(session: WriteSession) -> Shown:
        order_id = review_seen(session, services.site_of(who), who.merchant, fulfilment_id).part.order_id
        return shown_review(send_back(session, services.site_of(who), occasion(services, who, order_id), fulfilment_id))

    return answer(tried(services, work))
