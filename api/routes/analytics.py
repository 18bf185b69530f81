"""Figures of a period: how orders were decided, how long they waited, and what was charged back."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import ParameterRejected
from api.routes.examples import a_page
from api.schemas.analytics import (
    AN_ARRIVED_ORDER,
    ANALYTICS,
    AnalyticsShown,
    ArrivedOrderShown,
    shown_analytics,
    shown_arrived,
)
from api.schemas.page import Page, PageWanted, listing, page
from api.services import Services, ServicesOf
from engine.clock import microseconds
from engine.store.arrivals import ArrivalsBy, ArrivalsWanted
from engine.store.arrivals_behind import Behind
from fulfillment.analytics.sheet import analytics_sheet
from fulfillment.analytics.table import OLD, analyse, behind
from fulfillment.profit.reporting import midnight

routes = APIRouter()
Asker = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.NARROWED))]
CSV = "text/csv; charset=utf-8"
MOST_DAYS = 400
Day = Annotated[date, Query(description="In UTC; both days count, by when orders came in.")]
ShopOption = Annotated[str | None, Query(description="Only of this shop.", min_length=1, max_length=128)]
ChannelOption = Annotated[str | None, Query(description="Only of this channel.", min_length=1, max_length=128)]
CountryOption = Annotated[str | None, Query(description="Only to this country, ISO 3166-1.", pattern="^[A-Z]{2}$")]
By = Annotated[ArrivalsBy, Query(description="A row for each.")]
Also = Annotated[ArrivalsBy | None, Query(description="Rows by this too, of the same reading; they are in `also`.")]
Problems = ("parameter_rejected",)


@routes.get(
    "/v1/analytics",
    **operation("get_analytics", "Read figures of a period", Tag.ANALYTICS, Returns(AnalyticsShown, ANALYTICS),
                Problems),
)  # fmt: skip
def get_analytics(
    services: ServicesOf, who: Asker, since: Day, until: Day, by: By = ArrivalsBy.DAY, also: Also = None,
    shop: ShopOption = None, channel: ChannelOption = None, country: CountryOption = None,
) -> Response:  # fmt: skip
    """Of the orders that came in then: decided, held, asked, overridden, charged back, whenever that was. Chargebacks
    come up to 120 days after the payment, so their share is taken of orders that are older; while there are none it is
    null. Money is that of each currency, never exchanged. 400 days at most."""
    wanted = _wanted(services, who, since, until, shop, channel, country)
    with services.database.read() as session:
        table, *others = analyse(session, wanted, by, *(() if also is None else (also,)))
    return answer(shown_analytics(table, next(iter(others), None), wanted, since, until))


@routes.get(
    "/v1/analytics/orders",
    **operation("list_analytics_orders", "List the orders behind a figure", Tag.ANALYTICS,
                Returns(Page[ArrivedOrderShown], a_page(AN_ARRIVED_ORDER)), Problems),
)  # fmt: skip
def list_analytics_orders(
    services: ServicesOf, who: Asker, wanted: Annotated[PageWanted, Depends(page)], since: Day, until: Day,
    which: Annotated[Behind, Query(description="Those that were ever held or asked, stand so, or were charged back.")]
    = Behind.ALL,
    shop: ShopOption = None, channel: ChannelOption = None, country: CountryOption = None,
) -> Response:  # fmt: skip
    """The newest first."""
    period = _wanted(services, who, since, until, shop, channel, country)
    key = wanted.after(int, str)
    after = None if key is None else (int(key[0]), str(key[1]))
    with services.database.read() as session:
        rows = behind(session, period, which, wanted.rows, after)
    return listing(rows, wanted, lambda row: (microseconds(row.arrived_at), row.order_id), shown_arrived)


@routes.get(
    "/v1/analytics.csv",
    **operation("get_analytics_table", "Read figures of a period for a spreadsheet", Tag.ANALYTICS,
                Returns(None, "country,orders,first_admit\r\n", "The table.", "text/csv"), Problems),
)  # fmt: skip
def get_analytics_table(
    services: ServicesOf, who: Asker, since: Day, until: Day, by: By = ArrivalsBy.DAY, shop: ShopOption = None,
    channel: ChannelOption = None, country: CountryOption = None,
) -> Response:  # fmt: skip
    """The same as a table, with columns for each currency; nothing in it is computed by a spreadsheet."""
    wanted = _wanted(services, who, since, until, shop, channel, country)
    with services.database.read() as session:
        (table,) = analyse(session, wanted, by)
    text = analytics_sheet(table)
    headers = {"Content-Disposition": 'attachment; filename="analytics.csv"'}
    return Response(text, media_type=CSV, headers=headers)


def _wanted(
    services: Services, who: Caller, since: date, until: date, shop: str | None, channel: str | None,
    country: str | None,
) -> ArrivalsWanted:  # fmt: skip
    if until < since:
        raise ParameterRejected("until", "out_of_range", "must not be before `since`")
    if until == date.max or (until - since).days >= MOST_DAYS:
        raise ParameterRejected("until", "out_of_range", f"name a day within {MOST_DAYS} days of `since`")
    return ArrivalsWanted(
        merchant=who.merchant,
        since=midnight(since),
        until=midnight(until + timedelta(days=1)),
        old_before=services.clock.now() - OLD,
        shops=who.shops,
        shop=shop,
        channel=channel,
        country=country,
    )
