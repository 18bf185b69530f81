"""Causes of after-sales: tables, a page, and changes that they suggest."""

from datetime import date, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import ParameterRejected
from api.routes.asking import desk_caller
from api.routes.working import tried
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import SuggestionId
from api.schemas.learning import (
    A_CAUSE_TABLE,
    A_SUGGESTION,
    CauseTableShown,
    SuggestionShown,
    SuggestionsShown,
    shown_causes,
    shown_suggestion,
)
from api.schemas.words import Why
from api.services import ServicesOf
from engine.store.sessions import WriteSession
from fulfillment.learning.cut import Cut
from fulfillment.learning.gathering import Wanted
from fulfillment.learning.keeping import OPEN, dismiss, known_suggestion
from fulfillment.learning.page import Report, page
from fulfillment.learning.reading import CURRENCY
from fulfillment.learning.sheet import causes_sheet
from fulfillment.learning.summing import tables_of
from fulfillment.learning.words import WORDS
from fulfillment.profit.reporting import midnight
from fulfillment.records import LearntSuggestion
from fulfillment.store.learning import suggestions_of

routes = APIRouter()
Asker = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.NARROWED))]
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.RULES_WRITE))]
CSV, HTML = "text/csv; charset=utf-8", "text/html; charset=utf-8"
MOST_ORDERS = 100_000
Day = Annotated[date, Query(description="In UTC; both days count, by when an order's life ended.")]
ShopOption = Annotated[str | None, Query(description="Only of this shop.", min_length=1, max_length=128)]
Lang = Literal["en", "zh"]
Problems = ("parameter_rejected", "causes_period_too_long")


class DismissAsked(Strict):
    """Why it is not followed."""

    why: Why


@routes.get(
    "/v1/causes",
    **operation("get_causes", "Sum causes of after-sales up", Tag.LEARNING, Returns(CauseTableShown, A_CAUSE_TABLE),
                Problems),
)  # fmt: skip
def get_causes(
    services: ServicesOf, who: Asker, since: Day, until: Day, by: Cut = Cut.LANE, shop: ShopOption = None
) -> Response:
    """By product, maker, goods, carrier, service, lane, packaging, rule, shop or month of the end: orders, the share
    with a case and how sure it is, and money in euro cents. Each night adds what has ended since."""
    wanted = _wanted(who, since, until, shop)
    with services.database.snapshot() as session:
        table = tables_of(session, wanted, [by], CURRENCY)[by]
    return answer(shown_causes(table))


@routes.get(
    "/v1/causes.csv",
    **operation("get_causes_table", "Sum causes up for a spreadsheet", Tag.LEARNING,
                Returns(None, "lane,orders,cases\r\n", "The table.", "text/csv"), Problems),
)  # fmt: skip
def get_causes_table(
    services: ServicesOf, who: Asker, since: Day, until: Day, by: Cut = Cut.LANE, shop: ShopOption = None
) -> Response:
    """The same as a table; nothing in it is computed by a spreadsheet."""
    wanted = _wanted(who, since, until, shop)
    with services.database.snapshot() as session:
        text = causes_sheet(tables_of(session, wanted, [by], CURRENCY)[by])
    headers = {"Content-Disposition": 'attachment; filename="causes.csv"'}
    return Response(text, media_type=CSV, headers=headers)


@routes.get(
    "/v1/causes.html",
    **operation("get_causes_page", "Get the page of a period's causes", Tag.LEARNING,
                Returns(None, "<!doctype html>", "The page.", "text/html"), Problems),
)  # fmt: skip
def get_causes_page(
    services: ServicesOf, who: Asker, since: Day, until: Day, shop: ShopOption = None, lang: Lang = "en"
) -> Response:
    """One file with its pictures inside, without script, that asks for nothing else. Whoever sees only some shops sees
    no suggestions, which are of all."""
    wanted = _wanted(who, since, until, shop)
    with services.database.snapshot() as session:
        report = Report(
            since=since,
            until=until,
            now=services.clock.now(),
            currency=CURRENCY,
            tables=tables_of(session, wanted, list(Cut), CURRENCY),
            suggestions=suggestions_of(session, who.merchant, OPEN) if who.shops is None and shop is None else (),
        )
    headers = {"Content-Disposition": 'attachment; filename="causes.html"'}
    return Response(page(report, WORDS[lang]), media_type=HTML, headers=headers)


@routes.get(
    "/v1/suggestions",
    **operation("list_suggestions", "List suggested changes", Tag.LEARNING,
                Returns(SuggestionsShown, {"data": [A_SUGGESTION]}), ("parameter_rejected",)),
)  # fmt: skip
def list_suggestions(
    services: ServicesOf, who: Reader, state: Literal["open", "dismissed", "gone"] = "open", lang: Lang = "en"
) -> Response:
    """What the figures of all shops propose, the most money first, each with its evidence."""
    with services.database.read() as session:
        found = suggestions_of(session, who.merchant, state)
    return answer({"data": [shown_suggestion(each, WORDS[lang]) for each in found]})


@routes.get(
    "/v1/suggestions/{suggestion_id}",
    **operation("get_suggestion", "Read a suggested change", Tag.LEARNING, Returns(SuggestionShown, A_SUGGESTION),
                ("not_found", "parameter_rejected")),
)  # fmt: skip
def get_suggestion(services: ServicesOf, who: Reader, suggestion_id: SuggestionId, lang: Lang = "en") -> Response:
    """With the figures of the last night that found it."""
    with services.database.read() as session:
        found = known_suggestion(session, who.merchant, suggestion_id)
    return answer(shown_suggestion(found, WORDS[lang]))


@routes.post(
    "/v1/suggestions/{suggestion_id}/dismiss",
    **operation("dismiss_suggestion", "Dismiss a suggested change", Tag.LEARNING,
                Returns(SuggestionShown, A_SUGGESTION, "How it stands then."),
                ("not_found", "suggestion_not_open")),
)  # fmt: skip
def dismiss_suggestion(
    services: ServicesOf, who: Writer, suggestion_id: SuggestionId,
    asked: Annotated[DismissAsked, Depends(JsonBody(DismissAsked, {"why": "the service was replaced"}))],
) -> Response:  # fmt: skip
    """It comes back when the evidence has changed: more cases, and no lower a share of them."""

    def work(session: WriteSession) -> LearntSuggestion:
        return dismiss(session, services.ids, desk_caller(who), suggestion_id, asked.why, services.clock.now())

    return answer(shown_suggestion(tried(services, work), WORDS["en"]))


def _wanted(who: Caller, since: date, until: date, shop: str | None) -> Wanted:
    if until < since:
        raise ParameterRejected("until", "out_of_range", "must not be before `since`")
    if until == date.max:
        raise ParameterRejected("until", "out_of_range", "name a day before 9999-12-31")
    return Wanted(merchant=who.merchant, since=midnight(since), until=midnight(until + timedelta(days=1)),
                  shops=who.shops, shop=shop, most=MOST_ORDERS)  # fmt: skip
