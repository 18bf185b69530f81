"""Known orders decided anew: started here, worked on by workers, paused, cancelled and told of."""

from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response, StreamingResponse

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.rescreen_report import as_csv, as_text
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.schemas.body import JsonBody
from api.schemas.ids import RescreenId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.rescreens import (
    A_REPORT,
    A_RUN,
    AN_ORDER,
    ASKED,
    Change,
    RescreenAsked,
    RescreenedOrder,
    RescreenReport,
    RescreenShown,
    shown_order,
    shown_report,
    shown_run,
)
from api.services import Services, ServicesOf
from engine.desk.bulk.frozen import asked_of
from engine.desk.bulk.reporting import report_of
from engine.desk.bulk.runs import cancel, found_run, pause, resume, start
from engine.store.rescreens import LAST, FoundRow, RescreenRow, found_after, rescreens

routes = APIRouter()
Writer = Annotated[Caller, Depends(caller(Scope.RESCREENS_WRITE))]
Reader = Annotated[Caller, Depends(caller(Scope.RESCREENS_WRITE))]
CSV, TEXT = "text/csv; charset=utf-8", "text/plain; charset=utf-8"
ROWS = 1000


def _shown(row: RescreenRow) -> object:
    return shown_run(row, asked_of(row.params))


@routes.post(
    "/v1/rescreens",
    **operation(
        "start_rescreen",
        "Have known orders decided anew",
        Tag.RESCREENS,
        {202: Returns(RescreenShown, A_RUN, "Announced; workers go about it.")},
        ("rescreen_under_way",),
    ),
)
def start_rescreen(
    services: ServicesOf, who: Writer, asked: Annotated[RescreenAsked, Depends(JsonBody(RescreenAsked, ASKED))]
) -> Response:
    """By a filter, and of these orders all, or those that something which changed since could touch. Edition and moment
    are held still for the whole run, and one run is under way at a time."""
    row = start(services.desk, desk_caller(who), asked.asked(), by_jobs=True)
    return answer(_shown(row), 202, {"Location": f"/v1/rescreens/{row.run}"})


@routes.get(
    "/v1/rescreens",
    **operation(
        "list_rescreens",
        "List the runs",
        Tag.RESCREENS,
        Returns(Page[RescreenShown], a_page(A_RUN)),
    ),
)
def list_rescreens(services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """Newest first, those that began by themselves among them."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = rescreens(session, who.merchant, wanted.rows, LAST if key is None else str(key[0]))
    return listing(rows, wanted, lambda row: (row.run,), _shown)


@routes.get(
    "/v1/rescreens/{run_id}",
    **operation(
        "get_rescreen",
        "See what a run has come to",
        Tag.RESCREENS,
        Returns(RescreenReport, A_REPORT),
        ("not_found",),
    ),
)
def get_rescreen(services: ServicesOf, who: Reader, run_id: RescreenId) -> Response:
    """While it goes on, too: how many orders went which way, by which rules, and why they were looked at."""
    with services.database.read() as session:
        return answer(shown_report(report_of(session, who.merchant, run_id)))


@routes.get(
    "/v1/rescreens/{run_id}/orders",
    **operation(
        "list_rescreened_orders",
        "List the orders that came out otherwise",
        Tag.RESCREENS,
        Returns(Page[RescreenedOrder], a_page(AN_ORDER)),
        ("not_found",),
    ),
)
def list_rescreened(
    services: ServicesOf,
    who: Reader,
    run_id: RescreenId,
    wanted: Annotated[PageWanted, Depends(page)],
    change: Annotated[Change | None, Query(description="Those alone that changed so.")] = None,
) -> Response:
    """By id. Orders that came out as they were are counted, not listed."""
    key = wanted.after(str)
    with services.database.read() as session:
        found_run(session, who.merchant, run_id)
        after = "" if key is None else str(key[0])
        rows = found_after(session, who.merchant, run_id, wanted.rows, after, change)
    return listing(rows, wanted, lambda row: (row.order_id,), shown_order)


@routes.get(
    "/v1/rescreens/{run_id}/report",
    **operation(
        "export_rescreen",
        "Fetch the report of a run as a file",
        Tag.RESCREENS,
        Returns(None, "order_id,ref,shop,country,change,before,after,come,gone\r\n", "The report.", "text/csv"),
        ("not_found",),
    ),
)
def export_rescreen(
    services: ServicesOf,
    who: Reader,
    run_id: RescreenId,
    form: Annotated[Literal["csv", "text"], Query(alias="format", description="A table, or a summary.")] = "csv",
    locale: Annotated[Literal["en", "zh"], Query(description="Language of the summary.")] = "en",
) -> Response:
    """CSV has a line for each order that came out otherwise; no cell of it is taken for a formula."""
    with services.database.read() as session:
        report = report_of(session, who.merchant, run_id)
    if form == "text":
        return Response(as_text(report, locale), media_type=TEXT)
    headers = {"Content-Disposition": f'attachment; filename="{run_id}.csv"'}
    return StreamingResponse(as_csv(_rows(services, who.merchant, run_id)), headers=headers, media_type=CSV)


def _rows(services: Services, merchant: str, run_id: str) -> Iterator[FoundRow]:
    """All of them, each thousand in a session of its own: a slow reader holds none."""
    after = ""
    while True:
        with services.database.read() as session:
            rows = found_after(session, merchant, run_id, ROWS, after)
        yield from rows
        if len(rows) < ROWS:
            return
        after = rows[-1].order_id


CHANGED = Returns(RescreenShown, A_RUN)
REFUSED = ("not_found", "rescreen_over")


@routes.post(
    "/v1/rescreens/{run_id}/pause", **operation("pause_rescreen", "Pause a run", Tag.RESCREENS, CHANGED, REFUSED)
)
def pause_rescreen(services: ServicesOf, who: Writer, run_id: RescreenId) -> Response:
    """Chunks that were begun are finished, no more are begun."""
    return answer(_shown(pause(services.desk, desk_caller(who), run_id)))


@routes.post(
    "/v1/rescreens/{run_id}/cancel", **operation("cancel_rescreen", "Cancel a run", Tag.RESCREENS, CHANGED, REFUSED)
)
def cancel_rescreen(services: ServicesOf, who: Writer, run_id: RescreenId) -> Response:
    """What was decided until then stays decided."""
    return answer(_shown(cancel(services.desk, desk_caller(who), run_id)))


@routes.post(
    "/v1/rescreens/{run_id}/resume",
    **operation("resume_rescreen", "Go on with a run", Tag.RESCREENS, CHANGED, (*REFUSED, "rescreen_under_way")),
)
def resume_rescreen(services: ServicesOf, who: Writer, run_id: RescreenId) -> Response:
    """One that was paused, on which nobody works any more, or of which chunks were given up."""
    return answer(_shown(resume(services.desk, desk_caller(who), run_id, by_jobs=True)))
