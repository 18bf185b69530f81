"""The page at `/t/{token}`: a customer follows an order by the link of a notice, and chooses what is written to them.
Works without script; refuses as pages, the same one for every link that is not ours.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from api.customer_page.order_pages import order_page
from api.customer_page.pages import message_page
from api.customer_page.words import Words, language_for, words_of
from api.refusals import BodyTooLarge, LinkEnded, NotFound, Refused, TooManyTries
from api.schemas.form_body import FormBody, SentForm
from api.services import Services, ServicesOf, services_of
from engine.desk.errors import NotFound as DeskNotFound
from engine.desk.errors import PersonErased
from engine.desk.order_links import OrderOpened
from engine.desk.reading import order_of
from engine.order.order import Order
from engine.store.decision_rows import whose
from fulfillment.aftersales.asking import offer_of
from fulfillment.errors import NotFound as NotTakenOver
from fulfillment.notify.choices import ChoiceRefused, Wanted, choose, chosen, wish
from fulfillment.notify.kinds import kind_book
from fulfillment.notify.local_time import zone_of
from fulfillment.notify.order_page import followed_order
from fulfillment.notify.post_room import OFF
from fulfillment.notify.told import send_waiting
from fulfillment.store.notices import wish_of

routes = APIRouter(include_in_schema=False)
MOST_BODY = 8192
SAVED = "saved"
ONE_CLICK = ("List-Unsubscribe", "One-Click")  # RFC 8058, section 3.1
UNKNOWN, GONE, BUSY, TOO_LARGE = "unknown", "gone", "busy", "too_large"
STATUS = {UNKNOWN: 404, GONE: 410, BUSY: 429, TOO_LARGE: 413}


@dataclass(frozen=True, slots=True)
class Visit:
    """A link that is right, with its order."""

    opened: OrderOpened
    merchant: str
    order: Order
    words: Words


class LinkedForm(FormBody):
    """A form whose faults are told by a page."""

    async def __call__(self, request: Request) -> SentForm:
        try:
            check_link(request)
            return await super().__call__(request)
        except Refused as refused:
            request.state.refused = refused
            return SentForm()


def check_link(request: Request) -> OrderOpened:
    """What the link of a request says; asks no database, and so comes before a body is read. Raises TooManyTries,
    LinkEnded, and NotFound for what is no link of ours."""
    services = services_of(request)
    address = request.client.host if request.client is not None else ""
    if services.tries.are_used_up(address):
        raise TooManyTries
    opened = services.desk.order_links.read(request.path_params["token"])
    if opened is None:
        services.tries.note(address)
        raise NotFound
    if services.desk.clock.now() >= opened.expires_at:
        raise LinkEnded
    return opened


@routes.get("/t/{token}")
def show_order(services: ServicesOf, request: Request) -> Response:
    """How the order stands now."""
    try:
        return _shown(services, request, visit(services, request))
    except Refused as refused:
        return refused_page(request, refused)


@routes.post("/t/{token}")
def save_choices(
    services: ServicesOf, request: Request, sent: Annotated[SentForm, Depends(LinkedForm(MOST_BODY, 0))]
) -> Response:
    """Keeps what was chosen, and leads back to the page; a program for mail that turns a topic off by one click is
    answered at once."""
    try:
        if (known := getattr(request.state, "refused", None)) is not None:
            raise known
        found = visit(services, request)
        by_one_click = sent.texts.get(ONE_CLICK[0]) == ONE_CLICK[1]
        wanted = {request.query_params.get("off", ""): OFF} if by_one_click else _named(sent)
        _keep(services, found, wanted, Wanted() if by_one_click else _wished(sent))
    except Refused as refused:
        return refused_page(request, refused)
    if by_one_click:
        return _shown(services, request, found, is_saved=True)
    # Relative (RFC 9110 section 10.2.2): the service may be reached under a path that it does not know.
    return RedirectResponse(f"?lang={found.words.code}&{SAVED}=1", status_code=303)


def visit(services: Services, request: Request) -> Visit:
    """Whom a link lets in. Raises TooManyTries, NotFound, LinkEnded."""
    opened = check_link(request)
    if services.visits.are_used_up(opened.order_id):
        raise TooManyTries
    services.visits.note(opened.order_id)
    with services.database.read() as session:
        current = whose(session, opened.order_id)
        if current is None:
            raise LinkEnded
        try:
            order = order_of(services.desk, session, current.merchant, opened.order_id, current.version)
        except (DeskNotFound, PersonErased) as error:
            raise LinkEnded from error
    language = language_for(
        order, request.headers.get("accept-language", ""), request.query_params.get("lang", "")[:16]
    )
    return Visit(opened, current.merchant, order, words_of(language))


def _shown(services: Services, request: Request, found: Visit, *, is_saved: bool = False) -> Response:
    now = services.desk.clock.now()
    with services.database.read() as session:
        try:
            order = followed_order(session, found.merchant, found.opened.order_id, found.order, now)
            offer = offer_of(session, services.site, found.merchant, found.opened.order_id, found.order, now)
        except NotTakenOver as error:
            raise LinkEnded from error
        person = services.desk.seal.person(found.order)
        choices, wished = chosen(session, found.merchant, person), wish_of(session, found.merchant, person)
    return order_page(
        found.words,
        order,
        choices,
        found.opened.expires_at.astimezone(zone_of(found.order.shipping_address)),
        wished,
        by_text=services.sends_texts,
        is_saved=is_saved or SAVED in request.query_params,
        return_at=f"{request.path_params['token']}/return" if offer.is_open or offer.asked else "",
    )


def _named(sent: SentForm) -> dict[str, str]:
    return {topic: sent.texts[topic] for topic in kind_book().topics if topic in sent.texts}


def _wished(sent: SentForm) -> Wanted:
    """A form that is half filled in means the house's hours for the other half."""
    begin, end = (sent.texts.get(name, "").strip() for name in ("quiet_begin", "quiet_end"))
    hours = None if "quiet_begin" not in sent.texts else (begin, end)
    if hours is not None and begin != end:
        usual = kind_book().quiet
        hours = (begin or f"{usual.begin:%H:%M}", end or f"{usual.end:%H:%M}")
    elif hours is not None:
        hours = ("", "")
    return Wanted(language=sent.texts.get("language"), quiet=hours)


def _keep(services: Services, found: Visit, wanted: dict[str, str], wished: Wanted) -> None:
    name = f"t:{found.opened.order_id}"
    if services.answers.are_used_up(name):
        raise TooManyTries
    services.answers.note(name)
    person = services.desk.seal.person(found.order)
    now = services.desk.clock.now()
    try:
        with services.database.write() as session:
            choose(session, found.merchant, person, wanted, now, by_text=services.sends_texts)
            wish(session, found.merchant, person, wished, now)
            send_waiting(session, services.ids, found.merchant, found.opened.order_id, now)
    except ChoiceRefused as error:
        raise NotFound from error  # no form of ours sends that


def refused_page(request: Request, refused: Refused) -> Response:
    """The same page for every link that is not ours, and the same one for every link that is over."""
    kind = UNKNOWN
    if isinstance(refused, LinkEnded):
        kind = GONE
    elif isinstance(refused, TooManyTries):
        kind = BUSY
    elif isinstance(refused, BodyTooLarge):
        kind = TOO_LARGE
    chosen_language = request.query_params.get("lang", "")[:16]
    said = words_of(language_for(None, request.headers.get("accept-language", ""), chosen_language))
    response = message_page(said, f"{kind}_title", [f"{kind}_text"], STATUS[kind])
    if kind == BUSY:
        response.headers["Retry-After"] = "600"
    return response
