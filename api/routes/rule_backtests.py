"""Backtests: a draft or an edition decides stored orders beside the one in force; nothing of the orders changes."""

from csv import writer
from datetime import date, datetime
from io import StringIO
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.flipped_orders import COLUMNS, flipped_cell, flipped_values
from api.routes.asking import desk_caller
from api.routes.examples import AT, ORDER, Example, a_page
from api.schemas.body import JsonBody
from api.schemas.ids import BacktestId, an_id
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.rules_asked import BacktestAsked
from api.schemas.rules_examples import A_RUN, DIGEST
from api.schemas.rules_shown import RuleRunShown, shown_run
from api.services import ServicesOf
from engine.desk.backtesting import ERASED, FORGOTTEN, results, the_run
from engine.desk.rule_running import ask_for
from engine.ids import Prefix
from engine.store.chunks import RunReport, run_report
from engine.workbench.comparing.comparison import Comparison
from engine.workbench.comparing.document import About, document

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.RULES_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.RULES_WRITE))]
A_BACKTEST: Example = {
    "id": an_id(Prefix.RUN),
    "state": "running",
    "candidate": DIGEST,
    "against": "3ad2" * 16,
    "as_of": "then",
    "filters": {"country": "DE"},
    "orders": 4120,
    "chunks": {"done": 30, "ready": 53},
    "totals": {"compared": 1500, "changed": 12, "admit -> hold": 12},
    "given_up": {},
    "created_at": AT,
    "finished_at": None,
}
CSV = "text/csv"
A_FLIP: Example = {
    "order_id": ORDER,
    "order": "A-1001",
    "decision_id": an_id(Prefix.DECISION),
    "placed_on": "2026-11-21",
    "before": "hold",
    "after": "admit",
    "rules": ["FRD-011"],
    "value": 12900,
    "currency": "EUR",
    "country": "DE",
    "channel": "own_shop",
    "shop": "cyclery-de",
    "labels": [],
}
A_REPORT: Example = {
    "about": {"run": an_id(Prefix.RUN), "candidate": DIGEST, "against": "3ad2" * 16, "as_of": "then"},
    "currency": "EUR",
    "orders": 4120,
    "flipped": 31,
    "flipped_share": {"value": 0.0075, "low": 0.0053, "high": 0.0107},
}


class BacktestShown(BaseModel):
    """How far a backtest is. `chunks` counts parts by state, `given_up` has an error for each that failed thrice;
    `totals` counts orders."""

    id: str
    state: str
    candidate: str
    against: str
    as_of: str
    filters: dict[str, object]
    orders: int
    chunks: dict[str, int]
    totals: dict[str, int]
    given_up: dict[str, str]
    created_at: datetime
    finished_at: datetime | None


class FlippedShown(BaseModel):
    """An order that would end otherwise. `rules` moved it, `value` is in euro cents, `labels` became known later."""

    order_id: str
    order: str
    decision_id: str
    placed_on: date
    before: str
    after: str
    rules: list[str]
    value: int | None
    currency: str
    country: str
    channel: str
    shop: str
    labels: list[str]


class BacktestReport(BaseModel):
    """What a backtest found, as `clearway backtest --json` prints it: flow between outcomes, rules, money, workload,
    labels and slices, each with its uncertainty."""

    about: dict[str, object]
    currency: str
    orders: int
    flipped: int


@routes.post(
    "/v1/rules/backtests",
    **operation(
        "begin_backtest",
        "Begin a backtest",
        Tag.RULES,
        {202: Returns(RuleRunShown, A_RUN, "A worker plans it; the backtest has the same id.")},
        ("name_needed",),
    ),
)
def add_backtest(
    services: ServicesOf,
    who: Writer,
    asked: Annotated[BacktestAsked, Depends(JsonBody(BacktestAsked, {"draft": "softer-velocity", "country": "DE"}))],
) -> Response:
    """First as a run, which keeps the draft as an edition and plans; then as a backtest of that id, worked off in parts
    behind whatever orders wait for. Several machines may help with `clearway backtest --resume`."""
    subject = str(asked.draft or asked.edition)
    run = ask_for(services.desk, desk_caller(who), "backtest", subject, asked.plain())
    return answer(shown_run(run), 202, {"Location": f"/v1/rules/runs/{run.id}"})


