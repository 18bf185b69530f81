"""Requests to customers: created, listed, taken back, sent again, and answered on a customer's behalf."""

from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.routes.language import Language
from api.schemas.body import JsonBody
from api.schemas.customer_requests import (
    A_REQUEST,
    AN_ANSWER,
    MOST_BODY,
    AnswerSent,
    CustomerRequestShown,
    RequestAnswered,
    RequestAsked,
    RequestCancelAsked,
    answer_of,
    shown_request,
)
from api.schemas.ids import CustomerRequestId, an_id
from api.schemas.page import Page, PageWanted, listing, page
from api.services import Services, ServicesOf
from engine.desk.customer_answering import AS_AGENT, Sent, opened_answer, take_answer
from engine.desk.customer_requests import ask, cancel, found_request, link_of, resend
from engine.ids import Prefix
from engine.order.masking import hidden
from engine.store.customer_requests import OPEN, CustomerRequest, Wanted, requests
from engine.store.sessions import ReadSession

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.REQUESTS_WRITE))]
Lister = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.NARROWED))]
Asker = Annotated[Caller, Depends(caller(Scope.REQUESTS_WRITE, Reach.NARROWED))]
State = Literal["open", "answered", "expired", "cancelled"]
CREATE = {"order_id": an_id(Prefix.ORDER), "asks": ["phone"]}
MADE = Returns(CustomerRequestShown, A_REQUEST, "Open; a letter with the link goes out.")


@routes.post(
    "/v1/customer-requests",
    **operation(
        "create_customer_request",
        "Ask a customer",
        Tag.REQUESTS,
        {201: MADE},
        (
            "not_found",
            "question_unknown",
            "nothing_to_ask",
            "asked_already",
            "person_erased",
            "no_edition",
            "in_flight",
        ),
    ),
)
def create_request(
    services: ServicesOf, who: Asker, asked: Annotated[RequestAsked, Depends(JsonBody(RequestAsked, CREATE))]
) -> Response:
    """For what the order's decision asks, and `asks` beside it. An order has one open request at a time, and decisions
    open one by themselves unless the merchant has set `ask_customers` to 0."""
    ends = None if asked.days is None else services.desk.clock.now() + timedelta(days=asked.days)
    row = ask(services.desk, desk_caller(who), asked.order_id, asked.asks, ends)
    return answer(shown_request(row, _link(services, who, row)), 201)


@routes.get(
    "/v1/customer-requests",
    **operation(
        "list_customer_requests", "List what customers are asked", Tag.REQUESTS,
        Returns(Page[CustomerRequestShown], a_page({**A_REQUEST, "url": None})),
    ),
)  # fmt: skip
def list_requests(
    services: ServicesOf,
    who: Lister,
    wanted: Annotated[PageWanted, Depends(page)],
    state: Annotated[State | None, Query(description="Only in this state.")] = None,
    order_id: Annotated[str | None, Query(description="Only of this order.", min_length=1, max_length=64)] = None,
    shop: Annotated[str | None, Query(description="Only of this shop.", min_length=1, max_length=128)] = None,
) -> Response:
    """Newest first, without links and answers."""
    key = wanted.after(str)
    before = None if key is None else str(key[0])
    with services.database.read() as session:
        shown = Wanted(state=state, order_id=order_id, shop=shop, shops=who.shops)
        rows = requests(session, who.merchant, wanted.rows, shown, before)
    return listing(rows, wanted, lambda row: (row.id,), shown_request)


@routes.get(
    "/v1/customer-requests/{customer_request_id}",
    **operation(
        "get_customer_request", "Read what a customer is asked", Tag.REQUESTS, Returns(CustomerRequestShown, A_REQUEST),
        ("not_found",),
    ),
)  # fmt: skip
def get_request(services: ServicesOf, who: Reader, customer_request_id: CustomerRequestId) -> Response:
    """With its link, while it is open, and its answer, for keys that may write requests: the link for those alone who
    may see people, since its form shows an address, and the answer masked to others."""
    with services.database.read() as session:
        row = found_request(session, who.merchant, customer_request_id)
        return _shown(services, session, who, row)


@routes.post(
    "/v1/customer-requests/{customer_request_id}/cancel",
    **operation(
        "cancel_customer_request", "Take a question back", Tag.REQUESTS, Returns(CustomerRequestShown, A_REQUEST),
        ("not_found", "request_ended", "state_conflict", "in_flight"),
    ),
)  # fmt: skip
def cancel_request(
    services: ServicesOf,
    who: Writer,
    customer_request_id: CustomerRequestId,
    asked: Annotated[RequestCancelAsked, Depends(JsonBody(RequestCancelAsked, {"reason": "asked by phone"}))],
) -> Response:
    """Its links open nothing any more. The order goes on waiting for what it asks."""
    row = cancel(services.desk, desk_caller(who), customer_request_id, asked.reason or "cancelled")
    return answer(shown_request(row))


@routes.post(
    "/v1/customer-requests/{customer_request_id}/resend",
    **operation(
        "resend_customer_request", "Send a new link", Tag.REQUESTS, Returns(CustomerRequestShown, A_REQUEST),
        ("not_found", "request_ended", "in_flight"),
    ),
)  # fmt: skip
def resend_request(services: ServicesOf, who: Writer, customer_request_id: CustomerRequestId) -> Response:
    """Links made before open nothing any more; a letter with the new one goes out."""
    row = resend(services.desk, desk_caller(who), customer_request_id)
    return answer(shown_request(row, _link(services, who, row)))


@routes.post(
    "/v1/customer-requests/{customer_request_id}/answer",
    **operation(
        "answer_customer_request",
        "Answer for a customer",
        Tag.REQUESTS,
        Returns(RequestAnswered, {"request": A_REQUEST, "decision_id": A_REQUEST["decision_id"], "outcome": "admit"}),
        (
            "not_found",
            "request_ended",
            "answer_refused",
            "questions_changed",
            "person_erased",
            "paper_refused",
            "no_edition",
            "in_flight",
        ),
    ),
)
def answer_request(
    services: ServicesOf,
    who: Writer,
    customer_request_id: CustomerRequestId,
    sent: Annotated[AnswerSent, Depends(JsonBody(AnswerSent, AN_ANSWER, most=MOST_BODY))],
    language: Language,
) -> Response:
    """By somebody who spoke with them; the request and the audit keep who. It may say no more than a customer may."""
    given = Sent(answer=answer_of(sent), seen=sent.seen, language=language, answered_as=AS_AGENT)
    taken = take_answer(services.desk, desk_caller(who), customer_request_id, given)
    decided = None if taken.decided is None else taken.decided.row
    shown = {
        "request": shown_request(taken.row),
        "decision_id": None if decided is None else decided.id,
        "outcome": None if decided is None else decided.outcome,
    }
    return answer(shown)


def _shown(services: Services, session: ReadSession, who: Caller, row: CustomerRequest) -> Response:
    if not who.may(Scope.REQUESTS_WRITE):
        return answer(shown_request(row))
    url = _link(services, who, row) if row.state == OPEN else None
    given = opened_answer(services.desk, session, row)
    return answer(shown_request(row, url, given if given is None or who.sees_people else hidden(given)))


def _link(services: Services, who: Caller, row: CustomerRequest) -> str | None:
    return link_of(services.desk, row) if who.sees_people else None
