"""Where events are sent to: endpoints, their secrets, and what is sent to them again."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer, nothing
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import AT, a_page
from api.schemas.body import JsonBody
from api.schemas.etag import Match, etag, maybe_if_match
from api.schemas.ids import EndpointId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.webhooks import (
    A_DELIVERY,
    A_REPLAY,
    AN_ENDPOINT,
    AN_ENDPOINT_MADE,
    AN_ENDPOINT_READ,
    ENDPOINT_ASKED,
    DeliveryShown,
    EndpointAsked,
    EndpointChange,
    EndpointMade,
    EndpointRead,
    EndpointShown,
    EventReplayShown,
    ReplayAsked,
    RotationAsked,
    shown_delivery,
    shown_endpoint,
    shown_with_secrets,
)
from api.services import ServicesOf
from api.wanted_types import check_types
from engine.desk.webhook_repeating import Replay, ping, replay
from engine.desk.webhooks import Shown, Stated, add, change, delete, disable, enable, found_endpoint, rotate
from engine.store.webhook_deliveries import count_waiting
from engine.store.webhook_endpoints import Endpoint, endpoints, live_secrets

routes = APIRouter()
Keeper = Annotated[Caller, Depends(caller(Scope.WEBHOOKS_WRITE))]
A_PING = {"type": "webhook.ping", "order_id": None, "feed_sequence": 0}
REFUSALS = ("not_found", "version_changed")


@routes.get(
    "/v1/webhook-endpoints",
    **operation(
        "list_webhook_endpoints",
        "List the endpoints",
        Tag.WEBHOOKS,
        Returns(Page[EndpointShown], a_page(AN_ENDPOINT)),
    ),
)
def list_endpoints(services: ServicesOf, who: Keeper, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """Oldest first."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = endpoints(session, who.merchant, wanted.rows, "" if key is None else str(key[0]))
    return listing(rows, wanted, lambda row: (row.id,), shown_endpoint)


@routes.post(
    "/v1/webhook-endpoints",
    **operation(
        "add_webhook_endpoint",
        "Have events sent somewhere",
        Tag.WEBHOOKS,
        {201: Returns(EndpointMade, AN_ENDPOINT_MADE, "Kept. The secret is shown this once.")},
        ("endpoint_refused", "endpoints_full"),
    ),
)
def add_endpoint(
    services: ServicesOf, who: Keeper, asked: Annotated[EndpointAsked, Depends(JsonBody(EndpointAsked, ENDPOINT_ASKED))]
) -> Response:
    """Each event from now on that it wants is sent to it as Standard Webhooks 1.0.0 says. Addresses in private networks
    are refused, when they are kept and again whenever they are called."""
    check_types(asked.types)
    stated = Stated(url=asked.url, types=asked.types, description=asked.description)
    return _made(add(services.desk, desk_caller(who), stated, services.openings), 201)


@routes.get(
    "/v1/webhook-endpoints/{endpoint_id}",
    **operation(
        "get_webhook_endpoint",
        "Read an endpoint",
        Tag.WEBHOOKS,
        Returns(EndpointRead, AN_ENDPOINT_READ),
        ("not_found",),
    ),
)
def get_endpoint(services: ServicesOf, who: Keeper, endpoint_id: EndpointId) -> Response:
    """With how many deliveries wait for it, and which secrets sign."""
    with services.database.read() as session:
        found = found_endpoint(session, who.merchant, endpoint_id)
        secrets = live_secrets(session, who.merchant, endpoint_id, services.clock.now())
        shown = shown_with_secrets(found, count_waiting(session, endpoint_id), secrets)
    return answer(shown, headers={"ETag": etag(found.version)})


@routes.patch(
    "/v1/webhook-endpoints/{endpoint_id}",
    **operation(
        "change_webhook_endpoint",
        "Change an endpoint",
        Tag.WEBHOOKS,
        Returns(EndpointShown, AN_ENDPOINT),
        (*REFUSALS, "endpoint_refused"),
    ),
)
def change_endpoint(
    services: ServicesOf,
    who: Keeper,
    endpoint_id: EndpointId,
    match: Annotated[Match, Depends(maybe_if_match)],
    asked: Annotated[EndpointChange, Depends(JsonBody(EndpointChange, {"types": ["order.*"]}))],
) -> Response:
    """Counts for events from now on; what waits is sent to the new address."""
    check_types(asked.types)
    stated = Stated(url=asked.url, types=asked.types, description=asked.description)
    changed = change(services.desk, desk_caller(who), endpoint_id, stated, match.versions, services.openings)
    return _shown(changed)


