"""Stock differences over HTTP: listed with their age, adjusted or explained by a person, and reported."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import a_page
from api.routes.moving_examples import A_DIFFERENCE, A_REPORT, A_TOLERANCE
from api.routes.working import tried
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import DifferenceId
from api.schemas.moving import (
    DifferenceReportShown,
    DifferenceShown,
    ToleranceShown,
    shown_difference,
    shown_report,
    shown_tolerance,
)
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.words import LINE, Name
from api.services import ServicesOf
from engine.store.sessions import WriteSession
from fulfillment.inventory.differences import (
    adjust_difference,
    difference_report,
    explain_difference,
    keep_tolerance,
)
from fulfillment.records import StockDifference, Tolerance
from fulfillment.store.differences import differences_after

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Remark = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
State = Annotated[Literal["open", "adjusted", "explained"] | None, Query(description="Only those.")]
AtWarehouse = Annotated[
    str | None, Query(description="Only in this warehouse.", min_length=1, max_length=128, pattern=LINE)
]


class EndAsked(Strict):
    """`adjust`: the books take over what was found. `explain`: they were right; the remark says why."""

    how: Literal["adjust", "explain"]
    remark: Remark = ""


class ToleranceAsked(Strict):
    """A difference is adjusted at once when it is within both."""

    warehouse: Name
    pieces: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    percent: Annotated[int, Field(ge=0, le=100)] = 0


@routes.get(
    "/v1/stock/differences",
    **operation("list_differences", "List stock differences", Tag.FULFILMENT,
                Returns(Page[DifferenceShown], a_page(A_DIFFERENCE))),
)  # fmt: skip
def list_differences(
    services: ServicesOf,
    who: Reader,
    wanted: Annotated[PageWanted, Depends(page)],
    state: State = None,
    warehouse: AtWarehouse = None,
) -> Response:
    """Oldest first."""
    key, now = wanted.after(str), services.clock.now()
    with services.database.read() as session:
        rows = differences_after(session, who.merchant, wanted.rows, "" if key is None else str(key[0]), state,
                                 warehouse)  # fmt: skip
    return listing(rows, wanted, lambda row: (row.id,), lambda row: shown_difference(row, now))


@routes.get(
    "/v1/stock/differences/report",
    **operation("report_differences", "Report stock differences", Tag.FULFILMENT,
                Returns(DifferenceReportShown, A_REPORT)),
)  # fmt: skip
def report_differences(services: ServicesOf, who: Reader) -> Response:
    """By warehouse."""
    with services.database.read() as session:
        return answer(shown_report(difference_report(session, who.merchant)))


@routes.post(
    "/v1/stock/differences/{difference_id}",
    **operation("end_difference", "Adjust or explain a stock difference", Tag.FULFILMENT,
                Returns(DifferenceShown, {**A_DIFFERENCE, "state": "adjusted"}),
                ("not_found", "difference_refused", "store_conflict")),
)  # fmt: skip
def end_difference(
    services: ServicesOf,
    who: Writer,
    difference_id: DifferenceId,
    asked: Annotated[EndAsked, Depends(JsonBody(EndAsked, {"how": "adjust", "remark": "counted twice"}))],
) -> Response:
    """Pieces of a transfer that never came are given up by `adjust`: the ledger shows them as lost."""
    now = services.clock.now()

    def work(session: WriteSession) -> StockDifference:
        if asked.how == "explain":
            return explain_difference(session, who.merchant, difference_id, who.name, now, asked.remark)
        return adjust_difference(session, services.ids, who.merchant, difference_id, who.name, now, asked.remark)

    return answer(shown_difference(tried(services, work), now))


@routes.put(
    "/v1/stock/tolerances",
    **operation("put_tolerance", "Say which differences need nobody", Tag.FULFILMENT,
                Returns(ToleranceShown, A_TOLERANCE), ("difference_refused", "store_conflict")),
)  # fmt: skip
def put_tolerance(
    services: ServicesOf,
    who: Writer,
    asked: Annotated[ToleranceAsked, Depends(JsonBody(ToleranceAsked, A_TOLERANCE))],
) -> Response:
    """Of a warehouse's snapshots. Unless set, a person looks at every difference."""
    tolerance = Tolerance(merchant_id=who.merchant, warehouse=asked.warehouse, pieces=asked.pieces,
                          percent=asked.percent)  # fmt: skip
    return answer(shown_tolerance(tried(services, lambda session: keep_tolerance(session, tolerance))))
