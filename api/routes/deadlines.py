"""All that must be answered by when, and how customer service does."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import ParameterRejected
from api.routes.examples import a_page
from api.schemas.inbox import A_DEADLINE, FIGURES, DeadlineShown, FiguresShown, shown_deadline, shown_figures
from api.schemas.moment import Moment
from api.schemas.page import Page, PageWanted, listing, page
from api.services import ServicesOf
from engine.clock import microseconds
from fulfillment.deadlines import DeadlinesWanted, soonest
from fulfillment.inbox.deadlines import OFFERED
from fulfillment.inbox.figures import as_csv, figures_of

routes = APIRouter()
Lister = Annotated[Caller, Depends(caller(Scope.CASES_READ, Reach.NARROWED))]
LONGEST, USUAL = timedelta(days=366), timedelta(days=30)
CSV = "text/csv; charset=utf-8"
Since = Annotated[Moment | None, Query(description="Thirty days ago unless told.")]
Until = Annotated[Moment | None, Query(description="Now unless told; at most a year behind `since`.")]


@routes.get(
    "/v1/deadlines",
    **operation("list_deadlines", "List deadlines", Tag.INBOX, Returns(Page[DeadlineShown], a_page(A_DEADLINE))),
)
def list_deadlines(
    services: ServicesOf,
    who: Lister,
    wanted: Annotated[PageWanted, Depends(page)],
    until: Annotated[Moment | None, Query(description="Only those up to this moment.")] = None,
    kind: Annotated[
        Literal["case", "dispute", "claim", "return", "notice"] | None, Query(description="Only the ends of these.")
    ] = None,
) -> Response:
    """Of cases, disputes, and whatever else has an end; the earliest first, those that passed among them. `source` says
    who set it; one that begins with `assumption` is ours."""
    now = services.clock.now()
    asked = DeadlinesWanted(limit=wanted.rows, after=wanted.after_moment(), until=until, shops=who.shops)
    offers = list(OFFERED.values()) if kind is None else [OFFERED[kind]]
    with services.database.read() as session:
        rows = soonest(session, who.merchant, asked, offers)
    return listing(rows, wanted, lambda row: (microseconds(row.at), row.id), lambda row: shown_deadline(row, now))


@routes.get(
    "/v1/case-figures",
    **operation(
        "read_case_figures",
        "Read how customer service does",
        Tag.INBOX,
        Returns(FiguresShown, FIGURES, table="by,name,opened,answered\r\nall,,0,0\r\n"),
    ),
)
def read_case_figures(services: ServicesOf, who: Lister, since: Since = None, until: Until = None) -> Response:
    """First answers, open and overdue cases, those opened again: as a whole, by channel, kind and agent."""
    begin, end = _period(services.clock.now(), since, until)
    with services.database.read() as session:
        found = figures_of(session, who.merchant, begin, end, who.shops)
    return answer(shown_figures(found, begin, end))


@routes.get(
    "/v1/case-figures.csv",
    **operation("read_case_figures_table", "Read how customer service does, for a spreadsheet", Tag.INBOX,
                Returns(None, "by,name,opened\r\n", "The table.", "text/csv")),
)  # fmt: skip
def read_case_figures_table(services: ServicesOf, who: Lister, since: Since = None, until: Until = None) -> Response:
    """The same as a table; no cell is taken for a formula."""
    begin, end = _period(services.clock.now(), since, until)
    with services.database.read() as session:
        found = figures_of(session, who.merchant, begin, end, who.shops)
    headers = {"Content-Disposition": 'attachment; filename="case-figures.csv"'}
    return Response(as_csv(found), media_type=CSV, headers=headers)


def _period(now: datetime, since: datetime | None, until: datetime | None) -> tuple[datetime, datetime]:
    end = until or now
    begin = since or end - USUAL
    if not timedelta(0) <= end - begin <= LONGEST:
        raise ParameterRejected("since", "out_of_bounds", "name a moment before `until`, at most a year before it")
    return begin, end
