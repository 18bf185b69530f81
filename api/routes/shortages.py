"""Orders that are short: ways out with cost and day, goods on their way, articles that stand in, who waits how long."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import a_page
from api.routes.stock_examples import A_BACKORDER, A_CHOICE, A_SUBSTITUTE, AN_EXPECTED, SOME_OPTIONS
from api.routes.working import occasion, taken_over, tried
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import OrderId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.stock import (
    BackorderShown,
    ChoiceShown,
    ExpectedShown,
    OptionsShown,
    SubstituteShown,
    shown_backorder,
    shown_choice,
    shown_expected,
    shown_option,
    shown_substitute,
)
from api.schemas.words import LINE, Name
from api.services import ServicesOf
from engine.order.fields import Moment
from engine.store.sessions import WriteSession
from fulfillment.inventory.choosing import Chosen, answer_substitute, choose
from fulfillment.inventory.expecting import Announced, announce, let_stand_in
from fulfillment.inventory.shortage import shortage_options
from fulfillment.records import ShortageChoice, Substitute
from fulfillment.store.shortages import choices_of, expected_after, substitutes_after
from fulfillment.store.stock import wanted_by_age

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Wanted = Annotated[PageWanted, Depends(page)]
STEPPING = ("not_found", "not_taken_over", "shortage_refused", "illegal_step", "step_blocked", "case_changed",
            "person_erased")  # fmt: skip


class ChoiceAsked(Strict):
    """One of the ways that were offered. `part` where several parts are short, `target` where a kind was offered
    several times."""

    kind: Literal["wait", "other_warehouse", "split", "substitute", "cancel"]
    target: Annotated[str, Field(max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    part: Name | None = None


class AnswerAsked(Strict):
    """What the customer says to an article that would stand in."""

    choice_id: Name
    consents: bool


class ExpectedAsked(Strict):
    """Goods on their way; told again under the same reference, it changes what was told."""

    sku: Name
    warehouse: Name = "main"
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    due_at: Moment
    reference: Name


class SubstituteAsked(Strict):
    """What may stand in for an article; `extra` in minor units is what a piece of it costs more."""

    sku: Name
    stand_in: Name
    extra: Annotated[int, Field(ge=-100_000_000, le=100_000_000)] = 0
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "EUR"


@routes.get(
    "/v1/orders/{order_id}/shortage-options",
    **operation("list_shortage_options", "Ask for the ways out of a shortage", Tag.FULFILMENT,
                Returns(OptionsShown, SOME_OPTIONS), ("not_found", "not_taken_over", "person_erased")),
)  # fmt: skip
def options(services: ServicesOf, who: Reader, order_id: OrderId) -> Response:
    """Of each part that waits for goods: wait, other warehouse, split, substitute by consent, cancel; each with what it
    costs on top and by when it ships."""
    now = services.clock.now()
    with services.database.read() as session, taken_over(session, who.merchant, order_id):
        found = shortage_options(session, services.site_of(who), who.merchant, order_id, now)
        choices = choices_of(session, who.merchant, order_id)
    return answer(
        {"options": [shown_option(each) for each in found], "choices": [shown_choice(each) for each in choices]}
    )


@routes.post(
    "/v1/orders/{order_id}/shortage-options",
    **operation("choose_shortage_option", "Choose a way out of a shortage", Tag.FULFILMENT,
                {201: Returns(ChoiceShown, A_CHOICE, "Done, or asked of the customer.")}, STEPPING),
)  # fmt: skip
def choose_option(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[ChoiceAsked, Depends(JsonBody(ChoiceAsked, {"kind": "other_warehouse", "target": "SZX-1"}))],
) -> Response:
    """What it means is done at once; a substitute only once the customer consents."""
    chosen = Chosen(kind=asked.kind, target=asked.target, part=asked.part)

    def work(session: WriteSession) -> ShortageChoice:
        with taken_over(session, who.merchant, order_id):
            return choose(session, services.site_of(who), occasion(services, who, order_id), chosen)

    return answer(shown_choice(tried(services, work)), 201)


@routes.post(
    "/v1/orders/{order_id}/shortage-answers",
    **operation("answer_substitute", "Enter what the customer says to a substitute", Tag.FULFILMENT,
                Returns(ChoiceShown, A_CHOICE), STEPPING),
)  # fmt: skip
def enter_answer(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[AnswerAsked, Depends(JsonBody(AnswerAsked, {"choice_id": A_CHOICE["id"], "consents": True}))],
) -> Response:
    """With consent, the order is changed and decided anew by all rules; without, the part goes on waiting."""

    def work(session: WriteSession) -> ShortageChoice:
        now = occasion(services, who, order_id)
        with taken_over(session, who.merchant, order_id):
            return answer_substitute(session, services.site_of(who), now, asked.choice_id, consents=asked.consents)

    return answer(shown_choice(tried(services, work)))


@routes.get(
    "/v1/stock/backorders",
    **operation("list_backorders", "List what orders wait for", Tag.FULFILMENT,
                Returns(Page[BackorderShown], a_page(A_BACKORDER))),
)  # fmt: skip
def backorders(
    services: ServicesOf,
    who: Reader,
    wanted: Wanted,
    sku: Annotated[
        str | None, Query(description="Only of this article.", min_length=1, max_length=128, pattern=LINE)
    ] = None,
) -> Response:
    """The longest waiting first: in this order they are served when goods come."""
    key = wanted.after(str)
    with services.database.read() as session:
        found = wanted_by_age(session, who.merchant, wanted.rows, "" if key is None else str(key[0]), sku)
    return listing(found, wanted, lambda each: (each.id,), shown_backorder)


@routes.get(
    "/v1/stock/expected",
    **operation("list_expected", "List goods on their way", Tag.FULFILMENT,
                Returns(Page[ExpectedShown], a_page(AN_EXPECTED))),
)  # fmt: skip
def list_expected(services: ServicesOf, who: Reader, wanted: Wanted) -> Response:
    """In the order in which they were announced."""
    key = wanted.after(str)
    with services.database.read() as session:
        found = expected_after(session, who.merchant, wanted.rows, "" if key is None else str(key[0]))
    return listing(found, wanted, lambda each: (each.id,), shown_expected)


@routes.post(
    "/v1/stock/expected",
    **operation("announce_goods", "Announce goods on their way", Tag.FULFILMENT, Returns(ExpectedShown, AN_EXPECTED),
                ("store_conflict",)),
)  # fmt: skip
def announce_goods(
    services: ServicesOf,
    who: Writer,
    asked: Annotated[ExpectedAsked, Depends(JsonBody(ExpectedAsked, {"sku": "TEE-M", "warehouse": "HAM-1",
        "quantity": 100, "due_at": "2026-12-02T08:00:00Z", "reference": "PO-1002"}))],
) -> Response:  # fmt: skip
    """From them comes the day that waiting orders are told."""
    told = Announced(**asked.model_dump())
    return answer(shown_expected(tried(services, lambda session: announce(session, services.ids, who.merchant, told))))


@routes.get(
    "/v1/stock/substitutes",
    **operation("list_substitutes", "List articles that may stand in", Tag.FULFILMENT,
                Returns(Page[SubstituteShown], a_page(A_SUBSTITUTE))),
)  # fmt: skip
def list_substitutes(services: ServicesOf, who: Reader, wanted: Wanted) -> Response:
    """By article and what stands in for it."""
    key = wanted.after(str, str)
    after = None if key is None else (str(key[0]), str(key[1]))
    with services.database.read() as session:
        found = substitutes_after(session, who.merchant, wanted.rows, after)
    return listing(found, wanted, lambda each: (each.sku, each.stand_in), shown_substitute)


@routes.post(
    "/v1/stock/substitutes",
    **operation("put_substitute", "Let an article stand in for another", Tag.FULFILMENT,
                Returns(SubstituteShown, A_SUBSTITUTE), ("warehouse_refused", "store_conflict")),
)  # fmt: skip
def put_substitute(
    services: ServicesOf,
    who: Writer,
    asked: Annotated[SubstituteAsked, Depends(JsonBody(SubstituteAsked, A_SUBSTITUTE))],
) -> Response:
    """Offered to orders that are short, never sent without the customer's consent."""
    pair = Substitute(merchant_id=who.merchant, **asked.model_dump())
    return answer(shown_substitute(tried(services, lambda session: let_stand_in(session, pair))))
