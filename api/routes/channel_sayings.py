"""What channels were told: listed, closed where somebody did it by hand, said once more."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.schemas.body import JsonBody
from api.schemas.channels import A_SAYING, CloseAsked, SayingShown, shown_saying
from api.schemas.ids import SayingId
from api.schemas.page import Page, PageWanted, listing, page
from api.services import ServicesOf
from fulfillment.channels.said import close_saying, found_saying, retry_saying
from fulfillment.channels.words import SayingState, Topic
from fulfillment.store.sayings import sayings

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.CHANNELS_READ))]
Lister = Annotated[Caller, Depends(caller(Scope.CHANNELS_READ, Reach.NARROWED))]
Writer = Annotated[Caller, Depends(caller(Scope.CHANNELS_WRITE))]
OneId = Annotated[str | None, Query(min_length=1, max_length=64)]


@routes.get(
    "/v1/channel-sayings",
    **operation("list_sayings", "List what channels were told", Tag.CHANNELS,
                Returns(Page[SayingShown], a_page(A_SAYING))),
)  # fmt: skip
def list_sayings(
    services: ServicesOf,
    who: Lister,
    wanted: Annotated[PageWanted, Depends(page)],
    state: Annotated[SayingState | None, Query(description="Those that stand so; `refused` wait for people.")] = None,
    topic: Annotated[Topic | None, Query(description="Those of one kind.")] = None,
    connection_id: OneId = None,
    order_id: OneId = None,
) -> Response:
    """Oldest first. Whoever is bound to shops sees those of their shops."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = sayings(
            session,
            who.merchant,
            wanted.rows,
            "" if key is None else str(key[0]),
            connection_id=connection_id,
            state=state,
            topic=topic,
            order_id=order_id,
            shops=who.shops,
        )
    return listing(rows, wanted, lambda row: (row.id,), shown_saying)


@routes.get(
    "/v1/channel-sayings/{saying_id}",
    **operation("get_saying", "Read what a channel was told", Tag.CHANNELS, Returns(SayingShown, A_SAYING),
                ("not_found",)),
)  # fmt: skip
def get_saying(services: ServicesOf, who: Reader, saying_id: SayingId) -> Response:
    """With what the channel said to it."""
    with services.database.read() as session:
        return answer(shown_saying(found_saying(session, who.merchant, saying_id)))


@routes.post(
    "/v1/channel-sayings/{saying_id}/close",
    **operation("close_saying", "Say it no more", Tag.CHANNELS,
                Returns(SayingShown, {**A_SAYING, "state": "dropped", "error": "entered by hand"}),
                ("not_found", "channel_saying_ended")),
)  # fmt: skip
def close(
    services: ServicesOf,
    who: Writer,
    saying_id: SayingId,
    asked: Annotated[CloseAsked, Depends(JsonBody(CloseAsked, {"reason": "entered by hand"}))],
) -> Response:
    """For what the channel refused and somebody has entered there, or what is to be said no more."""
    return answer(shown_saying(close_saying(services.port, desk_caller(who), saying_id, asked.reason)))


@routes.post(
    "/v1/channel-sayings/{saying_id}/retry",
    **operation("retry_saying", "Say it once more", Tag.CHANNELS,
                Returns(SayingShown, {**A_SAYING, "state": "waiting", "ended_at": None}),
                ("not_found", "channel_saying_ended")),
)  # fmt: skip
def say_again(services: ServicesOf, who: Writer, saying_id: SayingId) -> Response:
    """One that the channel refused, when what it refused was mended there."""
    return answer(shown_saying(retry_saying(services.port, desk_caller(who), saying_id)))
