"""Backtests: begun, followed while they run, and read: who would move from where to where, and what it costs."""

from collections.abc import Mapping
from datetime import timedelta

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.asking import Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.showing import KEY_FIELD, PROTECTED, gone_to, shown
from api.console.visit import Visit, visit_of

routes = pages()
SCREEN, PAGE = "rules", f"{HOME}/backtests"
API = "/v1/rules/backtests"
OUTCOMES = ("admit", "ask_customer", "hold", "cancel")
SLICES = ("country", "channel", "shop", "month")
MONTH = timedelta(days=30)
DAY = "T00:00:00+00:00"


@routes.get(PAGE)
async def show_backtests(request: Request) -> Response:
    """Newest first, and a form for another."""
    return await _backtests(await visit_of(request))


@routes.post(PAGE)
async def begin_backtest(request: Request) -> Response:
    """Begins one of a draft or an edition."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await visit.api.send("POST", API, _asked(visit, form), key=form.get(KEY_FIELD, ""))
    return gone_to(f"{PAGE}/{reply.document['id']}") if reply.is_ok else await _backtests(visit, reply)


@routes.get(f"{PAGE}/{{backtest_id}}")
async def show_backtest(request: Request, backtest_id: str) -> Response:
    """How far it is, and what it found so far."""
    visit = await visit_of(request)
    run = (await visit.api.get(f"/v1/rules/runs/{backtest_id}")).document
    progress = await (visit.api.get if run else visit.api.must)(f"{API}/{backtest_id}")
    is_planned = progress.is_ok
    report = (await visit.api.get(f"{API}/{backtest_id}/report")).document if is_planned else {}
    cursor = visit.query.get("cursor")
    flips = await visit.api.get(f"{API}/{backtest_id}/orders", cursor=cursor) if is_planned else None
    return shown(
        visit, SCREEN, "backtest.html", path=PAGE, run=run, progress=progress.document if is_planned else {},
        report=report, flips=flips.rows if flips else [], reply=flips.document if flips else {}, outcomes=OUTCOMES,
        id=backtest_id, address=f"{PAGE}/{backtest_id}", done=_done(progress.document) if is_planned else 0,
        busy=_is_busy(run.get("state"), progress.document.get("state") if is_planned else None),
        may_write=visit.may(Scope.RULES_WRITE), slices=SLICES,
    )  # fmt: skip


@routes.post(f"{PAGE}/{{backtest_id}}/cancel")
async def call_off(request: Request, backtest_id: str) -> Response:
    """Ends it early; what it has compared stays."""
    visit = await visit_of(request)
    form = await visit.form()
    await visit.api.send("POST", f"/v1/rules/runs/{backtest_id}/cancel", key=form.get(KEY_FIELD, ""))
    return gone_to(f"{PAGE}/{backtest_id}")  # which says how it stands, also where it had just ended


@routes.get(f"{PAGE}/{{backtest_id}}/csv")
async def export_backtest(request: Request, backtest_id: str) -> Response:
    """The flipped orders as a file."""
    visit = await visit_of(request)
    found = await visit.api.must(f"{API}/{backtest_id}/export")
    kept = {name: found.headers[name] for name in ("content-disposition", "content-type")}
    return Response(found.raw, headers={**PROTECTED, **kept})


async def _backtests(visit: Visit, refused: Reply | None = None) -> Response:
    found = await visit.api.must("/v1/rules/runs", kind="backtest", cursor=visit.query.get("cursor"))
    drafts = await visit.api.get("/v1/rules/drafts")
    return shown(
        visit, SCREEN, "backtests.html", refused=refused, path=PAGE, rows=found.rows, reply=found.document,
        drafts=drafts.rows, may_write=visit.may(Scope.RULES_WRITE),
    )  # fmt: skip


def _asked(visit: Visit, form: Mapping[str, str]) -> Mapping[str, object]:
    """As the API takes it: days begin in UTC, the last one counts."""
    asked: dict[str, object] = {name: form[name] for name in ("draft", "edition", "shop", "channel") if form.get(name)}
    asked |= {"country": form["country"].upper()} if form.get("country") else {}
    asked |= {name: f"{form[name]}{DAY}" for name in ("since", "until") if form.get(name)}
    asked |= {"since": (visit.now - MONTH).isoformat()} if form.get("over") == "month" else {}
    sample = form.get("sample", "")
    return asked | ({"sample": int(sample)} if sample.isascii() and sample.isdigit() else {})


def _done(progress: Mapping[str, object]) -> int:
    """How much of it is done, in percent."""
    chunks = progress.get("chunks")
    counts = {str(name): int(each) for name, each in chunks.items()} if isinstance(chunks, dict) else {}
    whole = sum(counts.values())
    return 100 if not whole else round(100 * counts.get("done", 0) / whole)


def _is_busy(run: object, backtest: object) -> bool:
    return run in {"waiting", "running"} or backtest in {"planning", "running"}