@routes.get(
    "/v1/rules/backtests/{backtest_id}",
    **operation(
        "get_backtest", "See how far a backtest is", Tag.RULES, Returns(BacktestShown, A_BACKTEST), ("not_found",)
    ),
)
def get_backtest(services: ServicesOf, who: Reader, backtest_id: BacktestId) -> Response:
    """Also of those that were begun on the command line."""
    row = the_run(services.desk, who.merchant, backtest_id)
    with services.database.read() as session:
        report = run_report(session, backtest_id, who.merchant)
    return answer(
        {
            "id": row.run,
            "state": row.state,
            "candidate": row.candidate,
            "against": row.against,
            "as_of": row.as_of,
            "filters": dict(row.filters),
            "orders": row.orders,
            "chunks": dict(report.by_state),
            "totals": dict(report.totals),
            "given_up": {str(number): error for number, error in report.dead.items()},
            "created_at": row.created_at,
            "finished_at": row.finished_at,
        }
    )


@routes.get(
    "/v1/rules/backtests/{backtest_id}/report",
    **operation(
        "get_backtest_report",
        "Read what a backtest found",
        Tag.RULES,
        Returns(BacktestReport, A_REPORT),
        ("not_found",),
    ),
)
def get_backtest_report(services: ServicesOf, who: Reader, backtest_id: BacktestId) -> Response:
    """Of the orders that were compared so far; with the labels that are known now."""
    row, now, found = the_run(services.desk, who.merchant, backtest_id), services.clock.now(), Comparison()
    with services.database.read() as session:
        report = run_report(session, backtest_id, who.merchant)
        for order in results(session, who.merchant, backtest_id, now):
            found.add(order)
    about = About(
        run=row.run,
        candidate=row.candidate,
        against=row.against,
        as_of=row.as_of,
        made_at=now,
        filters=dict(row.filters),
        left_out=_left_out(report),
        dead=len(report.dead),
    )
    return answer(document(about, found))


def _left_out(report: RunReport) -> dict[str, int]:
    return {name: report.totals[name] for name in (ERASED, FORGOTTEN) if report.totals.get(name)}


@routes.get(
    "/v1/rules/backtests/{backtest_id}/orders",
    **operation(
        "list_flipped_orders",
        "List the orders that a backtest would end otherwise",
        Tag.RULES,
        Returns(Page[FlippedShown], a_page(A_FLIP)),
        ("not_found",),
    ),
)
def list_flipped_orders(
    services: ServicesOf, who: Reader, backtest_id: BacktestId, wanted: Annotated[PageWanted, Depends(page)]
) -> Response:
    """By id of the order: what both editions say, and which rules make the difference."""
    key = wanted.after(str)
    after = "" if key is None else str(key[0])
    the_run(services.desk, who.merchant, backtest_id)
    with services.database.read() as session:
        found = results(session, who.merchant, backtest_id, services.clock.now(), after)
        rows = list(islice((each for each in found if each.is_flipped), wanted.rows))
    return listing(rows, wanted, lambda each: (each.order_id,), flipped_values)


@routes.get(
    "/v1/rules/backtests/{backtest_id}/export",
    **operation(
        "export_flipped_orders",
        "Read the orders that a backtest would end otherwise as a CSV file",
        Tag.RULES,
        Returns(None, ",".join(COLUMNS), "The file.", CSV),
        ("not_found",),
    ),
)
def export_flipped_orders(services: ServicesOf, who: Reader, backtest_id: BacktestId) -> Response:
    """As `clearway backtest --out` writes it."""
    the_run(services.desk, who.merchant, backtest_id)
    text = StringIO(newline="")
    rows = writer(text)
    rows.writerow(COLUMNS)
    with services.database.read() as session:
        for each in results(session, who.merchant, backtest_id, services.clock.now()):
            if each.is_flipped:
                values = flipped_values(each)
                rows.writerow([flipped_cell(values[name]) for name in COLUMNS])
    headers = {"Content-Disposition": f'attachment; filename="{backtest_id}.csv"'}
    return answer(text.getvalue().encode("utf-8-sig"), headers=headers, media_type=f"{CSV}; charset=utf-8")
