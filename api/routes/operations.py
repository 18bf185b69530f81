"""Whether the work flows: how fast requests are answered, what waits, what was given up, how old lists are."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import AT, Example, a_page
from api.schemas.ids import JobId, an_id
from api.schemas.page import Page, PageWanted, listing, page
from api.services import ServicesOf
from api.tempo import LastHour, Stretch
from engine.desk.job_retrying import try_again
from engine.ids import Prefix
from engine.store.beats import alive
from engine.store.dead_letters import DeadJob, list_dead
from engine.store.job_figures import JobFigures, job_figures
from engine.store.rule_hits import by_hour

routes = APIRouter()
# Jobs and requests are of the merchant, whatever shops somebody is bound to.
Operator = Annotated[Caller, Depends(caller(Scope.OPERATIONS_WRITE, Reach.WHOLE))]
HOURS, ALIVE_S, MOST_ROUTES = 24, 60.0, 20
HOUR = timedelta(hours=1)
PERCENTILES = (50, 95, 99)
SPEED: Example = {"requests": 4120, "failed": 0, "p50_ms": 9.3, "p95_ms": 27.6, "p99_ms": 47.7}
A_JOB: Example = {
    "id": an_id(Prefix.JOB),
    "kind": "webhook.deliver",
    "aggregate": an_id(Prefix.ENDPOINT),
    "attempts": 12,
    "last_error": "ConnectTimeout",
    "created_at": AT,
    "died_at": AT,
}
SOME: Example = {
    "requests": {
        **SPEED,
        "running_seconds": 86_400,
        "minutes": [{"minutes_ago": 0, **SPEED}],
        "routes": [{"method": "POST", "route": "/v1/orders", **SPEED}],
    },
    "decisions": [{"hour": "2026-11-25T10:00:00Z", "orders": 312}],
    "workers": 2,
    "jobs": [{"kind": "desk.told", "due": 3, "later": 0, "running": 1, "dead": 0, "oldest_seconds": 0.4}],
    "lists": [
        {"name": "un", "title": "United Nations Security Council Consolidated List", "dated": "2026-11-20",
         "loaded_at": AT, "entries": 1010, "faults": 0}
    ],
}  # fmt: skip


class Speed(BaseModel):
    """Requests, those that failed on our side, and milliseconds within which half, 95 and 99 of a hundred were
    answered; null without requests."""

    requests: int
    failed: int
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None


class MinuteShown(Speed):
    """One minute."""

    minutes_ago: int


class RouteShown(Speed):
    """One method of one route, by its template."""

    method: str
    route: str


class RequestsShown(Speed):
    """The last hour of the process that answers; other processes have their own. Minutes without requests are left
    out, newest first; routes are the twenty that were asked most."""

    running_seconds: int
    minutes: list[MinuteShown]
    routes: list[RouteShown]


class HourShown(BaseModel):
    """New orders decided within an hour that begins then."""

    hour: datetime
    orders: int


class JobKindShown(BaseModel):
    """Jobs of one kind: due, for later, running, given up, and the age of the oldest that is due."""

    kind: str
    due: int
    later: int
    running: int
    dead: int
    oldest_seconds: float | None


class ListAgeShown(BaseModel):
    """A list of denied parties in force: of which day it is, and when it was taken in."""

    name: str
    title: str
    dated: date | None
    loaded_at: datetime
    entries: int
    faults: int


class OperationsShown(BaseModel):
    """How the service does for this merchant."""

    requests: RequestsShown
    decisions: list[HourShown] = Field(description="Of the last 24 hours, oldest first, counted behind the decisions.")
    workers: int = Field(description="That gave a sign of life within a minute, for all merchants.")
    jobs: list[JobKindShown]
    lists: list[ListAgeShown]


class DeadJobShown(BaseModel):
    """A job that was given up, and why."""

    id: str
    kind: str
    aggregate: str = Field(description="What it was about.")
    attempts: int
    last_error: str
    created_at: datetime
    died_at: datetime


class RetriedShown(BaseModel):
    """A job that is tried again."""

    id: str


@routes.get(
    "/v1/operations",
    **operation("get_operations", "See how the work flows", Tag.SERVICE, Returns(OperationsShown, SOME)),
)
def get_operations(services: ServicesOf, who: Operator) -> Response:
    """Speed and throughput, what waits and for how long, and how old the lists of denied parties are. Requests are
    those of the process that answers, of this merchant."""
    now = services.clock.now()
    since = now.replace(minute=0, second=0, microsecond=0) - (HOURS - 1) * HOUR
    with services.database.read() as session:
        jobs = job_figures(session, who.merchant)
        hours = by_hour(session, who.merchant, since)
        workers = alive(session, ALIVE_S)
    return answer(
        {
            "requests": _requests(services.tempo.last_hour(who.merchant)),
            "decisions": [
                {"hour": at, "orders": hours.get(at, 0)} for at in (since + number * HOUR for number in range(HOURS))
            ],
            "workers": workers,
            "jobs": [_kind(each) for each in jobs],
            "lists": [
                {name: getattr(each, name) for name in ListAgeShown.model_fields}
                for each in services.desk.party_lists.editions()
            ],
        }
    )


@routes.get(
    "/v1/jobs/dead",
    **operation("list_dead_jobs", "List jobs that were given up", Tag.SERVICE, Returns(Page[DeadJobShown],
                a_page(A_JOB))),
)  # fmt: skip
def list_dead_jobs(services: ServicesOf, who: Operator, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """Oldest first. Of what went wrong the kind and the place are kept, not what was worked on."""
    key = wanted.after(str)
    with services.database.read() as session:
        found = list_dead(session, who.merchant, None if key is None else str(key[0]), wanted.rows)
    return listing(found.jobs, wanted, lambda job: (job.id,), _dead)


@routes.post(
    "/v1/jobs/{job_id}/retry",
    **operation(
        "retry_job",
        "Try a job again",
        Tag.SERVICE,
        {202: Returns(RetriedShown, {"id": an_id(Prefix.JOB)}, "A worker takes it.")},
        ("not_found",),
    ),
)
def retry_job(services: ServicesOf, who: Operator, job_id: JobId) -> Response:
    """One that was given up, from the start, with all its tries."""
    try_again(services.desk, desk_caller(who), job_id)
    return answer({"id": job_id}, 202)


def _speed(stretch: Stretch) -> Mapping[str, object]:
    told = {f"p{each}_ms": stretch.percentile(each) for each in PERCENTILES}
    return {"requests": stretch.requests, "failed": stretch.failed, **told}


def _requests(hour: LastHour) -> Mapping[str, object]:
    most = sorted(hour.routes.items(), key=lambda each: (-each[1].requests, each[0]))[:MOST_ROUTES]
    return {
        **_speed(hour.whole),
        "running_seconds": int(hour.running_s),
        "minutes": [{"minutes_ago": ago, **_speed(each)} for ago, each in sorted(hour.minutes.items())],
        "routes": [{"method": method, "route": route, **_speed(each)} for (method, route), each in most],
    }


def _dead(job: DeadJob) -> Mapping[str, object]:
    return {name: getattr(job, name) for name in DeadJobShown.model_fields}


def _kind(each: JobFigures) -> Mapping[str, object]:
    names = ("kind", "due", "later", "running", "dead")
    oldest = None if each.oldest_s is None else round(each.oldest_s, 3)
    return {name: getattr(each, name) for name in names} | {"oldest_seconds": oldest}
