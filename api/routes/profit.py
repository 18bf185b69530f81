"""What orders earn: of one order part by part, and of a period by article, lane, shop, channel or month."""

from datetime import date, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response, StreamingResponse

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import ParameterRejected
from api.routes.working import taken_over
from api.schemas.ids import OrderId
from api.schemas.profit import (
    A_TABLE,
    ORDER_PROFITS,
    PROFIT_ORDERS,
    ProfitOrdersShown,
    ProfitsShown,
    ProfitTableShown,
    shown_orders,
    shown_profits,
    shown_table,
)
from api.services import ServicesOf
from engine.order.currency import exponents
from fulfillment.profit.actual import profits_of
from fulfillment.profit.page import page
from fulfillment.profit.reporting import each_order, midnight, period_report, summed_up
from fulfillment.profit.sheet import orders_sheet, table_sheet
from fulfillment.profit.tables import Over
from fulfillment.profit.wanted import Wanted
from fulfillment.profit.words import WORDS
from fulfillment.store.profit_shares import count_losses, count_orders, worst_orders

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Asker = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.NARROWED))]
CSV, HTML = "text/csv; charset=utf-8", "text/html; charset=utf-8"
Day = Annotated[date, Query(description="In UTC; both days count, by when fulfilment took orders over.")]
CurrencyOption = Annotated[str, Query(description="ISO 4217, such as EUR.", pattern="^[A-Z]{3}$")]
Basis = Annotated[Literal["actual", "expected"], Query(description="As booked by now, or as expected before shipping.")]
ShopOption = Annotated[str | None, Query(description="Only of this shop.", min_length=1, max_length=128)]
ChannelOption = Annotated[str | None, Query(description="Only of this channel.", min_length=1, max_length=128)]
Problems = ("parameter_rejected", "no_edition")


@routes.get(
    "/v1/orders/{order_id}/profit",
    **operation("get_order_profit", "Read what an order earns", Tag.PROFIT, Returns(ProfitsShown, ORDER_PROFITS),
                ("not_found", "person_erased", "parameter_rejected", "no_edition")),
)  # fmt: skip
def get_order_profit(
    services: ServicesOf, who: Reader, order_id: OrderId, currency: CurrencyOption | None = None
) -> Response:
    """Each figure with where it is from, and whether it is expected, billed or unknown; as expected, and as far as
    bills, reports and the order's ledger say. In the order's currency unless another is named."""
    chosen = "" if currency is None else _known(currency)
    with services.database.read() as session, taken_over(session, who.merchant, order_id):
        found = profits_of(session, services.money_sources, who.merchant, order_id, currency=chosen)
    return answer(shown_profits(found))


@routes.get(
    "/v1/profit",
    **operation("get_profit", "Sum profits up", Tag.PROFIT, Returns(ProfitTableShown, A_TABLE), Problems),
)
def get_profit(
    services: ServicesOf, who: Asker, since: Day, until: Day, by: Over = Over.LANE, currency: CurrencyOption = "EUR",
    basis: Basis = "actual", shop: ShopOption = None, channel: ChannelOption = None,
) -> Response:  # fmt: skip
    """By article, lane (origin, destination and service), shop, channel or month. Order-level figures are shared out to
    articles by value, freight by weight; every table of the same orders has the same sum. `pending` orders are still to
    be counted, or to be counted again: ask once more. A currency is counted from when it is asked for first."""
    wanted = _wanted(who, since, until, currency, basis, shop, channel)
    books = services.profit_books
    books.catch_up(wanted)
    with services.database.snapshot() as session:
        return answer(shown_table(summed_up(session, wanted, by), books.standing(session, wanted)))


