"""Bookings at carriers, and what people do about those that were refused."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.schemas.carriers import A_BOOKING, CarrierBookingShown, shown_booking
from api.schemas.ids import BookingId, id_form
from api.schemas.page import Page, PageWanted, listing, page
from api.services import ServicesOf
from engine.ids import Prefix
from fulfillment.carriers.deciding_bookings import close_booking, found_booking, try_again
from fulfillment.carriers.words import BookingState
from fulfillment.store.carriers import FOR_PEOPLE, bookings_after

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]


@routes.get(
    "/v1/carrier-bookings",
    **operation("list_carrier_bookings", "List bookings at carriers", Tag.FULFILMENT,
                Returns(Page[CarrierBookingShown], a_page(A_BOOKING))),
)  # fmt: skip
def list_bookings(
    services: ServicesOf,
    who: Reader,
    wanted: Annotated[PageWanted, Depends(page)],
    state: Annotated[BookingState | None, Query(description="Those that stand so.")] = None,
    for_people: Annotated[bool, Query(description="Only those that somebody must see to.")] = False,
    order_id: Annotated[str | None, Query(pattern=id_form(Prefix.ORDER), description="Those of an order.")] = None,
) -> Response:
    """Oldest first. What a carrier refused waits here, with its own words and what to do."""
    key = wanted.after(str)
    states = FOR_PEOPLE if for_people else () if state is None else (state,)
    with services.database.read() as session:
        rows = bookings_after(
            session, who.merchant, wanted.rows, "" if key is None else str(key[0]), states=states, order_id=order_id
        )
    return listing(rows, wanted, lambda row: (row.id,), shown_booking)


@routes.get(
    "/v1/carrier-bookings/{booking_id}",
    **operation("get_carrier_booking", "Read a booking at a carrier", Tag.FULFILMENT,
                Returns(CarrierBookingShown, A_BOOKING), ("not_found",)),
)  # fmt: skip
def get_booking(services: ServicesOf, who: Reader, booking_id: BookingId) -> Response:
    """How far it is, and what the carrier said."""
    with services.database.read() as session:
        return answer(shown_booking(found_booking(session, who.merchant, booking_id)))


@routes.post(
    "/v1/carrier-bookings/{booking_id}/retry",
    **operation("retry_carrier_booking", "Book or void once more", Tag.FULFILMENT,
                Returns(CarrierBookingShown, {**A_BOOKING, "state": "waiting"}),
                ("not_found", "carrier_booking_ended")),
)  # fmt: skip
def retry_booking(services: ServicesOf, who: Writer, booking_id: BookingId) -> Response:
    """For what was refused: the carrier is asked again, with the order as it is now. What lost its label is booked
    anew, and what it was booked as before is voided."""
    return answer(shown_booking(try_again(services.carrier_port, desk_caller(who), booking_id)))


@routes.post(
    "/v1/carrier-bookings/{booking_id}/close",
    **operation("close_carrier_booking", "Close what could not be voided", Tag.FULFILMENT,
                Returns(CarrierBookingShown, {**A_BOOKING, "state": "voided"}),
                ("not_found", "carrier_booking_ended")),
)  # fmt: skip
def close(services: ServicesOf, who: Writer, booking_id: BookingId) -> Response:
    """Somebody has seen to it with the carrier itself."""
    return answer(shown_booking(close_booking(services.carrier_port, desk_caller(who), booking_id)))
