"""The door for channels' webhooks. The signature is the key: a message that is not well signed changes nothing."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.describing import Document, Returns, Tag, operation
from api.refusals import TooManyRequests
from api.schemas.body import MEBIBYTE, body_of
from api.schemas.ids import ConnectionId
from api.services import Services, ServicesOf
from fulfillment.channels.errors import CredentialMissing, KnockRefused
from fulfillment.channels.knocking import hear_knock
from fulfillment.channels.protocol import Knock
from fulfillment.inbox.hearing import take_heard

Heard = TypeVar("Heard")
routes = APIRouter()
ANSWERED = Returns(None, "", "Taken; or the channel's challenge is answered.", "application/json")
PROBLEMS = (
    "not_found",
    "channel_knock_refused",
    "channel_connection_off",
    "inbox_message_refused",
    "too_many_requests",
)
ANY = "*/*"


class _KnockBody:
    """The bytes of a message, of whatever media type a channel sends them."""

    problems: Sequence[str] = ("body_too_large", "body_too_slow")

    async def __call__(self, request: Request) -> bytes:
        services: Services = request.app.state.services
        services.rates.refuse_spent(request)
        return await body_of(request, MEBIBYTE)

    def describe(self, operation: Document) -> None:
        """The body, for the OpenAPI document."""
        schema = {"type": "string", "format": "binary", "description": "The channel's message, as it comes."}
        operation["requestBody"] = {"required": False, "content": {ANY: {"schema": schema}}}


Body = Annotated[bytes, Depends(_KnockBody())]


@routes.post(
    "/v1/channels/{connection_id}/webhooks",
    **operation("hear_webhook", "Take a channel's webhook", Tag.CHANNELS, ANSWERED, PROBLEMS),
)
def hear_webhook(services: ServicesOf, request: Request, connection_id: ConnectionId, body: Body) -> Response:
    """It is verified as the channel publishes, noted, and answered; the order is then asked for as it stands. So
    messages may come late, twice and in any order. What a buyer wrote, if one's own shop sends it, is taken in."""
    return _heard(services, request, connection_id, body)


@routes.get(
    "/v1/channels/{connection_id}/webhooks",
    **operation("answer_webhook_challenge", "Answer a channel's challenge", Tag.CHANNELS, ANSWERED, PROBLEMS),
)
def answer_webhook_challenge(services: ServicesOf, request: Request, connection_id: ConnectionId) -> Response:
    """Some channels ask, before they send anything, whether the address is ours."""
    services.rates.refuse_spent(request)
    return _heard(services, request, connection_id, b"")


def _heard(services: Services, request: Request, connection_id: str, body: bytes) -> Response:
    knock = knock_of(services, request, body)
    heard = knocked(
        services, request, lambda: hear_knock(services.port, connection_id, knock, partial(take_heard, services.inbox))
    )
    return Response(heard.reply, 200, media_type="application/json" if heard.reply else None)


def knock_of(services: Services, request: Request, body: bytes) -> Knock:
    """A message as it came, under the address that its sender knows."""
    return Knock(headers=dict(request.headers), body=body, url=_address(services, request))


def knocked(services: Services, request: Request, hears: Callable[[], Heard]) -> Heard:
    """What a message leads to; one that is refused is counted. Raises KnockRefused."""
    try:
        return hears()
    except (KnockRefused, CredentialMissing) as refused:
        _count(services, request)
        if isinstance(refused, KnockRefused):
            raise
        raise KnockRefused("the connection lacks the credential that verifies it") from refused


def _count(services: Services, request: Request) -> None:
    """Counts a message that is not the channel's; whoever sends many is not answered for a while."""
    try:
        services.rates.count_failure(request)
    except TooManyRequests:
        return


def _address(services: Services, request: Request) -> str:
    """The address that the channel knows: the public one, where we are told it, since a proxy changes what we see."""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{services.customers_url}{request.url.path}{query}" if services.customers_url else str(request.url)
