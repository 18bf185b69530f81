"""The page at `/r/{token}`: the form of a link for people. Works without script; refuses as pages, not as problems."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from api.customer_page.form import Filled
from api.customer_page.pages import FormPage, form_page, message_page
from api.customer_page.words import Words, language_for, words_of
from api.refusals import BodyTooLarge, LinkEnded, Refused, TooManyTries
from api.routes.asked_forms import TOLD, Visit, check_link, drawn, taken, visit
from api.schemas.customer_requests import MOST_BODY
from api.schemas.form_body import FormBody, SentForm
from api.services import Services, ServicesOf
from engine.desk.customer_answers import Answer, NumberGiven, PaperGiven
from engine.desk.customer_questions import ADDRESS, EMAIL, PHONE
from engine.desk.errors import InFlight
from engine.desk.request_errors import AnswerRefused, QuestionsChanged
from fulfillment.notify.local_time import zone_of
from fulfillment.notify.phrases import moment_in

routes = APIRouter(include_in_schema=False)
MOST_FILES = 40
YES = "yes"
UNKNOWN, GONE, BUSY, TOO_LARGE = "unknown", "gone", "busy", "too_large"
STATUS = {UNKNOWN: 404, GONE: 410, BUSY: 429, TOO_LARGE: 413}


class _Form(FormBody):
    """A form whose faults are told by a page."""

    async def __call__(self, request: Request) -> SentForm:
        try:
            check_link(request)
            return await super().__call__(request)
        except Refused as refused:
            request.state.refused = refused
            return SentForm()


@routes.get("/r/{token}")
def show_form(services: ServicesOf, request: Request) -> Response:
    """The form; what became of it once it was answered."""
    try:
        found = visit(services, request)
        if found.answered is not None:
            return _told(found, found.answered)
        return _drawn(services, found, Filled())
    except Refused as refused:
        return _refused(request, refused)


@routes.post("/r/{token}")
def send_form(
    services: ServicesOf, request: Request, sent: Annotated[SentForm, Depends(_Form(MOST_BODY, MOST_FILES))]
) -> Response:
    """Takes the answer, and leads to the page that says what happens next, so that a reload sends nothing again."""
    try:
        if (known := getattr(request.state, "refused", None)) is not None:
            raise known
        found = visit(services, request)
        if found.answered is not None:
            return _told(found, found.answered)
        return _sent(services, found, request, sent)
    except Refused as refused:
        return _refused(request, refused)


def _sent(services: Services, found: Visit, request: Request, sent: SentForm) -> Response:
    insists = sent.texts.get("insists") == YES
    try:
        taken(services, found, answer_of(sent), sent.texts.get("seen"))
    except AnswerRefused as refused:
        filled = Filled(values=sent.texts, faults=refused.fields)
        return _drawn(services, found, filled, status=422, insists=insists or _may_insist(refused))
    except QuestionsChanged:
        return _drawn(services, found, Filled(values=sent.texts), status=409, has_changed=True)
    except InFlight:
        return _refused(request, TooManyTries(), found.words)
    # Relative (RFC 9110 section 10.2.2): the service may be reached under a path that it does not know.
    return RedirectResponse(f"?lang={found.words.code}", status_code=303)


def answer_of(sent: SentForm) -> Answer:
    """What a browser sends for the fields of the form."""
    texts, files = sent.texts, sent.files
    numbers = {name for name in texts if name.startswith("number.") and not name.endswith(".kind")}
    papers = {_paper(name) for name in (*texts, *files) if name.startswith("paper.")}
    return Answer(
        address={name: texts[f"address.{name}"] for name in ADDRESS if f"address.{name}" in texts},
        phone=texts.get(PHONE),
        email=texts.get(EMAIL),
        numbers={
            name: NumberGiven(kind=texts.get(f"{name}.kind", name.removeprefix("number.")), value=texts[name])
            for name in numbers
        },
        papers={
            name: PaperGiven(
                number=texts.get(f"{name}.number", ""),
                content=files.get(name) or None,
                lacking=texts.get(f"{name}.lacking") == YES,
            )
            for name in papers
        },
        confirmed={name: texts[name] == YES for name in texts if name.startswith("confirm.")},
        insists=texts.get("insists") == YES,
    )


def _paper(name: str) -> str:
    return name.removesuffix(".number").removesuffix(".lacking")


def _may_insist(refused: AnswerRefused) -> bool | None:
    """Only what the rules think wrong can be right all the same; what is missing is missing."""
    return False if any(each.may_be_right for each in refused.fields) else None


def _drawn(
    services: Services,
    found: Visit,
    filled: Filled,
    *,
    status: int = 200,
    has_changed: bool = False,
    insists: bool | None = None,
) -> Response:
    form, groups = drawn(services, found, filled)
    page = FormPage(
        order=found.order.id,
        until=_until(found),
        seen=form.asked.seen_at(form.row.version),
        groups=groups,
        has_changed=has_changed,
        insists=insists,
    )
    return form_page(found.words, page, status)


def _until(found: Visit) -> str:
    """The last moment by the clock of the destination."""
    return moment_in(found.row.expires_at, zone_of(found.order.shipping_address), found.words.code)


def _told(found: Visit, what: str) -> Response:
    title, text = TOLD[what]
    return message_page(found.words, title, [text])


def _refused(request: Request, refused: Refused, words: Words | None = None) -> Response:
    """The same page for every link that is not ours, and the same one for every link that is over."""
    kind = UNKNOWN
    if isinstance(refused, LinkEnded):
        kind = GONE
    elif isinstance(refused, TooManyTries):
        kind = BUSY
    elif isinstance(refused, BodyTooLarge):
        kind = TOO_LARGE
    chosen = request.query_params.get("lang", "")[:16]
    said = words or words_of(language_for(None, request.headers.get("accept-language", ""), chosen))
    response = message_page(said, f"{kind}_title", [f"{kind}_text"], STATUS[kind])
    if kind == BUSY:
        response.headers["Retry-After"] = "600"
    return response
