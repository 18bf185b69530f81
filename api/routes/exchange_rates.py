"""Exchange rates that are stored, and by which alone money is converted."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import a_page
from api.schemas.body import JsonBody, Strict
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.payments import A_RATE, RateShown, RatesStored, shown_rate
from api.schemas.words import Name
from api.services import ServicesOf
from engine.order.fields import CurrencyCode, Moment
from fulfillment.payments.rates import given_rate, store_rates
from fulfillment.store.rates import rates_after

routes = APIRouter()
MOST_SENT = 500
RATES = {"rates": [{"base": "EUR", "quote": "USD", "rate": "1.0812", "source": "ecb", "at": "2026-11-25T00:00:00Z"}]}


class RateAsked(Strict):
    """One rate: a unit of `base` is `rate` units of `quote`, written as a decimal number."""

    base: CurrencyCode
    quote: CurrencyCode
    rate: Annotated[str, Field(pattern=r"^[0-9]{1,12}(\.[0-9]{1,12})?$", examples=["1.0812"])]
    source: Name
    at: Moment


class RatesAsked(Strict):
    """Rates."""

    rates: Annotated[tuple[RateAsked, ...], Field(min_length=1, max_length=MOST_SENT, strict=False)]


@routes.get(
    "/v1/exchange-rates",
    **operation("list_rates", "List stored exchange rates", Tag.PAYMENTS, Returns(Page[RateShown], a_page(A_RATE))),
)
def list_rates(
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.OPEN))],
    wanted: Annotated[PageWanted, Depends(page)],
) -> Response:
    """In the order in which they were stored."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = rates_after(session, who.merchant, "" if key is None else str(key[0]), wanted.rows)
    return listing(rows, wanted, lambda row: (row.id,), shown_rate)


@routes.post(
    "/v1/exchange-rates",
    **operation(
        "store_rates",
        "Store exchange rates",
        Tag.PAYMENTS,
        Returns(RatesStored, {"new": 1}, "Stored; none is ever changed."),
        ("rate_refused", "store_conflict"),
    ),
)
def add_rates(
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))],
    asked: Annotated[RatesAsked, Depends(JsonBody(RatesAsked, RATES))],
) -> Response:
    """Money is converted by the newest rate that was in force at that moment, and by no other."""
    given = [given_rate(each.base, each.quote, each.rate, each.source, each.at) for each in asked.rates]
    with services.database.write() as session:
        new = store_rates(session, services.ids, who.merchant, given, services.clock.now(), who.name)
    return answer({"new": new})