@routes.delete(
    "/v1/webhook-endpoints/{endpoint_id}",
    **operation(
        "delete_webhook_endpoint",
        "Delete an endpoint",
        Tag.WEBHOOKS,
        {204: Returns(None, description="Deleted, with its secrets; what waits for it is not sent.")},
        REFUSALS,
    ),
)
def delete_endpoint(services: ServicesOf, who: Keeper, endpoint_id: EndpointId) -> Response:
    """There is no way back. Disable it to keep it."""
    delete(services.desk, desk_caller(who), endpoint_id)
    return nothing()


@routes.post(
    "/v1/webhook-endpoints/{endpoint_id}/enable",
    **operation(
        "enable_webhook_endpoint",
        "Have events sent again",
        Tag.WEBHOOKS,
        Returns(EndpointShown, AN_ENDPOINT),
        REFUSALS,
    ),
)
def enable_endpoint(services: ServicesOf, who: Keeper, endpoint_id: EndpointId) -> Response:
    """From now on; a replay sends what it missed."""
    return _shown(enable(services.desk, desk_caller(who), endpoint_id))


@routes.post(
    "/v1/webhook-endpoints/{endpoint_id}/disable",
    **operation(
        "disable_webhook_endpoint",
        "Have nothing sent",
        Tag.WEBHOOKS,
        Returns(EndpointShown, dict(AN_ENDPOINT) | {"state": "disabled", "disabled_for": "by_hand", "disabled_at": AT}),
        ("not_found",),
    ),
)
def disable_endpoint(services: ServicesOf, who: Keeper, endpoint_id: EndpointId) -> Response:
    """What waits is dropped."""
    return _shown(disable(services.desk, desk_caller(who), endpoint_id))


@routes.post(
    "/v1/webhook-endpoints/{endpoint_id}/ping",
    **operation(
        "ping_webhook_endpoint",
        "Try an endpoint",
        Tag.WEBHOOKS,
        {
            202: Returns(
                DeliveryShown, dict(A_DELIVERY) | A_PING, "On its way; read the delivery to see what came of it."
            )
        },
        ("not_found", "endpoint_disabled"),
    ),
)
def ping_endpoint(services: ServicesOf, who: Keeper, endpoint_id: EndpointId) -> Response:
    """Sends a message of type `webhook.ping`, whatever types the endpoint wants."""
    return answer(shown_delivery(ping(services.desk, desk_caller(who), endpoint_id)), 202)


@routes.post(
    "/v1/webhook-endpoints/{endpoint_id}/secret",
    **operation(
        "rotate_webhook_secret",
        "Make a new secret",
        Tag.WEBHOOKS,
        {201: Returns(EndpointMade, AN_ENDPOINT_MADE, "It signs from now on, and is shown this once.")},
        ("not_found", "endpoint_refused", "secrets_full"),
    ),
)
def rotate_secret(
    services: ServicesOf,
    who: Keeper,
    endpoint_id: EndpointId,
    asked: Annotated[RotationAsked, Depends(JsonBody(RotationAsked, {"overlap_hours": 24}))],
) -> Response:
    """While the overlap lasts each message is signed with the secrets before it as well, so that a receiver may change
    over at any moment."""
    shown = rotate(services.desk, desk_caller(who), endpoint_id, timedelta(hours=asked.overlap_hours))
    return _made(shown, 201)


@routes.post(
    "/v1/webhook-endpoints/{endpoint_id}/replay",
    **operation(
        "replay_events",
        "Send events again",
        Tag.WEBHOOKS,
        {202: Returns(EventReplayShown, A_REPLAY, "Begun; the deliveries show how it goes.")},
        ("not_found", "endpoint_disabled"),
    ),
)
def replay_events(
    services: ServicesOf,
    who: Keeper,
    endpoint_id: EndpointId,
    asked: Annotated[ReplayAsked, Depends(JsonBody(ReplayAsked, {"since": "2026-11-20T00:00:00Z"}))],
) -> Response:
    """Those of the feed that the endpoint wants, up to the newest there is now: what it missed while it was disabled or
    not there yet. An event that was sent before has the same `webhook-id` again."""
    wanted = Replay(after=asked.after, since=asked.since, everything=asked.everything)
    begun = replay(services.desk, desk_caller(who), endpoint_id, wanted)
    return answer({"endpoint_id": endpoint_id, "after": begun.after, "until": begun.until}, 202)


def _shown(endpoint: Endpoint) -> Response:
    return answer(shown_endpoint(endpoint), headers={"ETag": etag(endpoint.version)})


def _made(shown: Shown, status: int) -> Response:
    made = {**shown_endpoint(shown.endpoint), "secret": shown.secret}
    return answer(made, status, headers={"ETag": etag(shown.endpoint.version)})
