"""Returns: asked for by customers, judged by the policy, decided by staff, received by the warehouse."""

from collections import Counter
from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Operation, Returns, Tag, operation
from api.routes.examples import a_page
from api.routes.language import Language
from api.routes.life_examples import A_RETURN
from api.routes.working import occasion, taken_over, tried
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import OrderId, ReturnId
from api.schemas.life import ReturnShown, shown_return
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.returns import A_WHOLE_RETURN, ReturnWholeShown, WholeReturn, shown_whole_return
from api.schemas.words import Name
from api.services import Services, ServicesOf
from engine.store.sessions import WriteSession
from fulfillment.aftersales.comebacks import Wish
from fulfillment.aftersales.reasons import reasons_of
from fulfillment.aftersales.returns import (
    authorise_return,
    decline_return,
    receive_return,
    request_return,
    return_of,
)
from fulfillment.aftersales.viewing import law_seen, money_of
from fulfillment.aftersales.watching import deadlines_of
from fulfillment.aftersales.ways import WAYS
from fulfillment.records import ReturnCase
from fulfillment.site import Occasion, Site
from fulfillment.states import Comeback
from fulfillment.store.aftersales import ReturnsWanted, photos_of, returned_of, returns_after

routes = APIRouter()
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
STEPPING = ("not_found", "illegal_step", "step_blocked", "case_changed", "person_erased")
Act = Callable[[WriteSession, Site, Occasion, str], object]
Lister = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.NARROWED))]
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]


class Back(Strict):
    """How many pieces of a line come back."""

    line: Annotated[int, Field(ge=1, le=500)]
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]


class ReturnAsked(Strict):
    """What comes back and why. `reference` is your own name of this return; with it a repeated request makes none.

    A `reason` is one of `defective`, `not_as_described`, `wrong_item`, `missing_part`, `damaged_on_arrival`; `late`,
    `lost`, `customs_refused`, `wrong_address_carrier`; `changed_mind`, `refused`, `unreachable`, `duplicate`; any other
    is read by a person. `excepted` says why no law makes you take these goods back; sealed ones (`hygiene_seal`,
    `software_seal`) only once they were unsealed, so say with `seal` whether that is `whole` or `broken`. Where nobody
    says it they may come, and it is found out here.
    """

    lines: Annotated[tuple[Back, ...], Field(min_length=1, max_length=500, strict=False)]
    reason: Name
    reference: Name | None = None
    wish: Literal["refund", "replacement", "keep"] = "refund"
    excepted: Annotated[
        tuple[Literal["custom_made", "hygiene_seal", "perishable", "software_seal"], ...],
        Field(max_length=4, strict=False),
    ] = ()
    seal: Literal["whole", "broken"] | None = None


class ReceiveAsked(Strict):
    """In which state the goods came: those that are like new go back to their shelf, all others are written off."""

    grade: Literal["like_new", "used", "damaged"]


_ASKED = {"lines": [{"line": 1, "quantity": 1}], "reason": "changed_mind", "reference": "rma-1001"}


@routes.post(
    "/v1/orders/{order_id}/returns",
    **operation(
        "request_return",
        "Ask to send goods back",
        Tag.FULFILMENT,
        {201: Returns(ReturnShown, A_RETURN, "Asked for; what the policy says of it follows by a job.")},
        (*STEPPING, "not_taken_over", "return_refused"),
    ),
)
def ask_for_return(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[ReturnAsked, Depends(JsonBody(ReturnAsked, _ASKED))],
) -> Response:
    """Between delivery and the end of the return window, for pieces that are not on their way back already. Faults can
    be told later, and what never came before."""
    lines: Counter[int] = Counter()
    for each in asked.lines:
        lines[each.line] += each.quantity

    def work(session: WriteSession) -> ReturnCase:
        now = occasion(services, who, order_id)
        with taken_over(session, who.merchant, order_id):
            wish = Wish(wish=asked.wish, excepted=frozenset(asked.excepted), seal=asked.seal or "")
            return request_return(session, services.site_of(who), now, lines, asked.reason, asked.reference, wish)

    return answer(shown_return(tried(services, work)), 201)


