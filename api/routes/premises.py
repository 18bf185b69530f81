"""Legal entities and shops of a merchant."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.access_examples import A_SHOP, A_SHOP_STATED, AN_ENTITY, AN_ENTITY_STATED
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.schemas.access import EntityShown, EntityStated, ShopShown, ShopStated, shown_entity, shown_shop
from api.schemas.body import JsonBody
from api.schemas.page import Page, PageWanted, listing, page
from api.services import ServicesOf
from engine.desk.premises import keep_entity, keep_shop
from engine.store.premises import Shop, entities_after, shops_after

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
ShopReader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.NARROWED))]
Writer = Annotated[Caller, Depends(caller(Scope.PEOPLE_WRITE))]


@routes.get(
    "/v1/legal-entities",
    **operation(
        "list_legal_entities", "List legal entities", Tag.ACCESS, Returns(Page[EntityShown], a_page(AN_ENTITY))
    ),
)
def list_entities(services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """By code."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = entities_after(session, who.merchant, wanted.rows, "" if key is None else str(key[0]))
    return listing(rows, wanted, lambda row: (row.code,), shown_entity)


@routes.put(
    "/v1/legal-entities",
    **operation(
        "keep_legal_entity",
        "Add or change a legal entity",
        Tag.ACCESS,
        Returns(EntityShown, AN_ENTITY, "Kept."),
        ("shop_refused", "store_conflict"),
    ),
)
def put_entity(
    services: ServicesOf, who: Writer, asked: Annotated[EntityStated, Depends(JsonBody(EntityStated, AN_ENTITY_STATED))]
) -> Response:
    """By its code, as orders name it in `legal_entity`."""
    now = services.clock.now()
    kept = keep_entity(services.database, services.ids, desk_caller(who), asked.code, asked.name, asked.country, now)
    return answer(shown_entity(kept))


@routes.get(
    "/v1/shops",
    **operation("list_shops", "List shops", Tag.ACCESS, Returns(Page[ShopShown], a_page(A_SHOP))),
)
def list_shops(services: ServicesOf, who: ShopReader, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """By code; of somebody bound to shops, those."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = shops_after(session, who.merchant, wanted.rows, "" if key is None else str(key[0]), who.shops)
    return listing(rows, wanted, lambda row: (row.code,), shown_shop)


@routes.put(
    "/v1/shops",
    **operation(
        "keep_shop",
        "Add or change a shop",
        Tag.ACCESS,
        Returns(ShopShown, A_SHOP, "Kept."),
        ("shop_refused", "store_conflict"),
    ),
)
def put_shop(
    services: ServicesOf, who: Writer, asked: Annotated[ShopStated, Depends(JsonBody(ShopStated, A_SHOP_STATED))]
) -> Response:
    """By its code, as orders name it in `shop`. Orders of shops that are not here come in all the same, unless the
    setting `known_shops_only` is 1."""
    stated = asked.model_dump()
    shop = Shop(merchant=who.merchant, changed_at=services.clock.now(), changed_by=who.name, **stated)
    kept = keep_shop(services.database, services.ids, desk_caller(who), shop)
    services.desk.premises.forget(who.merchant)
    return answer(shown_shop(kept))
