"""Stock: what lies on the shelves, goods that come in, and corrections after counting."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import a_page
from api.routes.life_examples import A_SHELF
from api.routes.working import tried
from api.schemas.body import JsonBody, Strict
from api.schemas.life import StockShown, shown_stock
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.words import LINE, Name
from api.services import ServicesOf
from engine.store.sessions import WriteSession
from fulfillment.inventory.shelves import count_stock, receive_stock
from fulfillment.records import Stock
from fulfillment.store.stock import shelves_after

routes = APIRouter()
MOST = 1_000_000


class StockAsked(Strict):
    """Pieces that come to a shelf (`add`; a negative number takes unreserved ones away), or how many there are
    (`count`)."""

    sku: Name
    warehouse: Name = "main"
    how: Literal["add", "count"] = "add"
    pieces: Annotated[int, Field(ge=-MOST, le=MOST)]


@routes.get(
    "/v1/stock",
    **operation(
        "list_stock", "List what is on the shelves", Tag.FULFILMENT, Returns(Page[StockShown], a_page(A_SHELF))
    ),
)
def list_stock(
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.ORDERS_READ))],
    wanted: Annotated[PageWanted, Depends(page)],
    sku: Annotated[
        str | None, Query(description="Only of this article.", min_length=1, max_length=128, pattern=LINE)
    ] = None,
) -> Response:
    """By article and warehouse."""
    key = wanted.after(str, str)
    after = None if key is None else (str(key[0]), str(key[1]))
    with services.database.read() as session:
        shelves = shelves_after(session, who.merchant, wanted.rows, after, sku)
    return listing(shelves, wanted, lambda shelf: (shelf.sku, shelf.warehouse), shown_stock)


@routes.post(
    "/v1/stock",
    **operation(
        "change_stock",
        "Tell that goods came in or were counted",
        Tag.FULFILMENT,
        Returns(StockShown, A_SHELF, "The shelf as it is then."),
        ("stock_refused", "store_conflict"),
    ),
)
def change_stock(
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))],
    asked: Annotated[StockAsked, Depends(JsonBody(StockAsked, {"sku": "TEE-M", "warehouse": "SZX-1", "pieces": 40}))],
) -> Response:
    """From its first piece on an article is counted, and orders of it are reserved or wait. Orders that wait go on."""
    act = receive_stock if asked.how == "add" else count_stock

    def work(session: WriteSession) -> Stock:
        now = services.clock.now()
        return act(session, services.ids, who.merchant, asked.sku, asked.warehouse, asked.pieces, now)

    return answer(shown_stock(tried(services, work)))