@routes.get(
    "/v1/profit/orders",
    **operation("list_profit_orders", "List a period's orders by what they lose", Tag.PROFIT,
                Returns(ProfitOrdersShown, PROFIT_ORDERS), Problems),
)  # fmt: skip
def list_profit_orders(
    services: ServicesOf, who: Asker, since: Day, until: Day, currency: CurrencyOption = "EUR", basis: Basis = "actual",
    shop: ShopOption = None, channel: ChannelOption = None,
    most: Annotated[int, Query(description="So many of them.", ge=1, le=200)] = 50,
) -> Response:  # fmt: skip
    """The greatest loss first, as far as it is known; the table for spreadsheets has all of them."""
    wanted = _wanted(who, since, until, currency, basis, shop, channel)
    books = services.profit_books
    books.catch_up(wanted)
    with services.database.snapshot() as session:
        worst = worst_orders(session, wanted, most)
        orders, losses = count_orders(session, wanted), count_losses(session, wanted)
        return answer(shown_orders(worst, orders, losses, currency, books.standing(session, wanted)))


@routes.get(
    "/v1/profit.csv",
    **operation("get_profit_table", "Sum profits up for a spreadsheet", Tag.PROFIT,
                Returns(None, "lane,orders,profit\r\n", "The table.", "text/csv"), Problems),
)  # fmt: skip
def get_profit_table(
    services: ServicesOf, who: Asker, since: Day, until: Day,
    by: Annotated[Literal["sku", "lane", "shop", "channel", "month", "order"], Query(description="A row for each.")]
    = "lane",
    currency: CurrencyOption = "EUR", basis: Basis = "actual", shop: ShopOption = None, channel: ChannelOption = None,
) -> Response:  # fmt: skip
    """The same as a table, or the orders themselves; nothing in it is computed by a spreadsheet. A last row says how
    many orders are still to be counted."""
    wanted = _wanted(who, since, until, currency, basis, shop, channel)
    books = services.profit_books
    books.catch_up(wanted)
    headers = {"Content-Disposition": 'attachment; filename="profit.csv"'}
    with services.database.snapshot() as session:
        pending = books.standing(session, wanted).pending
        if by == "order":
            rows = orders_sheet(each_order(services.database, wanted), pending)
            return StreamingResponse(rows, media_type=CSV, headers=headers)
        text = table_sheet(summed_up(session, wanted, Over(by)), pending)
    return Response(text, media_type=CSV, headers=headers)


@routes.get(
    "/v1/profit.html",
    **operation("get_profit_page", "Get the page of a period's profits", Tag.PROFIT,
                Returns(None, "<!doctype html>", "The page.", "text/html"), Problems),
)  # fmt: skip
def get_profit_page(
    services: ServicesOf, who: Asker, since: Day, until: Day, currency: CurrencyOption = "EUR", basis: Basis = "actual",
    shop: ShopOption = None, channel: ChannelOption = None, lang: Literal["en", "zh"] = "en",
) -> Response:  # fmt: skip
    """One file with its pictures inside, without script, that asks for nothing else."""
    wanted = _wanted(who, since, until, currency, basis, shop, channel)
    books = services.profit_books
    books.catch_up(wanted)
    with services.database.snapshot() as session:
        report = period_report(session, books, wanted)
    headers = {"Content-Disposition": 'attachment; filename="profit.html"'}
    return Response(page(report, WORDS[lang]), media_type=HTML, headers=headers)


def _wanted(
    who: Caller, since: date, until: date, currency: str, basis: str, shop: str | None, channel: str | None
) -> Wanted:
    if until < since:
        raise ParameterRejected("until", "out_of_range", "must not be before `since`")
    if until == date.max:
        raise ParameterRejected("until", "out_of_range", "name a day before 9999-12-31")
    return Wanted(
        merchant=who.merchant,
        since=midnight(since),
        until=midnight(until + timedelta(days=1)),
        currency=_known(currency),
        is_expected=basis == "expected",
        shops=who.shops if shop is None else _one_of(who.shops, shop),
        channel=channel,
    )


def _one_of(shops: frozenset[str] | None, shop: str) -> frozenset[str]:
    return frozenset({shop} if shops is None or shop in shops else ())


def _known(currency: str) -> str:
    if currency not in exponents():
        raise ParameterRejected("currency", "not_valid", "write a currency of ISO 4217, such as EUR")
    return currency
