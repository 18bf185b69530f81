"""The form of a link as JSON, for storefronts that show it themselves. The link is all that it needs: no key."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from pydantic import AfterValidator
from starlette.responses import Response

from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import NotFound
from api.routes.asked_forms import GOES_ON, TOLD, check_link, drawn, taken, visit
from api.schemas.body import JsonBody
from api.schemas.customer_requests import (
    A_FORM,
    A_TOKEN,
    AN_ANSWER,
    MOST_BODY,
    TOKEN,
    AnswerSent,
    AnswerTaken,
    AskedForm,
    answer_of,
    shown_groups,
)
from api.services import ServicesOf

routes = APIRouter()
REFUSED = ("not_found", "link_ended", "too_many_tries")


def _bounded(text: str) -> str:
    if len(text) > 256:
        raise NotFound
    return text


Token = Annotated[str, AfterValidator(_bounded), Path(json_schema_extra={"pattern": TOKEN}, examples=[A_TOKEN])]


class _LinkFirst(JsonBody[AnswerSent]):
    """The body, which is only read for a link of ours."""

    async def __call__(self, request: Request) -> AnswerSent:
        check_link(request)
        return await super().__call__(request)


ROBOTS = {"X-Robots-Tag": "noindex, nofollow"}


@routes.get(
    "/v1/r/{token}",
    **operation(
        "read_asked_form", "Read the form of a link", Tag.REQUESTS, Returns(AskedForm, A_FORM), (*REFUSED, "no_edition")
    ),
)
def read_asked_form(services: ServicesOf, request: Request, token: Token) -> Response:  # noqa: ARG001 - the link is read from the path
    """In the customer's language, unless `lang` names another one. It shows the address that is to be corrected, and no
    number, phone or e-mail. The page for people is at `/r/{token}`."""
    found = visit(services, request)
    shown: dict[str, object] = {
        "order": found.order.id,
        "language": found.words.code,
        "until": found.row.expires_at,
        "seen": "",
        "state": "answered",
        "groups": [],
    }
    if found.answered is None:
        form, groups = drawn(services, found)
        seen = form.asked.seen_at(form.row.version)
        shown |= {"seen": seen, "state": "open", "groups": shown_groups(groups)}
    return answer(shown, headers=ROBOTS)


@routes.post(
    "/v1/r/{token}",
    **operation(
        "answer_asked_form",
        "Answer the form of a link",
        Tag.REQUESTS,
        Returns(AnswerTaken, {"next": GOES_ON, "message": "Your order goes on. We will write to you when it is sent."}),
        (*REFUSED, "answer_refused", "questions_changed", "no_edition", "in_flight", "paper_refused"),
    ),
)
def answer_asked_form(
    services: ServicesOf,
    request: Request,
    token: Token,  # noqa: ARG001 - the link is read from the path
    sent: Annotated[AnswerSent, Depends(_LinkFirst(AnswerSent, AN_ANSWER, most=MOST_BODY))],
) -> Response:
    """Makes a new version of the order, decided at once. Sent again, it changes nothing and is answered the same."""
    found = visit(services, request)
    next_ = taken(services, found, answer_of(sent), sent.seen)
    return answer({"next": next_, "message": found.words.says[TOLD[next_][1]]}, headers=ROBOTS)
