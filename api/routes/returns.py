"""Returns: asked for by customers, decided by staff, received by the warehouse."""

from collections import Counter
from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Operation, Returns, Tag, operation
from api.routes.life_examples import A_RETURN
from api.routes.working import occasion, taken_over, tried
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import OrderId, ReturnId
from api.schemas.life import ReturnShown, shown_return
from api.schemas.words import Name
from api.services import Services, ServicesOf
from engine.store.sessions import WriteSession
from fulfillment.aftersales.returns import (
    authorise_return,
    decline_return,
    receive_return,
    request_return,
    return_of,
)
from fulfillment.records import ReturnCase
from fulfillment.site import Occasion, Site

routes = APIRouter()
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
STEPPING = ("not_found", "illegal_step", "step_blocked", "case_changed", "person_erased")
Act = Callable[[WriteSession, Site, Occasion, str], object]


class Back(Strict):
    """How many pieces of a line come back."""

    line: Annotated[int, Field(ge=1, le=500)]
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]


class ReturnAsked(Strict):
    """What comes back and why. `reference` is your own name of this return; with it a repeated request makes none."""

    lines: Annotated[tuple[Back, ...], Field(min_length=1, max_length=500, strict=False)]
    reason: Name
    reference: Name | None = None


class ReceiveAsked(Strict):
    """In which state the goods came: those that are like new go back to their shelf, all others are written off."""

    grade: Literal["like_new", "used", "damaged"]


_ASKED = {"lines": [{"line": 1, "quantity": 1}], "reason": "too small", "reference": "rma-1001"}


@routes.post(
    "/v1/orders/{order_id}/returns",
    **operation(
        "request_return",
        "Ask to send goods back",
        Tag.FULFILMENT,
        {201: Returns(ReturnShown, A_RETURN, "Asked for; it is to be authorised or declined.")},
        (*STEPPING, "not_taken_over", "return_refused"),
    ),
)
def ask_for_return(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[ReturnAsked, Depends(JsonBody(ReturnAsked, _ASKED))],
) -> Response:
    """Between delivery and the end of the return window, for pieces that are not on their way back already."""
    lines: Counter[int] = Counter()
    for each in asked.lines:
        lines[each.line] += each.quantity

    def work(session: WriteSession) -> ReturnCase:
        now = occasion(services, who, order_id)
        with taken_over(session, who.merchant, order_id):
            return request_return(session, services.site_of(who), now, lines, asked.reason, asked.reference)

    return answer(shown_return(tried(services, work)), 201)


def _step(name: str, summary: str) -> Operation:
    return operation(name, summary, Tag.FULFILMENT, Returns(ReturnShown, A_RETURN), STEPPING)


@routes.post("/v1/returns/{return_id}/authorise", **_step("authorise_return", "Let goods come back"))
def authorise(services: ServicesOf, who: Writer, return_id: ReturnId) -> Response:
    """The customer is told."""
    return _moved(services, who, return_id, authorise_return)


@routes.post("/v1/returns/{return_id}/decline", **_step("decline_return", "Let goods not come back"))
def decline(services: ServicesOf, who: Writer, return_id: ReturnId) -> Response:
    """The customer is told."""
    return _moved(services, who, return_id, decline_return)


@routes.post("/v1/returns/{return_id}/receive", **_step("receive_return", "Tell that goods are back"))
def receive(
    services: ServicesOf,
    who: Writer,
    return_id: ReturnId,
    asked: Annotated[ReceiveAsked, Depends(JsonBody(ReceiveAsked, {"grade": "like_new"}))],
) -> Response:
    """What was paid for them goes back. When nothing is left with the customer, the order has ended as `returned`."""
    return _moved(
        services, who, return_id, lambda session, site, now, back: receive_return(session, site, now, back, asked.grade)
    )


def _moved(services: Services, who: Caller, return_id: str, act: Act) -> Response:
    def work(session: WriteSession) -> ReturnCase:
        found = return_of(session, who.merchant, return_id)
        act(session, services.site_of(who), occasion(services, who, found.order_id), return_id)
        return return_of(session, who.merchant, return_id)

    return answer(shown_return(tried(services, work)))
