"""Which types of events there are, and what the message of each looks like."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.event_types import EVENT_TYPES
from api.routes.examples import a_page
from api.schemas.page import Page
from api.schemas.webhooks import EventTypeShown, message_example, message_schema
from engine.webhooks.event_type import EventType

routes = APIRouter()


def shown_type(kind: EventType) -> dict[str, object]:
    """A type with its schema and an example."""
    return {
        "type": kind.name,
        "summary": kind.summary,
        "about_order": kind.about_order,
        "schema": message_schema(kind),
        "example": orjson.loads(message_example(kind)),
    }


@routes.get(
    "/v1/event-types",
    **operation(
        "list_event_types",
        "List the types of events",
        Tag.EVENTS,
        Returns(Page[EventTypeShown], a_page(shown_type(EVENT_TYPES["order.admitted"]))),
    ),
)
async def list_event_types(who: Annotated[Caller, Depends(caller(Scope.EVENTS_READ, Reach.OPEN))]) -> Response:  # noqa: ARG001
    """By name, all of them: what each means, the JSON Schema of its message, and an example."""
    listed = [shown_type(EVENT_TYPES[name]) for name in sorted(EVENT_TYPES)]
    return answer({"data": listed, "next_cursor": None, "has_more": False})