def _step(name: str, summary: str) -> Operation:
    return operation(name, summary, Tag.FULFILMENT, Returns(ReturnShown, A_RETURN), STEPPING)


@routes.get(
    "/v1/returns",
    **operation("list_returns", "List returns", Tag.FULFILMENT, Returns(Page[ReturnShown], a_page(A_RETURN))),
)
def list_returns(
    services: ServicesOf,
    who: Lister,
    wanted: Annotated[PageWanted, Depends(page)],
    state: Annotated[Comeback | None, Query(description="Only those that stand so.")] = None,
    awaits: Annotated[
        Literal["goods", "photos", "person", "arrival"] | None, Query(description="Only those that wait for this.")
    ] = None,
    order_id: Annotated[str | None, Query(description="Only of this order.", min_length=1, max_length=64)] = None,
) -> Response:
    """Oldest first."""
    key = wanted.after(str)
    after = "" if key is None else str(key[0])
    only = ReturnsWanted(state=state, awaits=awaits, order_id=order_id, shops=who.shops)
    with services.database.read() as session:
        rows = returns_after(session, who.merchant, after, wanted.rows, only)
    return listing(rows, wanted, lambda row: (row.id,), shown_return)


@routes.get(
    "/v1/returns/{return_id}",
    **operation(
        "get_return",
        "Read a return",
        Tag.FULFILMENT,
        Returns(ReturnWholeShown, A_WHOLE_RETURN),
        ("not_found",),
    ),
)
def get_return(services: ServicesOf, who: Reader, return_id: ReturnId, language: Language) -> Response:
    """With what the policy said of it and of each way to settle it, what was paid and what the law gives, what came
    back, photos, and the days that count."""
    with services.database.read() as session:
        case = return_of(session, who.merchant, return_id)
        whole = WholeReturn(
            case=case,
            reasons=reasons_of(services.site, case, language),
            money=money_of(services.site, session, case),
            law=law_seen(services.site, session, case),
            pieces=returned_of(session, who.merchant, return_id),
            photos=photos_of(session, who.merchant, return_id),
            deadlines=deadlines_of(case),
        )
    return answer(shown_whole_return(whole))


@routes.post(
    "/v1/returns/{return_id}/authorise",
    **operation(
        "authorise_return",
        "Let goods come back",
        Tag.FULFILMENT,
        Returns(ReturnShown, A_RETURN),
        (*STEPPING, "return_refused"),
    ),
)
def authorise(
    services: ServicesOf,
    who: Writer,
    return_id: ReturnId,
    way: Annotated[
        str | None,
        Query(description="How the matter is settled.", max_length=64, json_schema_extra={"enum": sorted(WAYS)}),
    ] = None,
) -> Response:
    """The customer is told. Where the goods stay with them, it is settled at once."""
    act: Act = lambda session, site, now, back: authorise_return(session, site, now, back, way or "")  # noqa: E731
    return moved_return(services, who, return_id, act)


@routes.post("/v1/returns/{return_id}/decline", **_step("decline_return", "Let goods not come back"))
def decline(services: ServicesOf, who: Writer, return_id: ReturnId) -> Response:
    """The customer is told."""
    return moved_return(services, who, return_id, decline_return)


@routes.post("/v1/returns/{return_id}/receive", **_step("receive_return", "Tell that goods are back"))
def receive(
    services: ServicesOf,
    who: Writer,
    return_id: ReturnId,
    asked: Annotated[ReceiveAsked, Depends(JsonBody(ReceiveAsked, {"grade": "like_new"}))],
) -> Response:
    """What was paid for them goes back. When nothing is left with the customer, the order has ended as `returned`."""
    return moved_return(
        services, who, return_id, lambda session, site, now, back: receive_return(session, site, now, back, asked.grade)
    )


def moved_return(services: Services, who: Caller, return_id: str, act: Act) -> Response:
    """Takes a step of a return, and answers how it stands then."""

    def work(session: WriteSession) -> ReturnCase:
        found = return_of(session, who.merchant, return_id)
        act(session, services.site_of(who), occasion(services, who, found.order_id), return_id)
        return return_of(session, who.merchant, return_id)

    return answer(shown_return(tried(services, work)))
