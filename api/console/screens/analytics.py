"""Analytics: how orders of a period were decided, how long they waited, and what was charged back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.asking import Document
from api.console.charting import Chart, Line
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.showing import shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words
from engine.store.arrivals_behind import Behind

routes = pages()
SCREEN, PAGE = "analytics", f"{HOME}/analytics"
CAUSES, ORDERS = f"{HOME}/causes", f"{PAGE}/orders"
BY = ("country", "channel", "shop", "day", "week")
FILTERS = ("shop", "channel", "country")
PERIODS = (7, 30, 90, 365)
USUAL = 30
MOST_POINTS = 100  # of a line over days; weeks from there on
OUTCOMES = ("admit", "ask_customer", "hold", "cancel")
HOUR_S = 3600
PERCENT = 100  # basis points


@routes.get(PAGE)
async def show_analytics(request: Request) -> Response:
    """Cards, lines over time, and a table that each figure leads on from. Filters stand in the address."""
    visit = await visit_of(request)
    filters = {name: value for name, value in visit.query.items() if name in (*FILTERS, "by", "since", "until")}
    by = filters.get("by", "") if filters.get("by") in BY else BY[0]
    since, until = period_of(visit, filters)
    asked = {name: filters.get(name) for name in FILTERS} | {"since": since, "until": until}
    over_time = "day" if _days(since, until) <= MOST_POINTS else "week"
    found = await visit.api.get("/v1/analytics", by=by, also=None if by == over_time else over_time, **asked)
    document = found.document if found.is_ok else {}
    also: object = document.get("also")
    trend = list(_rows(also if isinstance(also, dict) else document)) if found.is_ok else None
    return shown(
        visit, SCREEN, "analytics.html", refused=None if found.is_ok else found, path=PAGE, filters=filters, by=by,
        since=since, until=until, periods=periods_of(visit), tabs=BY, causes=CAUSES, orders=ORDERS, found=document,
        total=document.get("total") or {}, rows=list(_rows(document)), csv=_query(asked | {"by": by}),
        charts_shown=_charts(Words(SCREEN, visit.language), trend) if trend is not None else [],
        may_queue=visit.may(Scope.REVIEWS_WRITE),
    )  # fmt: skip


@routes.get(ORDERS)
async def show_orders(request: Request) -> Response:
    """The orders behind a figure."""
    visit = await visit_of(request)
    names = (*FILTERS, "which", "since", "until", "cursor")
    filters = {name: value for name, value in visit.query.items() if name in names}
    which = filters.get("which", "") if filters.get("which") in set(Behind) else Behind.ALL
    since, until = period_of(visit, filters)
    asked = {name: filters.get(name) for name in (*FILTERS, "cursor")} | {"since": since, "until": until}
    found = await visit.api.get("/v1/analytics/orders", which=which, **asked)
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "analytics_orders.html", refused=None if found.is_ok else found, path=ORDERS, filters=filters,
        which=which, tabs=[(each, words.code("behind", each), None) for each in Behind], since=since, until=until,
        rows=found.rows, reply=found.document if found.is_ok else {}, back=PAGE,
    )  # fmt: skip


def period_of(visit: Visit, filters: Mapping[str, str]) -> tuple[str, str]:
    """The days that are asked for; without, the last thirty."""
    today = visit.now.date()
    since = filters.get("since") or str(today - timedelta(days=USUAL - 1))
    return since, filters.get("until") or str(today)


def _rows(document: Document) -> Iterable[Document]:
    rows: object = document.get("rows")
    return (each for each in rows if isinstance(each, dict)) if isinstance(rows, list) else ()


def periods_of(visit: Visit) -> Sequence[tuple[int, str, str]]:
    """Usual periods that end today: days, the first and the last."""
    today = visit.now.date()
    return [(days, str(today - timedelta(days=days - 1)), str(today)) for days in PERIODS]


def _days(since: str, until: str) -> int:
    try:
        return (date.fromisoformat(until) - date.fromisoformat(since)).days + 1
    except ValueError:
        return 1  # the API says what it thinks of it


def _query(asked: Mapping[str, str | None]) -> Mapping[str, str]:
    return {name: value for name, value in asked.items() if value}


def _charts(words: Words, rows: Sequence[Document]) -> Sequence[Chart]:
    days = [str(each["key"]) for each in rows]
    by_outcome = [
        Line(words.code("outcome", each), each, [_within(row, "now", each) or 0 for row in rows]) for each in OUTCOMES
    ]
    shares = [
        Line(words["approved"], "admit", [_percent(row["approved_basis_points"]) for row in rows]),
        Line(words["held"], "hold", [_percent(row["held_basis_points"]) for row in rows]),
    ]
    waiting = [
        Line(words["half_within"], "ask_customer", [_hours(_within(row, "held", "p50_s")) for row in rows]),
        Line(words["nine_within"], "hold", [_hours(_within(row, "held", "p90_s")) for row in rows]),
    ]
    made = (("orders_over_time", "", by_outcome), ("shares_over_time", "%", shares), ("held_over_time", "h", waiting))
    return [Chart(title=words[name], unit=unit, days=days, lines=lines) for name, unit, lines in made]


def _within(row: Document, name: str, inner: str) -> float | None:
    found: object = row[name]
    value = found.get(inner) if isinstance(found, dict) else None
    return float(value) if isinstance(value, int) else None


def _percent(basis_points: object) -> float | None:
    return basis_points / PERCENT if isinstance(basis_points, int) else None


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / HOUR_S, 2)
