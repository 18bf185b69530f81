"""Pick-ups: a carrier comes to a warehouse."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.schemas.body import JsonBody
from api.schemas.carriers import A_PICKUP, PICKUP_ASKED, PickupShown, PickupWantedAsked, shown_pickup
from api.schemas.ids import PickupId
from api.schemas.page import Page, PageWanted, listing, page
from api.services import ServicesOf
from fulfillment.carriers.pickups import PickupWanted, cancel_pickup, found_pickup, want_pickup
from fulfillment.store.carriers import pickups_after

routes = APIRouter()
Worker = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]


@routes.get(
    "/v1/pickups",
    **operation("list_pickups", "List pick-ups", Tag.FULFILMENT, Returns(Page[PickupShown], a_page(A_PICKUP))),
)
def list_pickups(
    services: ServicesOf,
    who: Worker,
    wanted: Annotated[PageWanted, Depends(page)],
    day: Annotated[str | None, Query(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="Those of a day.")] = None,
) -> Response:
    """In the order in which they were asked for."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = pickups_after(session, who.merchant, wanted.rows, "" if key is None else str(key[0]), day=day)
    return listing(rows, wanted, lambda row: (row.id,), shown_pickup)


@routes.post(
    "/v1/pickups",
    **operation("book_pickup", "Have a carrier come", Tag.FULFILMENT,
                {201: Returns(PickupShown, {**A_PICKUP, "state": "waiting", "remote": "", "ended_at": None},
                              "Kept; the carrier is asked at once, by a job.")},
                ("not_found", "carrier_connection_off", "carrier_cannot", "carrier_credential_missing",
                 "carrier_refused", "pickup_taken")),
)  # fmt: skip
def book_pickup(
    services: ServicesOf,
    who: Worker,
    asked: Annotated[PickupWantedAsked, Depends(JsonBody(PickupWantedAsked, PICKUP_ASKED))],
) -> Response:
    """One a day and warehouse, unless `extra`. Outside of the hours that are known here it is refused at once; what the
    carrier itself refuses is told and stands in the pick-up."""
    ready, closes = asked.window()
    wanted = PickupWanted(
        connection=asked.connection,
        warehouse=asked.warehouse,
        day=asked.day,
        ready=ready,
        closes=closes,
        parcels=asked.parcels,
        weight_g=asked.weight_g,
        spot=asked.spot,
        note=asked.note,
        extra=asked.extra,
    )
    return answer(shown_pickup(want_pickup(services.carrier_port, desk_caller(who), wanted)), 201)


@routes.get(
    "/v1/pickups/{pickup_id}",
    **operation("get_pickup", "Read a pick-up", Tag.FULFILMENT, Returns(PickupShown, A_PICKUP), ("not_found",)),
)
def get_pickup(services: ServicesOf, who: Worker, pickup_id: PickupId) -> Response:
    """How far it is, and what the carrier said."""
    with services.database.read() as session:
        return answer(shown_pickup(found_pickup(session, who.merchant, pickup_id)))


@routes.post(
    "/v1/pickups/{pickup_id}/cancel",
    **operation("cancel_pickup", "Call a pick-up off", Tag.FULFILMENT,
                Returns(PickupShown, {**A_PICKUP, "state": "cancelling"}), ("not_found", "carrier_booking_ended")),
)  # fmt: skip
def cancel(services: ServicesOf, who: Worker, pickup_id: PickupId) -> Response:
    """The carrier is told by a job; the day is free for another one afterwards."""
    return answer(shown_pickup(cancel_pickup(services.carrier_port, desk_caller(who), pickup_id)))
