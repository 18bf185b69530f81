"""What reasons mean, by the rule book in force: for pages that list codes, and whoever reads them."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.language import Language
from api.services import ServicesOf
from engine.rulebook.book import Message, RuleBook

routes = APIRouter()
ENGLISH = "en"
_EXAMPLE = {
    "data": [
        {
            "reason": "ADR_POSTCODE",
            "text": "The postcode does not fit the country: {ship_to.postcode}.",
            "fix": "Wait for the buyer's answer, then screen again.",
        }
    ]
}


class ReasonTold(BaseModel):
    """One reason. Facts in braces are filled in with each decision."""

    reason: str
    text: str = Field(description="What was found.")
    fix: str = Field(description="What to do about it.")


class ReasonsTold(BaseModel):
    """All of them, by code."""

    data: list[ReasonTold]


@routes.get(
    "/v1/reasons",
    **operation(
        "list_reasons",
        "List what reasons mean",
        Tag.DECISIONS,
        Returns(ReasonsTold, _EXAMPLE),
        problems=("no_edition",),
    ),
)
def list_reasons(
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.OPEN))],
    language: Language,
) -> Response:
    """Of admission, shipping, returns and claims; in the language asked for, in English where a book has none of it."""
    loaded = services.desk.editions.current(who.merchant)
    books = (*(each.book for each in loaded.policies.values()), loaded.admission.book)
    found = {code: message for book in books for code, message in _messages(book, language).items()}
    return answer({"data": [_told(code, found[code]) for code in sorted(found)]})


def _messages(book: RuleBook, language: str) -> dict[str, Message]:
    return {**book.messages.get(ENGLISH, {}), **book.messages.get(language, {})}


def _told(code: str, message: Message) -> dict[str, object]:
    return {"reason": code, "text": message.text, "fix": message.fix}
