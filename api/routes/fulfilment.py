"""An order's life after its decision: read, and moved by what gateways, pickers, packers and service staff tell."""

from collections import Counter
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import AT, a_page
from api.routes.life_examples import A_LIFE, AN_ENTRY
from api.routes.working import moved, taken_over
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import OrderId
from api.schemas.life import FulfilmentShown, TimelineShown, shown_entries, shown_life
from api.schemas.page import Page
from api.schemas.words import Name, Why
from api.services import ServicesOf
from engine.order.fields import LARGEST_AMOUNT, CurrencyCode, Minor, Moment
from fulfillment.deciding import cancel_order
from fulfillment.overview import overview
from fulfillment.packing.packing import pack
from fulfillment.payments.confirming import confirm_payment, refund
from fulfillment.payments.taking import PaymentEvent
from fulfillment.picking.picking import record_pick
from fulfillment.states import Event
from fulfillment.timeline import timeline

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Kind = Literal["authorise", "capture", "fail", "settle", "reconcile", "dispute", "win", "lose"]
LIFE = Returns(FulfilmentShown, A_LIFE, "How the order stands then.")
STEPPING = ("not_found", "not_taken_over", "illegal_step", "step_blocked", "case_changed", "person_erased")


class PaymentEventAsked(Strict):
    """What a gateway tells about money. `reference` is the gateway's own id of this movement."""

    reference: Name
    kind: Kind
    amount: Minor
    currency: CurrencyCode
    at: Moment


class Found(Strict):
    """How many pieces of a line were found."""

    line: Annotated[int, Field(ge=1, le=500)]
    quantity: Annotated[int, Field(ge=0, le=1_000_000)]


class PickAsked(Strict):
    """What was fetched, by line of the order; all that was asked for, unless lines are named."""

    lines: Annotated[tuple[Found, ...] | None, Field(min_length=1, max_length=500, strict=False)] = None


class ParcelAsked(Strict):
    """What the closed box weighs."""

    weight_g: Annotated[int, Field(ge=1, le=1_000_000)]


class CancelAsked(Strict):
    """Why the order ends."""

    reason: Why


class RefundAsked(Strict):
    """How much goes back, in minor units, and why. `reference` is your own name of this refund."""

    reference: Name
    amount: Annotated[int, Field(ge=1, le=LARGEST_AMOUNT)]
    reason: Name


_EVENT = {"reference": "pi_3P:capture", "kind": "capture", "amount": 1999, "currency": "EUR", "at": AT}
_REFUND = {"reference": "goodwill-1001", "amount": 500, "reason": "late"}


@routes.get(
    "/v1/orders/{order_id}/fulfilment",
    **operation(
        "get_fulfilment",
        "Read how an order stands after its decision",
        Tag.FULFILMENT,
        Returns(FulfilmentShown, A_LIFE),
        ("not_found", "not_taken_over"),
    ),
)
def get_fulfilment(services: ServicesOf, who: Reader, order_id: OrderId) -> Response:
    """Stage, payment, the warehouse's work, the parcel, and every step that leads on with what keeps it waiting."""
    with services.database.read() as session, taken_over(session, who.merchant, order_id):
        seen = overview(session, services.site, who.merchant, order_id)
    return answer(shown_life(seen))


@routes.get(
    "/v1/orders/{order_id}/timeline",
    **operation(
        "get_timeline",
        "Read everything that happened to an order",
        Tag.FULFILMENT,
        Returns(Page[TimelineShown], a_page(AN_ENTRY)),
        ("not_found", "not_taken_over"),
    ),
)
def get_timeline(services: ServicesOf, who: Reader, order_id: OrderId) -> Response:
    """Oldest first, all of it: decisions, money, warehouse, carrier, returns, and who did it."""
    with services.database.read() as session, taken_over(session, who.merchant, order_id):
        entries = timeline(session, who.merchant, order_id)
    return answer({"data": shown_entries(entries), "next_cursor": None, "has_more": False})


@routes.post(
    "/v1/orders/{order_id}/payment-events",
    **operation(
        "record_payment_event", "Tell what happened to the money", Tag.FULFILMENT, LIFE, (*STEPPING, "payment_refused")
    ),
)
def record_payment_event(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[PaymentEventAsked, Depends(JsonBody(PaymentEventAsked, _EVENT))],
) -> Response:
    """The same `reference` a second time changes nothing. A capture that is not what the order owes makes the payment
    `mismatched`; money for an order that has ended goes back at once."""
    event = PaymentEvent(
        kind=Event(asked.kind), amount=asked.amount, currency=asked.currency, reference=asked.reference, at=asked.at
    )
    return moved(services, who, order_id, lambda session, site, now: confirm_payment(session, site, now, event))


@routes.post(
    "/v1/orders/{order_id}/picks",
    **operation("record_pick", "Tell what was picked", Tag.FULFILMENT, LIFE, (*STEPPING, "pick_refused")),
)
def record_what_was_picked(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[PickAsked, Depends(JsonBody(PickAsked, {"lines": [{"line": 1, "quantity": 1}]}))],
) -> Response:
    """Ends the open pick list. Too few pieces put the order on back-order; lines that are not named were not found."""
    found: Counter[int] | None = None
    if asked.lines is not None:
        found = Counter()
        for each in asked.lines:
            found[each.line] += each.quantity
    return moved(services, who, order_id, lambda session, site, now: record_pick(session, site, now, found))


@routes.post(
    "/v1/orders/{order_id}/parcels",
    **operation("pack_parcel", "Tell that the box is closed", Tag.FULFILMENT, LIFE, (*STEPPING, "parcel_refused")),
)
def pack_parcel(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[ParcelAsked, Depends(JsonBody(ParcelAsked, {"weight_g": 310}))],
) -> Response:
    """A worker gives it its number and label a moment later. A box that is lighter than its goods is refused."""
    return moved(services, who, order_id, lambda session, site, now: pack(session, site, now, asked.weight_g))


@routes.post(
    "/v1/orders/{order_id}/cancel", **operation("cancel_order", "End an order", Tag.FULFILMENT, LIFE, STEPPING)
)
def end_order(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[CancelAsked, Depends(JsonBody(CancelAsked, {"reason": "the buyer changed their mind"}))],
) -> Response:
    """Before hand-over, stock, money and label are given back, each once. After it, the carrier is asked to stop the
    parcel: the stage is then `intercepting`."""
    return moved(services, who, order_id, lambda session, site, now: cancel_order(session, site, now, asked.reason))


@routes.post(
    "/v1/orders/{order_id}/refunds",
    **operation("refund_order", "Give money back", Tag.FULFILMENT, LIFE, (*STEPPING, "payment_refused")),
)
def refund_order(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[RefundAsked, Depends(JsonBody(RefundAsked, _REFUND))],
) -> Response:
    """Beside what cancellations and returns give back by themselves. The same `reference` again changes nothing."""
    return moved(
        services,
        who,
        order_id,
        lambda session, site, now: refund(session, site, now, asked.amount, asked.reason, asked.reference),
    )
