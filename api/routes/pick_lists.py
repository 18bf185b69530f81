"""Pick lists at the scanner: what is to be fetched, and scan by scan what was."""

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
from api.routes.wave_examples import A_LIST, A_LIST_FILE
from api.routes.working import occasion, tried
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import PickListId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.waves import PickListFileShown, PickListShown, Shown, shown_list, shown_list_file
from api.schemas.words import LINE
from api.services import ServicesOf
from engine.store.sessions import WriteSession
from fulfillment.documents.walk_sheets import walk_sheets
from fulfillment.picking.scanning import Scanned, articles_on, scan_pick, walk_seen
from fulfillment.store.walks import walks_after

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Code = Annotated[str, Field(max_length=128, pattern=r"^[^\x00-\x1f\x7f]*$")]
ScanId = Annotated[str, Field(min_length=8, max_length=64, pattern="^[A-Za-z0-9._-]+$")]
AtWarehouse = Annotated[
    str | None, Query(description="Only of this warehouse.", min_length=1, max_length=128, pattern=LINE)
]
ListState = Annotated[Literal["open", "done", "pulled"] | None, Query(description="Only of this state.")]
REFUSES = (
    "not_found", "pick_refused", "scan_refused", "step_blocked", "illegal_step", "case_changed", "store_conflict",
    "person_erased",
)  # fmt: skip
A_SCAN = {"id": "s-0001-0001", "bin": "A-01-03", "item": "4006381333931", "tote": "1", "quantity": 1}


class PickScanAsked(Strict):
    """What a scanner read: the bin, the item's GTIN or SKU, the tote, and how many pieces. `id` is the scan's own, so
    that one sent twice counts once. Without an item only the bin is confirmed. `short`: there are no more of them."""

    id: ScanId
    bin: Code = ""
    item: Code = ""
    tote: Code = ""
    quantity: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    short: bool = False


@routes.get(
    "/v1/pick-lists",
    **operation("list_pick_lists", "List pick lists", Tag.FULFILMENT, Returns(Page[PickListShown], a_page(A_LIST))),
)
def list_pick_lists(
    services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)], state: ListState = None,
    warehouse: AtWarehouse = None,
) -> Response:  # fmt: skip
    """Of released waves, oldest first."""
    key = wanted.after(str)
    with services.database.read() as session:
        after = "" if key is None else str(key[0])
        found = walks_after(session, who.merchant, wanted.rows, after, state, warehouse)
    return listing(found, wanted, lambda each: (each.id,), shown_list)


@routes.get(
    "/v1/pick-lists/{pick_list_id}",
    **operation("get_pick_list", "Read a pick list", Tag.FULFILMENT, Returns(PickListFileShown, A_LIST_FILE),
                ("not_found",)),
)  # fmt: skip
def get_pick_list(services: ServicesOf, who: Reader, pick_list_id: PickListId) -> Response:
    """Its stops in the order of the walk."""
    with services.database.read() as session:
        seen = walk_seen(session, who.merchant, pick_list_id)
        return answer(shown_list_file(seen, articles_on(session, services.site_of(who), seen)))


@routes.get(
    "/v1/pick-lists/{pick_list_id}/sheet.pdf",
    **operation("print_pick_list", "Print a pick list", Tag.FULFILMENT,
                Returns(None, "%PDF-1.7 …", "The list with bar codes.", "application/pdf"),
                ("not_found", "paper_empty", "letters_missing", "font_missing")),
)  # fmt: skip
def print_pick_list(services: ServicesOf, who: Reader, pick_list_id: PickListId, language: PaperLanguage) -> Response:
    """Bins and articles as Code 128, so that the paper serves a scanner too; for pickers of English or Chinese."""
    faces = services.print_shop.typesetter
    with services.database.read() as session:
        sheets = walk_sheets(session, faces, [walk_seen(session, who.merchant, pick_list_id)], language)
    return Response(faces.pdf(*sheets), media_type="application/pdf")


@routes.post(
    "/v1/pick-lists/{pick_list_id}/scans",
    **operation("scan_pick", "Tell a scan at a bin", Tag.FULFILMENT, Returns(PickListFileShown, A_LIST_FILE), REFUSES),
)
def scan(
    services: ServicesOf,
    who: Writer,
    pick_list_id: PickListId,
    asked: Annotated[PickScanAsked, Depends(JsonBody(PickScanAsked, A_SCAN))],
) -> Response:
    """A wrong bin, item or tote is refused with what is expected. What is short is fetched from another bin or lot,
    else sent by another warehouse, else waited for. The last piece of an order ends its picking."""
    scanned = Scanned(**asked.model_dump())

    def work(session: WriteSession) -> Shown:
        # The list names the order; until it does, the scan is about none.
        seen = scan_pick(session, services.site_of(who), occasion(services, who, ""), pick_list_id, scanned)
        return shown_list_file(seen, articles_on(session, services.site_of(who), seen))

    return answer(tried(services, work))
