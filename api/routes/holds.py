"""Holds of an order: listed, placed by hand, minded by somebody, released. `held` lists them across orders."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller, desk_request
from api.routes.examples import A_DECISION, A_HOLD, a_page
from api.routes.language import Language
from api.routes.veiling import veiled
from api.schemas.body import JsonBody, Strict
from api.schemas.idempotency import Idempotency, maybe_idempotent
from api.schemas.ids import HoldId, OrderId
from api.schemas.page import Page
from api.schemas.shown import DecisionShown, HoldShown, shown_decision, shown_hold
from api.services import ServicesOf
from engine.desk.errors import NotFound
from engine.desk.holding import assign_hold, place, release
from engine.desk.reading import known_order
from engine.desk.reason_codes import ReasonCode
from engine.order.fields import Moment
from engine.store.holds import hold_of, holds_of

routes = APIRouter()
Writer = Annotated[Caller, Depends(caller(Scope.HOLDS_WRITE))]
Why = Annotated[str, Field(min_length=1, max_length=1000)]
Name = Annotated[str, Field(min_length=1, max_length=128)]


class HoldAsked(Strict):
    """Why an order is to wait, and until when at most."""

    reason: Why
    expires_at: Moment | None = None
    owner: Name | None = None


class ReleaseAsked(Strict):
    """Why it may go on, and for how long that counts; `reason_code` says in one word what `reason` tells."""

    reason: Why
    until: Moment | None = None
    reason_code: Annotated[ReasonCode | None, Field(strict=False)] = None


class OwnerAsked(Strict):
    """Who is to mind it; null for nobody."""

    owner: Name | None


@routes.get(
    "/v1/orders/{order_id}/holds",
    **operation(
        "list_holds", "List the holds of an order", Tag.HOLDS, Returns(Page[HoldShown], a_page(A_HOLD)), ("not_found",)
    ),
)
def list_holds(
    services: ServicesOf, who: Annotated[Caller, Depends(caller(Scope.ORDERS_READ))], order_id: OrderId
) -> Response:
    """All of them, ended ones too, oldest first."""
    with services.database.read() as session:
        known_order(session, who.merchant, order_id)
        holds = holds_of(session, who.merchant, order_id)
    return answer({"data": [shown_hold(each) for each in holds], "next_cursor": None, "has_more": False})


@routes.post(
    "/v1/orders/{order_id}/holds",
    **operation(
        "place_hold",
        "Hold an order by hand",
        Tag.HOLDS,
        {201: Returns(HoldShown, A_HOLD, "Held.")},
        problems=("not_found", "person_erased", "until_passed", "no_edition"),
    ),
)
def place_hold(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[HoldAsked, Depends(JsonBody(HoldAsked, {"reason": "the buyer rang; wait for a call back"}))],
) -> Response:
    """The decision stays what it is; fulfilment stops where it stands until the hold is released.

    An end that is named here counts beside the order's other clocks: the earliest rules.
    """
    hold = place(services.desk, desk_caller(who), order_id, asked.reason, asked.expires_at, asked.owner)
    return answer(shown_hold(hold), 201)


@routes.get(
    "/v1/holds/{hold_id}",
    **operation("get_hold", "Read a hold", Tag.HOLDS, Returns(HoldShown, A_HOLD), ("not_found",)),
)
def get_hold(
    services: ServicesOf, who: Annotated[Caller, Depends(caller(Scope.ORDERS_READ))], hold_id: HoldId
) -> Response:
    """Open or ended."""
    with services.database.read() as session:
        hold = hold_of(session, who.merchant, hold_id)
    if hold is None:
        raise NotFound("hold", hold_id)
    return answer(shown_hold(hold))


@routes.post(
    "/v1/holds/{hold_id}/assign",
    **operation(
        "assign_hold", "Say who minds a hold", Tag.HOLDS, Returns(HoldShown, A_HOLD), ("not_found", "hold_ended")
    ),
)
def assign_owner(
    services: ServicesOf,
    who: Writer,
    hold_id: HoldId,
    asked: Annotated[OwnerAsked, Depends(JsonBody(OwnerAsked, {"owner": "ana"}))],
) -> Response:
    """Whoever minds it need not be who works on the review of its order."""
    return answer(shown_hold(assign_hold(services.desk, desk_caller(who), hold_id, asked.owner)))


@routes.post(
    "/v1/holds/{hold_id}/release",
    **operation(
        "release_hold",
        "Release a hold and get a new decision",
        Tag.HOLDS,
        Returns(DecisionShown, A_DECISION),
        problems=(
            "not_found",
            "hold_ended",
            "hold_not_waivable",
            "until_passed",
            "person_erased",
            "no_edition",
            "in_flight",
        ),
    ),
)
def release_hold(
    services: ServicesOf,
    who: Writer,
    hold_id: HoldId,
    asked: Annotated[
        ReleaseAsked,
        Depends(JsonBody(ReleaseAsked, {"reason": "transfer seen on the account", "reason_code": "payment_seen"})),
    ],
    idempotency: Annotated[Idempotency, Depends(maybe_idempotent)],
    language: Language,
) -> Response:
    """The release counts for this rule and the values that it read: when these change, the order is held again.

    Other holds of the order stay. What the law of the destination holds, nobody may release.
    """
    until: datetime | None = asked.until
    code = "" if asked.reason_code is None else asked.reason_code
    decided = release(services.desk, desk_caller(who), hold_id, asked.reason, desk_request(idempotency), until, code)
    headers = {"Idempotent-Replayed": "true"} if decided.replayed else {}
    return answer(shown_decision(veiled(services, who, decided), language), headers=headers)
