"""An order's life after its decision: read, and moved by what gateways, pickers, packers and service staff tell."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import AT, a_page
from api.routes.language import Language
from api.routes.life_examples import A_LIFE, AN_ENTRY
from api.routes.working import moved, taken_over
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import OrderId
from api.schemas.life import FulfilmentShown, TimelineShown, shown_entries, shown_life
from api.schemas.page import Page
from api.schemas.words import LINE, Name, Why
from api.services import ServicesOf
from engine.order.fields import LARGEST_AMOUNT, CurrencyCode, Minor, Moment
from engine.store.sessions import WriteSession
from fulfillment.channels.causes import Stated
from fulfillment.deciding import cancel_order, cancel_part
from fulfillment.overview import overview
from fulfillment.packing.confirming import Otherwise, pack_by_plan
from fulfillment.packing.packing import unpack
from fulfillment.payments.confirming import confirm_payment, refund
from fulfillment.payments.taking import PaymentEvent
from fulfillment.picking.picking import record_pick
from fulfillment.picking.reviewing import review
from fulfillment.site import Occasion, Site
from fulfillment.states import Event
from fulfillment.timeline import timeline

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Kind = Literal["authorise", "capture", "fail", "settle", "reconcile", "dispute", "win", "lose"]
LIFE = Returns(FulfilmentShown, A_LIFE, "How the order stands then.")
STEPPING = ("not_found", "not_taken_over", "illegal_step", "step_blocked", "case_changed", "person_erased")
OF_A_PART = (*STEPPING, "part_needed")
PICKING, PACKING = (
    (*OF_A_PART, "pick_refused"),
    (*OF_A_PART, "parcel_refused", "split_refused", "consignment_refused"),
)


class PaymentEventAsked(Strict):
    """What a gateway tells about money. `reference` is the gateway's own id of this movement."""

    reference: Name
    kind: Kind
    amount: Minor
    currency: CurrencyCode
    at: Moment


PartName = Annotated[
    str | None,
    Field(
        pattern=r"^(ful_[0-9a-f]{32}|[1-9][0-9]{0,3})$",
        description="Which part of the order, by its id or number; needed only where there are several.",
        examples=["2"],
    ),
]


class Found(Strict):
    """How many pieces of a line were found."""

    line: Annotated[int, Field(ge=1, le=500)]
    quantity: Annotated[int, Field(ge=0, le=1_000_000)]


class PickAsked(Strict):
    """What was fetched, by line of the order; all that was asked for, unless lines are named."""

    part: PartName = None
    lines: Annotated[tuple[Found, ...] | None, Field(min_length=1, max_length=500, strict=False)] = None


class ScannedAsked(Strict):
    """What was scanned again, by line of the order; all that was asked for, unless lines are named."""

    part: PartName = None
    lines: Annotated[tuple[Found, ...] | None, Field(max_length=500, strict=False)] = None


class ParcelAsked(Strict):
    """What the closed box weighs, and what is in it: all that is in no box yet, unless lines are named."""

    weight_g: Annotated[int, Field(ge=1, le=1_000_000)]
    lines: Annotated[tuple[Found, ...] | None, Field(min_length=1, max_length=500, strict=False)] = None
    box: Annotated[str, Field(max_length=64, pattern=LINE.replace("+$", "*$"), description="Which box it is.")] = ""
    part: PartName = None
    why: Annotated[
        Otherwise | None,
        Field(strict=False, description="Why it is not packed as the plan has it; needed only then."),
    ] = None


class PartAsked(Strict):
    """Which part."""

    part: PartName = None


