"""Denied parties: the lists in force, whom an order's parties are like, and what people say of that."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import A_DECISION, a_page
from api.routes.language import Language
from api.routes.veiling import veiled
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import OrderId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.parties import (
    A_HIT,
    A_LIST,
    A_VERDICT,
    HitShown,
    JudgedShown,
    ListShown,
    VerdictShown,
    shown_hit,
    shown_judged,
    shown_list,
    shown_verdict,
)
from api.services import ServicesOf
from engine.desk.party_judging import Judging, judge_party, party_hits
from engine.facts.parties import Verdict
from engine.order.fields import Moment
from engine.store.party_verdicts import LAST, verdicts

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.REVIEWS_WRITE))]
Lister = Annotated[Caller, Depends(caller(Scope.REVIEWS_WRITE, Reach.NARROWED))]
ListReader = Annotated[Caller, Depends(caller(Scope.REVIEWS_WRITE, Reach.OPEN))]
# What is said of a party counts in every shop.
Analyst = Annotated[Caller, Depends(caller(Scope.PARTIES_WRITE, Reach.WHOLE))]


class JudgeAsked(Strict):
    """Whether the order's party is the listed one. `until` ends a clearance; give a reason that stands on its own."""

    entry: Annotated[str, Field(min_length=3, max_length=128, examples=["un:QDi.998"])]
    verdict: Annotated[Verdict, Field(strict=False)]
    until: Moment | None = None
    note: Annotated[str, Field(min_length=1, max_length=1000)]


CLEARED = {"entry": "un:QDi.998", "verdict": "cleared", "note": "born 1994, the listed one 1951"}


@routes.get(
    "/v1/party-lists",
    **operation("list_party_lists", "List the lists in force", Tag.PARTIES, Returns(Page[ListShown], a_page(A_LIST))),
)
def list_party_lists(services: ServicesOf, who: ListReader) -> Response:
    """What orders are screened against; `clearway lists` puts them in force."""
    del who
    lists = [shown_list(each) for each in services.desk.party_lists.editions()]
    return answer({"data": lists, "next_cursor": None, "has_more": False})


@routes.get(
    "/v1/orders/{order_id}/party-hits",
    **operation(
        "list_party_hits",
        "List whom an order's parties are like",
        Tag.PARTIES,
        Returns(Page[HitShown], a_page(A_HIT)),
        ("not_found", "person_erased"),
    ),
)
def list_party_hits(services: ServicesOf, who: Reader, order_id: OrderId) -> Response:
    """By the lists in force now, cleared ones too; the likest first."""
    with services.database.read() as session:
        hits = party_hits(services.desk, session, who.merchant, order_id)
    return answer(
        {"data": [shown_hit(each, in_clear=who.sees_people) for each in hits], "next_cursor": None, "has_more": False}
    )


@routes.post(
    "/v1/orders/{order_id}/party-verdicts",
    **operation(
        "judge_party",
        "Say whether a party is the listed one",
        Tag.PARTIES,
        {201: Returns(JudgedShown, {"verdict": A_VERDICT, "decision": A_DECISION}, "Remembered, and decided anew.")},
        ("not_found", "until_passed", "person_erased", "no_edition", "in_flight"),
    ),
)
def give_verdict(
    services: ServicesOf,
    who: Analyst,
    order_id: OrderId,
    asked: Annotated[JudgeAsked, Depends(JsonBody(JudgeAsked, CLEARED))],
    language: Language,
) -> Response:
    """It counts for this name and this entry in every later order, until it runs out or another is given."""
    said = Judging(entry=asked.entry, verdict=asked.verdict, until=asked.until, note=asked.note)
    verdict, decided = judge_party(services.desk, desk_caller(who), order_id, said)
    return answer(shown_judged(verdict, veiled(services, who, decided), language), 201)


@routes.get(
    "/v1/party-verdicts",
    **operation(
        "list_party_verdicts", "List verdicts on parties", Tag.PARTIES, Returns(Page[VerdictShown], a_page(A_VERDICT))
    ),
)
def list_party_verdicts(services: ServicesOf, who: Lister, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """Newest first. Names stand nowhere in them: what a verdict is remembered by is a keyed token."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = verdicts(session, who.merchant, wanted.rows, LAST if key is None else str(key[0]), who.shops)
    return listing(rows, wanted, lambda each: (each.id,), shown_verdict)
