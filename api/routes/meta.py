"""Whether the service runs, and what it offers."""

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.answers import answer
from api.describing import Returns, Tag, operation
from api.docs_page import CONTENT_POLICY
from api.refusals import NotReady
from api.services import ServicesOf
from engine.errors import Fault

routes = APIRouter()


class Health(BaseModel):
    """That the process answers."""

    status: str


class ReadyWarning(BaseModel):
    """A check that failed, and does not keep requests from being taken."""

    check: str
    detail: str


class Ready(BaseModel):
    """That requests can be taken, and what was looked at to say so."""

    status: str
    checks: list[str]
    warnings: list[ReadyWarning] = Field(description="What somebody should see to while requests are taken.")


@routes.get(
    "/healthz",
    **operation("get_health", "Whether the process is alive", Tag.SERVICE, Returns(Health, {"status": "alive"})),
)
async def health() -> Response:
    """Asks nothing and nobody. A process that does not answer this is to be started again."""
    # On the event loop: it must answer even when all threads wait for the database.
    return answer({"status": "alive"})


@routes.get(
    "/readyz",
    **operation(
        "get_readiness",
        "Whether requests can be taken",
        Tag.SERVICE,
        Returns(Ready, {"status": "ready", "checks": ["database", "migrations", "edition"], "warnings": []}),
        problems=("not_ready", "store_busy"),
    ),
)
def readiness(services: ServicesOf) -> Response:
    """Looks at the database, its tables, the rule book, and the disk, and stops at the first that is not as it must be.
    That no worker runs, or a model cannot be used, is a warning. A server that is about to end is not ready."""
    warnings = []
    for check in services.checks:
        wrong = check.fails()
        if wrong is None:
            continue
        if check.blocks:
            raise NotReady(f"{check.name}: {wrong}", faults=[Fault("", check.name, wrong)])
        warnings.append({"check": check.name, "detail": wrong})
    names = [check.name for check in services.checks]
    return answer({"status": "ready", "checks": names, "warnings": warnings})


@routes.get(
    "/openapi.json",
    **operation("get_openapi", "This description, for programs", Tag.SERVICE, Returns(None, {"openapi": "3.1.0"})),
)
async def openapi_json(request: Request) -> Response:
    """The OpenAPI 3.1 document of this version."""
    return answer(await run_in_threadpool(request.app.state.papers.openapi_bytes))


@routes.get(
    "/docs",
    **operation(
        "get_docs",
        "This description, for people",
        Tag.SERVICE,
        Returns(None, "<!doctype html>…", media_type="text/html"),
    ),
)
async def docs(request: Request) -> Response:
    """Every operation, with a line for curl. The page loads nothing from elsewhere."""
    page = await run_in_threadpool(request.app.state.papers.page, f"{request.base_url}".rstrip("/"))
    return Response(page, headers={"Content-Security-Policy": CONTENT_POLICY}, media_type="text/html")
