"""Views of the queue: filters that somebody keeps under a name. Everybody has their own."""

from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import AT
from api.schemas.body import JsonBody, Strict
from api.services import ServicesOf
from engine.desk.queue_views import keep_queue_view, remove_queue_view
from engine.store.queue_views import QueueView, queue_views_of

routes = APIRouter()
Worker = Annotated[Caller, Depends(caller(Scope.REVIEWS_WRITE, Reach.OPEN))]  # shows nothing of a shop
MONTH_H = 720


class QueueFilters(Strict):
    """What the queue is narrowed to; at least one."""

    reason: str | None = Field(default=None, min_length=1, max_length=128)
    queue: str | None = Field(default=None, min_length=1, max_length=128)
    shop: str | None = Field(default=None, min_length=1, max_length=128)
    channel: str | None = Field(default=None, min_length=1, max_length=128)
    country: str | None = Field(default=None, pattern="^[A-Z]{2}$")
    who: Literal["mine", "free"] | None = Field(default=None, description="What I have taken, or what nobody has.")
    within_hours: int | None = Field(default=None, ge=1, le=MONTH_H, description="Only what ends within these hours.")


class QueueViewStated(Strict):
    """A name that its owner chooses; one of the same name is replaced."""

    name: str = Field(min_length=1, max_length=60)
    filters: QueueFilters


class QueueViewShown(BaseModel):
    """A view as it is kept. Filters that are not set are left out."""

    id: str
    name: str
    filters: dict[str, str | int]
    kept_at: str


class QueueViewsShown(BaseModel):
    """All of the caller, the oldest first."""

    data: list[QueueViewShown]


STATED = {"name": "German parcels, free", "filters": {"country": "DE", "who": "free"}}
_SHOWN = {"id": "qvw_01980000-0000-7000-8000-000000000001", **STATED, "kept_at": AT}
_ALL = Returns(QueueViewsShown, {"data": [_SHOWN]})


@routes.get(
    "/v1/queue-views",
    **operation("list_queue_views", "List views of the queue", Tag.REVIEWS, _ALL),
)
def list_queue_views(services: ServicesOf, who: Worker) -> Response:
    """The caller's own: a person sees the same ones in the console and with each key that they made."""
    with services.database.read() as session:
        kept = queue_views_of(session, who.merchant, _owner(who))
    return answer({"data": [_shown(each) for each in kept]})


@routes.post(
    "/v1/queue-views",
    **operation(
        "keep_queue_view",
        "Keep a view of the queue",
        Tag.REVIEWS,
        Returns(QueueViewShown, _SHOWN),
        problems=("queue_view_refused",),
    ),
)
def post_queue_view(
    services: ServicesOf, who: Worker, stated: Annotated[QueueViewStated, Depends(JsonBody(QueueViewStated, STATED))]
) -> Response:
    """New, or in the place of the caller's own of this name."""
    filters = stated.filters.model_dump(exclude_none=True)
    return answer(_shown(keep_queue_view(services.desk, who.merchant, _owner(who), stated.name, filters)))


@routes.delete(
    "/v1/queue-views/{queue_view_id}",
    **operation(
        "remove_queue_view",
        "Remove a view of the queue",
        Tag.REVIEWS,
        {204: Returns(None, None, "Removed.")},
        problems=("not_found",),
    ),
)
def delete_queue_view(services: ServicesOf, who: Worker, queue_view_id: str) -> Response:
    """One of the caller's own; the orders stay where they are."""
    remove_queue_view(services.desk, who.merchant, _owner(who), queue_view_id)
    return Response(status_code=204)


def _owner(who: Caller) -> str:
    return who.identity or who.key_id


def _shown(view: QueueView) -> dict[str, object]:
    return {"id": view.id, "name": view.name, "filters": orjson.loads(view.filters), "kept_at": view.kept_at}
