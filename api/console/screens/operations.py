"""Operations: how fast the service answers, what waits or was given up, webhooks, the guard, channels and lists."""

from collections.abc import Mapping, Sequence

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, acted, told
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.showing import shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words

routes = pages()
SCREEN, PAGE = "operations", f"{HOME}/operations"
MOST_CONNECTIONS, LATEST_RUNS = 20, 3
MINUTES = 60


@routes.get(PAGE)
async def show_operations(request: Request) -> Response:
    """All of it on one page."""
    return await _operations(await visit_of(request))


@routes.post(f"{PAGE}/jobs/{{job_id}}/retry")
async def retry_job(request: Request, job_id: str) -> Response:
    """Has a job tried again that was given up."""

    async def ask(visit: Visit, form: Form) -> Reply:
        return await told(visit, form, f"/v1/jobs/{job_id}/retry")

    return await acted(request, ask, _again, PAGE)


@routes.post(f"{PAGE}/trips/{{trip_id}}/acknowledge")
async def acknowledge_trip(request: Request, trip_id: str) -> Response:
    """Says that somebody has seen it."""

    async def ask(visit: Visit, form: Form) -> Reply:
        return await told(visit, form, f"/v1/rules/trips/{trip_id}/acknowledge")

    return await acted(request, ask, _again, PAGE)


async def _again(visit: Visit, _: str, refused: Reply | None) -> Response:
    return await _operations(visit, refused)


async def _operations(visit: Visit, refused: Reply | None = None) -> Response:
    found = (await visit.api.must("/v1/operations")).document
    dead = await visit.api.must("/v1/jobs/dead", cursor=visit.query.get("cursor"))
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "operations.html", refused=refused, said=words["done"] if visit.query.get("said") else "",
        path=PAGE, found=found, dead=dead.rows, reply=dead.document, minutes=_minutes(found),
        endpoints=(await visit.api.get("/v1/webhook-endpoints")).rows if visit.may(Scope.WEBHOOKS_WRITE) else None,
        guard=(await visit.api.get("/v1/rules/guard")).document, may_acknowledge=visit.may(Scope.RULES_WRITE),
        runs=await _runs(visit) if visit.may(Scope.RESCREENS_WRITE) else [],
        accounts=await _health(visit) if visit.may(Scope.CHANNELS_READ) else [],
    )  # fmt: skip


async def _runs(visit: Visit) -> Sequence[Document]:
    """The latest runs that decide orders anew, each with how far it is."""
    latest = (await visit.api.get("/v1/rescreens", limit=LATEST_RUNS)).rows
    return [(await visit.api.must(f"/v1/rescreens/{each['id']}")).document for each in latest]


def _minutes(found: Document) -> Sequence[Mapping[str, object]]:
    """The last hour minute by minute, oldest first, those without requests too."""
    requests = found["requests"]
    rows = requests["minutes"] if isinstance(requests, dict) else []
    by_minute = {int(each["minutes_ago"]): each for each in rows}
    return [by_minute.get(ago, {"minutes_ago": ago, "requests": 0, "p95_ms": None}) for ago in reversed(range(MINUTES))]


async def _health(visit: Visit) -> Sequence[tuple[Document, Sequence[Document]]]:
    """Connections to channels, each with the measures of its account."""
    found = []
    for connection in (await visit.api.get("/v1/channels", limit=MOST_CONNECTIONS)).rows:
        health = (await visit.api.get(f"/v1/channels/{connection['id']}/health")).document
        measures: object = health.get("measures")
        found.append((connection, measures if isinstance(measures, list) else []))
    return found
