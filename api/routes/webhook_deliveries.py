"""How each delivery went, and sending one again."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.schemas.ids import DeliveryId, EndpointId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.webhooks import (
    A_DELIVERY,
    A_DELIVERY_READ,
    DeliveryRead,
    DeliveryShown,
    DeliveryState,
    shown_attempts,
    shown_delivery,
)
from api.services import ServicesOf
from engine.desk.webhook_repeating import found_delivery, redeliver
from engine.desk.webhooks import found_endpoint
from engine.store.webhook_deliveries import Wanted, attempts_of, deliveries

routes = APIRouter()
Keeper = Annotated[Caller, Depends(caller(Scope.WEBHOOKS_WRITE))]
OneType = Annotated[str | None, Query(max_length=64, pattern=r"^[a-z][a-z0-9_]*\.[a-z0-9_]+$")]
OneOrder = Annotated[str | None, Query(min_length=1, max_length=64)]


@routes.get(
    "/v1/webhook-endpoints/{endpoint_id}/deliveries",
    **operation(
        "list_deliveries",
        "List the deliveries of an endpoint",
        Tag.WEBHOOKS,
        Returns(Page[DeliveryShown], a_page(A_DELIVERY)),
        ("not_found",),
    ),
)
def list_deliveries(
    services: ServicesOf,
    who: Keeper,
    endpoint_id: EndpointId,
    wanted: Annotated[PageWanted, Depends(page)],
    state: Annotated[DeliveryState | None, Query(description="Those that stand so.")] = None,
    type: OneType = None,  # noqa: A002 - what it is called in the query
    order_id: OneOrder = None,
) -> Response:
    """Newest first; they are kept for thirty days after they ended."""
    key = wanted.after(str)
    chosen = Wanted(endpoint=endpoint_id, state=state, type=type, order_id=order_id)
    with services.database.read() as session:
        found_endpoint(session, who.merchant, endpoint_id)
        rows = deliveries(session, who.merchant, chosen, wanted.rows, None if key is None else str(key[0]))
    return listing(rows, wanted, lambda row: (row.id,), shown_delivery)


@routes.get(
    "/v1/webhook-deliveries/{delivery_id}",
    **operation(
        "get_delivery",
        "Read a delivery with its attempts",
        Tag.WEBHOOKS,
        Returns(DeliveryRead, A_DELIVERY_READ),
        ("not_found",),
    ),
)
def get_delivery(services: ServicesOf, who: Keeper, delivery_id: DeliveryId) -> Response:
    """What receivers answered beyond a status is not kept."""
    with services.database.read() as session:
        found = found_delivery(session, who.merchant, delivery_id)
        attempts = attempts_of(session, who.merchant, delivery_id)
    return answer(shown_attempts(found, attempts))


@routes.post(
    "/v1/webhook-deliveries/{delivery_id}/redeliver",
    **operation(
        "redeliver",
        "Send a delivery again",
        Tag.WEBHOOKS,
        {202: Returns(DeliveryShown, A_DELIVERY, "On its way.")},
        ("not_found", "endpoint_disabled", "version_changed"),
    ),
)
def redeliver_one(services: ServicesOf, who: Keeper, delivery_id: DeliveryId) -> Response:
    """At once, and then by the usual steps, with the same `webhook-id`; also one that was delivered."""
    return answer(shown_delivery(redeliver(services.desk, desk_caller(who), delivery_id)), 202)
