"""What happened, for programs that follow; and what they tell back: labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Literal

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.feed_waiting import LONGEST_S
from api.refusals import ParameterRejected
from api.routes.asking import desk_caller
from api.routes.examples import A_LABEL, A_LABEL_ASKED, AN_EVENT, a_page
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import OrderId
from api.schemas.page import LARGEST, Page, PageWanted, page, write_cursor
from api.schemas.shown import EventShown, LabelShown, shown_event, shown_label
from api.schemas.words import LabelSource, ReasonCode
from api.services import Services, ServicesOf
from engine.desk.labelling import label
from engine.desk.reading import known_order
from engine.order.fields import Moment
from engine.store.feed import Chosen, Event, events_between, events_of, head_of

routes = APIRouter()
_TYPE = r"[a-z][a-z0-9_]*\.(\*|[a-z][a-z0-9_]*)"
TYPES = rf"^{_TYPE}(,{_TYPE}){{0,19}}$"


class LabelAsked(Strict):
    """What an order turned out to be, who says so, and since when it is known."""

    kind: Literal["fraud", "legitimate", "chargeback", "friendly_fraud"]
    source: LabelSource = "merchant"
    reason_code: ReasonCode = None
    note: Annotated[str, Field(max_length=1000)] = ""
    known_at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedAsked:
    """Which part of the feed, and for how long to wait where there is nothing yet."""

    after: int | None
    type: str | None
    order_id: str | None
    wait: int


async def feed_asked(
    after: Annotated[int | None, Query(ge=0, le=LARGEST, description="Behind this `seq`, instead of a cursor.")] = None,
    type: Annotated[  # noqa: A002 - what it is called in the query
        str | None,
        Query(max_length=1000, pattern=TYPES, description="Types such as `order.admitted` or `order.*`, by commas."),
    ] = None,
    order_id: Annotated[str | None, Query(min_length=1, max_length=64)] = None,
    wait: Annotated[int, Query(ge=0, le=LONGEST_S, description="Seconds to wait for the first event.")] = 0,
) -> FeedAsked:
    """The parameters of the feed."""
    return FeedAsked(after=after, type=type, order_id=order_id, wait=wait)


@routes.get(
    "/v1/events",
    **operation("list_events", "Follow what happens", Tag.EVENTS, Returns(Page[EventShown], a_page(AN_EVENT))),
)
async def list_events(
    request: Request,
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.EVENTS_READ, Reach.NARROWED))],
    wanted: Annotated[PageWanted, Depends(page)],
    asked: Annotated[FeedAsked, Depends(feed_asked)],
) -> Response:
    """Oldest first. The feed has no end: keep `next_cursor` and ask with it again; nothing is ever missed, since a
    number is given only when all before it are there to be read. `wait` lets the answer come when there is one."""
    key = wanted.after(int)
    if key is not None and asked.after is not None:
        raise ParameterRejected("after", "not_valid", "give either `after` or `cursor`")
    behind = int(key[0]) if key is not None else asked.after or 0
    deadline = services.waiting.deadline(asked.wait)
    while True:
        rows, head = await run_sync(_part, services, who, asked, behind, wanted.rows)
        waits = not rows and await services.waiting.for_more(
            who.merchant, partial(_head, services), head, deadline, request.is_disconnected
        )
        if not waits:
            break
        behind = max(behind, head)  # all up to there was looked at
    shown, more = rows[: wanted.limit], len(rows) > wanted.limit
    last = shown[-1].seq if more else max(behind, head)
    return answer(
        {"data": [shown_event(each) for each in shown], "next_cursor": write_cursor((last,)), "has_more": more}
    )


def _part(services: Services, who: Caller, asked: FeedAsked, behind: int, limit: int) -> tuple[Sequence[Event], int]:
    """Events behind a number, and up to which number that was looked at."""
    with services.database.read() as session:
        head = head_of(session, who.merchant)
        types = tuple(asked.type.split(",")) if asked.type else ()
        chosen = Chosen(after=behind, until=head, types=types, order_id=asked.order_id, shops=who.shops)
        return events_between(session, who.merchant, chosen, limit), head


def _head(services: Services, merchant: str) -> int:
    with services.database.read() as session:
        return head_of(session, merchant)


@routes.get(
    "/v1/orders/{order_id}/events",
    **operation(
        "list_order_events",
        "Read what happened to an order",
        Tag.EVENTS,
        Returns(Page[EventShown], a_page(AN_EVENT)),
        ("not_found",),
    ),
)
def list_order_events(
    services: ServicesOf, who: Annotated[Caller, Depends(caller(Scope.EVENTS_READ))], order_id: OrderId
) -> Response:
    """Oldest first, all of them."""
    with services.database.read() as session:
        known_order(session, who.merchant, order_id)
        rows = events_of(session, who.merchant, order_id)
    return answer({"data": [shown_event(each) for each in rows], "next_cursor": None, "has_more": False})


@routes.post(
    "/v1/orders/{order_id}/labels",
    **operation(
        "label_order",
        "Say what an order turned out to be",
        Tag.ORDERS,
        {201: Returns(LabelShown, A_LABEL, "Noted; the same label of the same source is noted once.")},
        ("not_found",),
    ),
)
def label_order(
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.LABELS_WRITE))],
    order_id: OrderId,
    asked: Annotated[LabelAsked, Depends(JsonBody(LabelAsked, A_LABEL_ASKED))],
) -> Response:
    """Later orders that share a card, device, address or e-mail with a fraud see it."""
    given = label(
        services.desk,
        desk_caller(who),
        order_id,
        asked.kind,
        source=asked.source,
        note=asked.note,
        known_at=asked.known_at,
        reason_code=asked.reason_code,
    )
    return answer(shown_label(given), 201)
