"""What happened, for programs that follow; and what they tell back: labels."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import A_LABEL, A_LABEL_ASKED, AN_EVENT, a_page
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import OrderId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.shown import EventShown, LabelShown, shown_event, shown_label
from api.schemas.words import LabelSource, ReasonCode
from api.services import ServicesOf
from engine.desk.labelling import label
from engine.desk.reading import known_order
from engine.order.fields import Moment
from engine.store.feed import events_after, events_of

routes = APIRouter()


class LabelAsked(Strict):
    """What an order turned out to be, who says so, and since when it is known."""

    kind: Literal["fraud", "legitimate", "chargeback", "friendly_fraud"]
    source: LabelSource = "merchant"
    reason_code: ReasonCode = None
    note: Annotated[str, Field(max_length=1000)] = ""
    known_at: Moment | None = None


@routes.get(
    "/v1/events",
    **operation("list_events", "Follow what happens", Tag.EVENTS, Returns(Page[EventShown], a_page(AN_EVENT))),
)
def list_events(
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.EVENTS_READ, Reach.NARROWED))],
    wanted: Annotated[PageWanted, Depends(page)],
) -> Response:
    """Oldest first. The feed has no end: keep `next_cursor` and ask with it again; nothing is ever missed."""
    key = wanted.after(int)
    with services.database.read() as session:
        rows = events_after(session, who.merchant, 0 if key is None else int(key[0]), wanted.rows, who.shops)
    return listing(rows, wanted, lambda row: (row.seq,), shown_event, endless=True)


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