class CancelAsked(Strict):
    """Why the order ends, or only one part of it. `cause` says it as one of few words, which its channel is told in
    its own; `person` is none of the others."""

    reason: Why
    part: PartName = None
    cause: Stated = Stated.PERSON


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
def get_fulfilment(services: ServicesOf, who: Reader, order_id: OrderId, language: Language) -> Response:
    """Stage, payment, parts, parcels, and every step that leads on with what keeps it waiting, and why."""
    with services.database.read() as session, taken_over(session, who.merchant, order_id):
        seen = overview(session, services.site, who.merchant, order_id)
    return answer(shown_life(seen, language))


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
    **operation("record_pick", "Tell what was picked", Tag.FULFILMENT, LIFE, PICKING),
)
def record_what_was_picked(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[PickAsked, Depends(JsonBody(PickAsked, {"lines": [{"line": 1, "quantity": 1}]}))],
) -> Response:
    """Ends the open pick list. Too few pieces put the order on back-order; lines that are not named were not found."""
    found = _counted(asked.lines)
    return moved(services, who, order_id, lambda session, site, now: record_pick(session, site, now, found, asked.part))


@routes.post(
    "/v1/orders/{order_id}/rescans",
    **operation("review_pick", "Tell what was scanned again before packing", Tag.FULFILMENT, LIFE, PICKING),
)
def review_what_was_picked(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[ScannedAsked, Depends(JsonBody(ScannedAsked, {"lines": [{"line": 1, "quantity": 1}]}))],
) -> Response:
    """Pieces that are missing, too many or not of the part send it back to picking. Needed before packing only where
    the merchant has set `review_before_packing`."""
    found = _counted(asked.lines)
    return moved(services, who, order_id, lambda session, site, now: review(session, site, now, found, asked.part))


@routes.post(
    "/v1/orders/{order_id}/parcels",
    **operation("pack_parcel", "Tell that the box is closed", Tag.FULFILMENT, LIFE, PACKING),
)
def pack_parcel(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[ParcelAsked, Depends(JsonBody(ParcelAsked, {"weight_g": 310}))],
) -> Response:
    """One box, or one of several: with the last piece the part is packed, and a worker gives each box its number and
    label a moment later. A box that is lighter than its goods is refused. Where `box` is named and the warehouse has
    boxes, box, goods and weight are held against the packing plan; `why` says why they are otherwise."""
    inside = _counted(asked.lines)
    return moved(
        services,
        who,
        order_id,
        lambda session, site, now: pack_by_plan(
            session,
            site,
            services.customs,
            services.pack_book,
            now,
            asked.weight_g,
            inside,
            asked.box,
            asked.part,
            asked.why,
        ),
    )


@routes.post(
    "/v1/orders/{order_id}/unpack",
    **operation("unpack_parcels", "Tell that boxes were opened again", Tag.FULFILMENT, LIFE, OF_A_PART),
)
def unpack_parcels(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[PartAsked, Depends(JsonBody(PartAsked, {"part": "1"}))],
) -> Response:
    """All boxes of a part; their labels are voided, and it is packed anew."""
    return moved(services, who, order_id, lambda session, site, now: unpack(session, site, now, asked.part))


@routes.post(
    "/v1/orders/{order_id}/cancel",
    **operation("cancel_order", "End an order, or a part of it", Tag.FULFILMENT, LIFE, STEPPING),
)
def end_order(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[CancelAsked, Depends(JsonBody(CancelAsked, {"reason": "the buyer changed their mind"}))],
) -> Response:
    """Before hand-over, stock, money and label are given back, each once. After it, the carrier is asked to stop the
    parcels: the stage is then `intercepting`. A part that has not left can be ended by itself; its price goes back."""

    def act(session: WriteSession, site: Site, now: Occasion) -> object:
        if asked.part is None:
            return cancel_order(session, site, now, asked.reason, asked.cause)
        return cancel_part(session, site, now, asked.reason, asked.part, asked.cause)

    return moved(services, who, order_id, act)


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


def _counted(lines: Iterable[Found] | None) -> Counter[int] | None:
    """Pieces by line; a line that is named twice counts with both."""
    if lines is None:
        return None
    found: Counter[int] = Counter()
    for each in lines:
        found[each.line] += each.quantity
    return found
