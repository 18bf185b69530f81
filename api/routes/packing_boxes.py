"""The boxes of packing stations, and the packing plan of a part of an order."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer, nothing
from api.describing import Returns, Tag, operation
from api.refusals import ParameterRejected
from api.routes.consignment_examples import A_BOX, A_PLAN, SOME_BOXES, STATED_BOX
from api.routes.examples import a_page
from api.routes.working import tried
from api.schemas.body import JsonBody, Strict
from api.schemas.consignments import (
    BoxesTakenShown,
    BoxShown,
    PackingPlanShown,
    shown_bad_row,
    shown_box,
    shown_plan,
)
from api.schemas.file_body import FileBody
from api.schemas.ids import FulfilmentId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.words import LINE, Name
from api.services import ServicesOf
from engine.order.fields import CurrencyCode
from fulfillment.packing.catalogue import drop_box, import_boxes, keep_box
from fulfillment.packing.proposal import packing_plan
from fulfillment.records import BoxType
from fulfillment.store.boxes import boxes_after

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Side = Annotated[int, Field(ge=1, le=100_000)]
Grams = Annotated[int, Field(ge=0, le=10_000_000)]
Code = Annotated[str, Field(max_length=128, pattern=LINE.replace("+$", "*$"))]
AtWarehouse = Annotated[
    str, Query(description="Of this warehouse; empty: of all.", max_length=128, pattern=LINE.replace("+$", "*$"))
]
MOST_TABLE = 1_000_000


class BoxAsked(Strict):
    """A box, whole; materials are words of the project's list."""

    name: Annotated[str, Field(min_length=1, max_length=64, pattern=LINE)]
    inner_length_mm: Side
    inner_width_mm: Side
    inner_height_mm: Side
    outer_length_mm: Side
    outer_width_mm: Side
    outer_height_mm: Side
    empty_g: Grams
    max_g: Grams
    cost_minor: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    currency: CurrencyCode = "EUR"
    materials: Annotated[
        tuple[Annotated[str, Field(pattern="^[a-z_]{1,64}$")], ...], Field(max_length=20, strict=False)
    ] = ()
    warehouse: Code = ""

    def box(self, merchant: str) -> BoxType:
        """As it is kept."""
        plain = self.model_dump(exclude={"materials"})
        return BoxType(merchant_id=merchant, materials=" ".join(self.materials), **plain)


@routes.get(
    "/v1/boxes",
    **operation("list_boxes", "List boxes", Tag.FULFILMENT, Returns(Page[BoxShown], a_page(A_BOX))),
)
def list_boxes(services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """By warehouse and name."""
    key = wanted.after(str, str)
    after = None if key is None else (str(key[0]), str(key[1]))
    with services.database.read() as session:
        found = boxes_after(session, who.merchant, wanted.rows, after)
    return listing(found, wanted, lambda each: (each.warehouse, each.name), shown_box)


@routes.post(
    "/v1/boxes",
    **operation("put_box", "Set up a box, or change it", Tag.FULFILMENT, Returns(BoxShown, A_BOX, "As it is kept."),
                ("not_found", "packing_refused", "store_conflict")),
)  # fmt: skip
def put_box(
    services: ServicesOf, who: Writer, asked: Annotated[BoxAsked, Depends(JsonBody(BoxAsked, STATED_BOX))]
) -> Response:
    """By warehouse and name. Plans that are asked for from now on may take it."""
    return answer(shown_box(tried(services, lambda session: keep_box(session, asked.box(who.merchant)))))


@routes.post(
    "/v1/boxes/import",
    **operation("import_boxes", "Set up boxes from a table", Tag.FULFILMENT, Returns(BoxesTakenShown, SOME_BOXES),
                ("not_found", "packing_refused", "parameter_rejected", "store_conflict")),
)  # fmt: skip
def take_table(
    services: ServicesOf,
    who: Writer,
    content: Annotated[bytes, Depends(FileBody(("text/csv",), MOST_TABLE))],
    warehouse: AtWarehouse = "",
) -> Response:
    """CSV in UTF-8: name, outer width, length, depth, empty weight, inner width, length, depth, maximum weight of the
    goods, then cost in euro cents and materials. Rows that cannot be read are named, the others are kept."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise ParameterRejected("body", "not_text", "the table is not UTF-8; save it so") from None
    kept, bad = tried(services, lambda session: import_boxes(session, who.merchant, text, warehouse))
    return answer({"kept": [shown_box(each) for each in kept], "refused": [shown_bad_row(each) for each in bad]})


@routes.delete(
    "/v1/boxes",
    **operation("remove_box", "Remove a box", Tag.FULFILMENT, {204: Returns(None, None, "No plan takes it any more.")},
                ("not_found",)),
)  # fmt: skip
def remove_box(
    services: ServicesOf,
    who: Writer,
    name: Annotated[Name, Query(description="Which box.", examples=["M"])],
    warehouse: AtWarehouse = "",
) -> Response:
    """What was packed in it stays."""
    tried(services, lambda session: drop_box(session, who.merchant, warehouse, name))
    return nothing()


@routes.get(
    "/v1/fulfilments/{fulfilment_id}/packing-plan",
    **operation("get_packing_plan", "Plan the boxes of a part of an order", Tag.FULFILMENT,
                Returns(PackingPlanShown, A_PLAN), ("not_found", "goods_unmeasured", "person_erased")),
)  # fmt: skip
def get_plan(services: ServicesOf, who: Reader, fulfilment_id: FulfilmentId) -> Response:
    """Boxes with what lies where, weights as carriers bill them, cost, and what to heed on the way to its
    destination. The same until order, product file or boxes change."""
    with services.database.read() as session:
        plan = packing_plan(session, services.customs, services.pack_book, who.merchant, fulfilment_id)
    return answer(shown_plan(plan))
