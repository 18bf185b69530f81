"""What an order's customer would be asked, before anybody asks: the form in their language, and until when."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.customer_page.form import Filled, Group, groups_of
from api.customer_page.words import Words, language_for, words_of
from api.describing import Returns, Tag, operation
from api.routes.examples import AT, ORDER
from api.routes.language import Language
from api.schemas.customer_requests import A_FORM, FormGroupShown, shown_groups
from api.schemas.ids import OrderId
from api.services import ServicesOf
from engine.desk.customer_requests import deadline, form_of
from engine.order.masking import masked_text
from fulfillment.notify.texts import LANGUAGES

routes = APIRouter()
ADDED = r"^[A-Za-z0-9_.]+(,[A-Za-z0-9_.]+)*$"


class AddableShown(BaseModel):
    """Something that may be asked beside: `label` in the language of `Accept-Language`; `line` from 1, of a paper."""

    ask: str
    label: str
    line: int | None


class QuestionsShown(BaseModel):
    """`asks` are the questions in words of a request, those that the decision asks and those added; none means that
    there is nothing to ask. `groups` are the form as the customer would see it, `addable` all that may be added."""

    order_id: str
    language: str
    until: datetime = Field(description="Until when an answer would help.")
    asks: list[str]
    groups: list[FormGroupShown]
    addable: list[AddableShown]


_EXAMPLE = {
    "order_id": ORDER, "language": "en", "until": AT, "asks": ["address.postcode"], "groups": A_FORM["groups"],
    "addable": [{"ask": "paper.cites_permit.1", "label": "CITES permit", "line": 1}],
}  # fmt: skip


@routes.get(
    "/v1/orders/{order_id}/questions",
    **operation(
        "preview_questions",
        "Read what a customer would be asked",
        Tag.REQUESTS,
        Returns(QuestionsShown, _EXAMPLE),
        ("not_found", "person_erased", "no_edition", "parameter_rejected"),
    ),
)
def preview_questions(
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.REQUESTS_WRITE))],
    order_id: OrderId,
    added: Annotated[
        str | None, Query(max_length=1200, pattern=ADDED, description="What to ask beside, as in a request, by commas.")
    ] = None,
    language: Annotated[
        str | None, Query(max_length=16, description="The customer's own, if none of ours is named.")
    ] = None,
    *,
    reads: Language,
) -> Response:
    """Nothing is sent. Values that stand in the form are masked for whoever may not see people."""
    wanted = tuple(each for each in (added or "").split(",") if each)
    with services.database.read() as session:
        form = form_of(services.desk, session, who.merchant, order_id, wanted)
        spoken = language_for(form.order, "", language if language in LANGUAGES else "")
        form = form_of(services.desk, session, who.merchant, order_id, wanted, spoken)
        until = deadline(session, form, services.clock.now())
    groups = groups_of(form, words_of(spoken), Filled())
    shown = {
        "order_id": order_id,
        "language": spoken,
        "until": until,
        "asks": form.asked.words,
        "addable": [_addable(each, words_of(reads)) for each in form.addable],
        "groups": shown_groups(groups if who.sees_people else [_veiled(each) for each in groups]),
    }
    return answer(shown)


def _addable(word: str, words: Words) -> dict[str, object]:
    topic, _, name = word.partition(".")
    kind, _, line = name.partition(".")
    labels = {"paper": words.papers.get(kind, kind), "number": words.says["number"].format(kind=kind)}
    label = labels.get(topic) or words.says[name or topic]
    return {"ask": word, "label": label, "line": int(line) if line else None}


def _veiled(group: Group) -> Group:
    fields = [replace(each, value=masked_text(each.value) if each.value else "") for each in group.fields]
    return replace(group, fields=tuple(fields))
