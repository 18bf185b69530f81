"""Which service takes a part of an order, why, and how merchants choose."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import NotFound
from api.routes.examples import a_page
from api.routes.working import occasion, taken_over, tried
from api.schemas.body import JsonBody
from api.schemas.ids import OrderId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.service_choices import (
    A_CHOICE,
    NAMED,
    SOME_WISHES,
    THEY_COUNT,
    WISHED,
    CountingWishesShown,
    ServiceChoiceShown,
    ServiceNamedAsked,
    ShippingWishesAsked,
    ShippingWishesShown,
    ShopName,
    shown_choice,
    shown_counting,
    shown_wishes,
)
from api.services import Services, ServicesOf
from engine.desk.reading import known_order
from engine.store.sessions import WriteSession
from fulfillment.records import ServiceChoice
from fulfillment.shipping.naming_service import name_service
from fulfillment.shipping.wishing import enter_wishes, wishes_of
from fulfillment.store.service_choices import choices_of_order, wishes_after

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Approver = Annotated[Caller, Depends(caller(Scope.RULES_APPROVE))]
Narrowed = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.NARROWED))]
Named = Annotated[ServiceNamedAsked, Depends(JsonBody(ServiceNamedAsked, NAMED))]
REFUSALS = ("not_found", "not_taken_over", "part_needed", "illegal_step", "service_refused", "goods_unmeasured",
            "person_erased", "no_edition", "case_changed", "store_conflict")  # fmt: skip


@routes.get(
    "/v1/orders/{order_id}/services",
    **operation("list_service_choices", "See which service takes an order", Tag.FULFILMENT,
                Returns(Page[ServiceChoiceShown], a_page(A_CHOICE)), ("not_found",)),
)  # fmt: skip
def list_choices(services: ServicesOf, who: Reader, order_id: OrderId) -> Response:
    """All choices for its parts, oldest first: forecasts, those that were made when a part was packed, and what people
    named. The last of a part counts. Each says why, why no other, and what little would have chosen another."""
    with services.database.read() as session:
        known_order(session, who.merchant, order_id)
        rows = choices_of_order(session, who.merchant, order_id)
    return answer({"data": [shown_choice(each) for each in rows], "next_cursor": None, "has_more": False})


@routes.post(
    "/v1/orders/{order_id}/services",
    **operation("name_service", "Name the service of a part", Tag.FULFILMENT,
                {201: Returns(ServiceChoiceShown, A_CHOICE, "Named.")}, (*REFUSALS, "approver_needed")),
)  # fmt: skip
def name_one(services: ServicesOf, who: Writer, order_id: OrderId, asked: Named) -> Response:
    """Before it has its label: it goes by this service whatever the merchant needs, as long as the service can take it
    and house policy lets it. A service that is barred takes an approver."""
    return _named(services, who, order_id, asked, may_pass_bar=who.may(Scope.RULES_APPROVE))


@routes.post(
    "/v1/orders/{order_id}/barred-services",
    **operation("name_barred_service", "Name a service that the house bars", Tag.FULFILMENT,
                {201: Returns(ServiceChoiceShown, A_CHOICE, "Named.")}, REFUSALS),
)  # fmt: skip
def name_barred(services: ServicesOf, who: Approver, order_id: OrderId, asked: Named) -> Response:
    """As `POST /services`, by an approver: house policy may be passed over. Law, and what a carrier does not take, may
    not."""
    return _named(services, who, order_id, asked, may_pass_bar=True)


@routes.get(
    "/v1/shipping-wishes",
    **operation("list_shipping_wishes", "List how services were to be chosen", Tag.FULFILMENT,
                Returns(Page[ShippingWishesShown], a_page(SOME_WISHES))),
)  # fmt: skip
def list_wishes(services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """All that were ever entered, oldest first; the last of a shop counts."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = wishes_after(session, who.merchant, "" if key is None else str(key[0]), wanted.rows)
    return listing(rows, wanted, lambda row: (row.id,), shown_wishes)


@routes.get(
    "/v1/shipping-wishes/current",
    **operation("get_shipping_wishes", "See how services are chosen", Tag.FULFILMENT,
                Returns(CountingWishesShown, THEY_COUNT), ("not_found",)),
)  # fmt: skip
def current_wishes(
    services: ServicesOf, who: Narrowed, shop: Annotated[ShopName | None, Query(description="Of this shop.")] = None
) -> Response:
    """For a shop: its own, else its merchant's, else what is usual."""
    if who.shops is not None and shop not in who.shops:
        raise NotFound
    with services.database.read() as session:
        return answer(shown_counting(wishes_of(session, services.shipping, who.merchant, shop or "")))


@routes.post(
    "/v1/shipping-wishes",
    **operation("enter_shipping_wishes", "Say how services are chosen", Tag.FULFILMENT,
                {201: Returns(ShippingWishesShown, SOME_WISHES, "They count from now on.")},
                ("wishes_refused", "store_conflict")),
)  # fmt: skip
def enter(
    services: ServicesOf,
    who: Writer,
    asked: Annotated[ShippingWishesAsked, Depends(JsonBody(ShippingWishesAsked, WISHED))],
) -> Response:
    """For one shop, or for all that have none of their own. Parts that wait are looked at again."""
    stated = {} if asked.wishes is None else asked.wishes.stated()
    entered = tried(
        services,
        lambda session: enter_wishes(
            session, services.ids, services.shipping, who.merchant, asked.shop or "", stated, who.name,
            services.clock.now(),
        ),
    )  # fmt: skip
    return answer(shown_wishes(entered), 201)


def _named(services: Services, who: Caller, order_id: str, asked: ServiceNamedAsked, *, may_pass_bar: bool) -> Response:
    def work(session: WriteSession) -> ServiceChoice:
        with taken_over(session, who.merchant, order_id):
            wanted = asked.wanted(may_pass_bar=may_pass_bar)
            return name_service(session, services.site, occasion(services, who, order_id), asked.part, wanted)

    return answer(shown_choice(tried(services, work)), 201)
