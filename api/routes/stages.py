"""Orders after their decision by the stage where they stand."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import AT, ORDER, a_page
from api.schemas.page import Page, PageWanted, listing, page
from api.services import ServicesOf
from fulfillment.states import Stage
from fulfillment.store.stages import Standing, orders_at, stage_counts

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.NARROWED))]


class StandingShown(BaseModel):
    """An order after its decision."""

    order_id: str
    merchant_order_id: str
    shop: str
    channel: str
    country: str | None
    stage: str
    payment: str
    outcome: str = Field(description="Of the decision that counts.")
    currency: str
    total: int = Field(description="In minor units.")
    opened_at: datetime
    changed_at: datetime


class StageCountShown(BaseModel):
    """How many orders stand at a stage."""

    stage: str
    orders: int


class StageCountsShown(BaseModel):
    """All stages in the order of an order's life, also those where none stands."""

    total: int
    by_stage: list[StageCountShown]


A_STANDING = {
    "order_id": ORDER,
    "merchant_order_id": "1001",
    "shop": "shop-de",
    "channel": "own_shop",
    "country": "DE",
    "stage": "fulfilling",
    "payment": "captured",
    "outcome": "admit",
    "currency": "EUR",
    "total": 1999,
    "opened_at": AT,
    "changed_at": AT,
}
COUNTS = {"total": 3, "by_stage": [{"stage": "fulfilling", "orders": 3}]}


@routes.get(
    "/v1/fulfilment",
    **operation("list_orders_by_stage", "List orders by stage", Tag.FULFILMENT,
                Returns(Page[StandingShown], a_page(A_STANDING))),
)  # fmt: skip
def list_by_stage(
    services: ServicesOf,
    who: Reader,
    wanted: Annotated[PageWanted, Depends(page)],
    stage: Annotated[Stage | None, Query(description="Only those that stand here.")] = None,
) -> Response:
    """The order that came last first."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = orders_at(session, who.merchant, wanted.rows, "" if key is None else str(key[0]), stage, who.shops)
    return listing(rows, wanted, lambda row: (row.order_id,), _shown)


@routes.get(
    "/v1/fulfilment/counts",
    **operation("count_orders_by_stage", "Count orders by stage", Tag.FULFILMENT, Returns(StageCountsShown, COUNTS)),
)
def count_by_stage(services: ServicesOf, who: Reader) -> Response:
    """Each order counts once."""
    with services.database.read() as session:
        found = stage_counts(session, who.merchant, who.shops)
    stages = [{"stage": each.value, "orders": found.get(each, 0)} for each in Stage]
    return answer({"total": sum(found.values()), "by_stage": stages})


def _shown(row: Standing) -> dict[str, object]:
    plain = [name for name in StandingShown.model_fields if name != "merchant_order_id"]
    return {"merchant_order_id": row.ref, **{name: getattr(row, name) for name in plain}}
