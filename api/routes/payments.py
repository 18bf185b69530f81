"""Money: what gateways send, where an order's money stands, and what a person takes as it is.

Whoever sends a gateway's messages here has an API key; the gateways' own signatures come with their connections.
"""

from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import NotJson
from api.routes.working import occasion, taken_over, tried
from api.schemas.body import JsonBody, JsonBytes, Strict
from api.schemas.ids import OrderId
from api.schemas.payments import (
    A_PAYMENT,
    AN_EVENT,
    HEARD,
    HeardShown,
    PaymentShown,
    shown_payment,
    shown_taken,
)
from api.schemas.words import Why
from api.services import ServicesOf
from engine.store.sessions import WriteSession
from fulfillment.payments.confirming import accept_payment
from fulfillment.payments.gateways.message import Told
from fulfillment.payments.gateways.reading import read_parsed
from fulfillment.payments.hearing import Taken, hear
from fulfillment.payments.standing import PaymentStanding, payment_standing

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Gateway = Annotated[Literal["stripe", "paypal", "adyen"], Path(description="Whose message it is.")]
MESSAGE = JsonBytes({"type": "object", "description": "The gateway's message, as it came."}, AN_EVENT)


class AcceptAsked(Strict):
    """Why the payment is taken as it is; it stands in the timeline."""

    reason: Why


@routes.post(
    "/v1/payments/{gateway}/events",
    **operation(
        "take_gateway_event",
        "Hand a gateway's message on",
        Tag.PAYMENTS,
        Returns(HeardShown, HEARD, "Taken; what was told before changed nothing."),
        ("not_found", "case_changed", "message_refused", "payment_refused", "order_ambiguous", "parameter_rejected",
         "person_erased"),
    ),
)  # fmt: skip
def take_gateway_event(
    services: ServicesOf, who: Writer, gateway: Gateway, body: Annotated[bytes, Depends(MESSAGE)]
) -> Response:
    """Messages may come late, twice and in any order: each is entered once, and the payment stands where all of them
    together say. The order is found by the merchant's reference in the message, or by the gateway's names."""
    try:
        message = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise NotJson from None
    heard = read_parsed(gateway, message)
    taken = [_taken(services, who, each) for each in heard.told]
    return answer(shown_taken(taken, heard.ignored))


def _taken(services: ServicesOf, who: Caller, told: Told) -> Taken:
    def work(session: WriteSession) -> Taken:
        return hear(session, services.site_of(who), who.merchant, told, services.clock.now())

    return tried(services, work)


@routes.get(
    "/v1/orders/{order_id}/payment",
    **operation(
        "get_payment",
        "Read where an order's money stands",
        Tag.PAYMENTS,
        Returns(PaymentShown, A_PAYMENT),
        ("not_found", "not_taken_over"),
    ),
)
def get_payment(services: ServicesOf, who: Reader, order_id: OrderId) -> Response:
    """The ledger, what follows from it, what gateways were asked to do, and disputes."""
    with services.database.read() as session, taken_over(session, who.merchant, order_id):
        stands = payment_standing(session, who.merchant, order_id)
    return answer(shown_payment(stands))


@routes.post(
    "/v1/orders/{order_id}/payment/accept",
    **operation(
        "accept_payment",
        "Take a mismatched payment as it is",
        Tag.PAYMENTS,
        Returns(PaymentShown, A_PAYMENT, "How the money stands then."),
        ("not_found", "not_taken_over", "illegal_step", "case_changed", "person_erased"),
    ),
)
def accept(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[AcceptAsked, Depends(JsonBody(AcceptAsked, {"reason": "a discount was agreed on the phone"}))],
) -> Response:
    """Less, more or another currency came: a person who has looked lets the order go on with what is there. What comes
    or goes afterwards is held against that. A payment that is not `mismatched` is refused with `illegal_step`."""

    def work(session: WriteSession) -> PaymentStanding:
        with taken_over(session, who.merchant, order_id):
            accept_payment(session, services.site_of(who), occasion(services, who, order_id), asked.reason)
        return payment_standing(session, who.merchant, order_id)

    return answer(shown_payment(tried(services, work)))
