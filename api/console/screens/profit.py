"""Profit: what orders earn, by order, article, lane, shop, channel or month; those that lose money first."""

from collections.abc import Mapping

from fastapi import Request
from starlette.responses import Response

from api.console.asking import Document
from api.console.menu import HOME
from api.console.order_numbers import numbers_of
from api.console.page_route import pages
from api.console.screens.analytics import period_of, periods_of
from api.console.showing import shown
from api.console.visit import visit_of
from fulfillment.profit.words import WORDS

routes = pages()
SCREEN, PAGE = "profit", f"{HOME}/profit"
BY = ("order", "sku", "lane", "shop", "channel", "month")
BASES = ("actual", "expected")
FILTERS = ("by", "since", "until", "shop", "channel", "currency", "basis")
MOST_ROWS = 100


@routes.get(PAGE)
async def show_profit(request: Request) -> Response:
    """One table; filters stand in the address."""
    visit = await visit_of(request)
    filters = {name: value for name, value in visit.query.items() if name in FILTERS}
    by = filters.get("by", "") if filters.get("by") in BY else BY[0]
    basis = filters.get("basis", "") if filters.get("basis") in BASES else BASES[0]
    since, until = period_of(visit, filters)
    asked = {
        "since": since, "until": until, "basis": basis, "currency": filters.get("currency") or "EUR",
        "shop": filters.get("shop"), "channel": filters.get("channel"),
    }  # fmt: skip
    if by == "order":
        found = await visit.api.get("/v1/profit/orders", most=MOST_ROWS, **asked)
    else:
        found = await visit.api.get("/v1/profit", by=by, **asked)
    document = found.document if found.is_ok else {}
    told = {name: value for name, value in asked.items() if value}
    return shown(
        visit, SCREEN, "profit.html", refused=None if found.is_ok else found, path=PAGE, filters=filters, by=by,
        basis=basis, since=since, until=until, periods=periods_of(visit), tabs=BY, bases=BASES, found=document,
        currency=told["currency"], csv={**told, "by": by}, html={**told, "lang": visit.language},
        earns=WORDS[visit.language], numbers=await numbers_of(visit, document),
        rows=_rows(document), most=MOST_ROWS, all_rows=_count(document),
    )  # fmt: skip


def _rows(document: Document) -> list[Mapping[str, object]]:
    """Those that lose most first, as many as people read."""
    if "data" in document:
        data: object = document["data"]
        return list(data) if isinstance(data, list) else []
    rows: object = document.get("rows")
    return list(reversed(rows))[:MOST_ROWS] if isinstance(rows, list) else []


def _count(document: Document) -> int:
    rows: object = document.get("rows", [])
    return int(str(document["orders"])) if "orders" in document else len(rows) if isinstance(rows, list) else 0
