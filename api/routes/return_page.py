"""The page at `/t/{token}/return`: a customer asks to send goods back, hands photos in, and sees what becomes of it.

The link is that of the page on which they follow the order, and so are its limits. Works without script.
"""

import re
from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from api.customer_page.return_pages import (
    MOST_PHOTOS,
    PIECES,
    REASON,
    RETURN,
    SEAL,
    SEEN,
    WISH,
    WISHES,
    Sent,
    return_page,
)
from api.refusals import LinkEnded, NotFound, Refused, TooManyTries
from api.routes.order_page import LinkedForm, Visit, refused_page, visit
from api.routes.working import tried
from api.schemas.form_body import SentForm
from api.services import Services, ServicesOf
from engine.store.sessions import WriteSession
from fulfillment.aftersales.asking import Offer, offer_of
from fulfillment.aftersales.causes import Cause
from fulfillment.aftersales.comebacks import SEALS, Wish
from fulfillment.aftersales.photos import MOST_BYTES, keep_photo
from fulfillment.aftersales.return_papers import public_label_of
from fulfillment.aftersales.returns import request_return
from fulfillment.errors import NotFound as NotThere
from fulfillment.errors import PhotoRefused, ReturnRefused
from fulfillment.notify.local_time import zone_of
from fulfillment.site import Occasion
from fulfillment.states import Comeback

routes = APIRouter(include_in_schema=False)
MOST_BODY = MOST_PHOTOS * MOST_BYTES + (64 << 10)
PIECES_OF = re.compile(rf"{PIECES}-([0-9]{{1,4}})=([0-9]{{1,6}})")
CUSTOMER, TAKEN = "customer", "taken"
LABEL_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox"


@routes.get("/t/{token}/return")
def show_return(services: ServicesOf, request: Request) -> Response:
    """What can be asked for, and what was."""
    try:
        return _shown(services, request, visit(services, request), Sent())
    except Refused as refused:
        return refused_page(request, refused)


@routes.post("/t/{token}/return")
def ask_return(
    services: ServicesOf, request: Request, sent: Annotated[SentForm, Depends(LinkedForm(MOST_BODY, MOST_PHOTOS))]
) -> Response:
    """Takes a request, or photos for one, and leads back to the page, so that a reload sends nothing again."""
    try:
        if (known := getattr(request.state, "refused", None)) is not None:
            raise known
        found = visit(services, request)
        name = f"return:{found.opened.order_id}"
        if services.answers.are_used_up(name):
            raise TooManyTries
        services.answers.note(name)
        faults = _taken(services, found, sent)
        if faults:
            return _shown(services, request, found, Sent(texts=sent.texts, faults=faults), 422)
    except Refused as refused:
        return refused_page(request, refused)
    return RedirectResponse(f"?lang={found.words.code}&{TAKEN}=1", status_code=303)


@routes.get("/t/{token}/returns/{return_id}/label")
def show_label(services: ServicesOf, request: Request, return_id: str) -> Response:
    """The label to print, without the customer's address: whoever holds the link need not learn it."""
    try:
        found = visit(services, request)
        offer = _offer(services, found)
        if not any(each.case.id == return_id and each.case.state == Comeback.LABEL_SENT for each in offer.asked):
            raise NotFound
        with services.database.read() as session:
            label = public_label_of(session, found.merchant, return_id)
    except NotThere:
        return refused_page(request, NotFound())
    except Refused as refused:
        return refused_page(request, refused)
    headers = {"Content-Security-Policy": LABEL_POLICY, "X-Robots-Tag": "noindex, nofollow"}
    return Response(label.text, 200, headers, label.media_type)


def _offer(services: Services, found: Visit) -> Offer:
    order_id, now = found.opened.order_id, services.clock.now()
    with services.database.read() as session:
        try:
            return offer_of(session, services.site, found.merchant, order_id, found.order, now)
        except NotThere as error:
            raise LinkEnded from error


def _shown(services: Services, request: Request, found: Visit, sent: Sent, status: int = 200) -> Response:
    name = found.order.channel_order_id or found.order.id
    is_taken = TAKEN in request.query_params and not sent.faults
    token = request.path_params["token"]
    offer, zone = _offer(services, found), zone_of(found.order.shipping_address)
    return return_page(found.words, name, token, offer, sent, zone, is_taken=is_taken, status=status)


def _taken(services: Services, found: Visit, sent: SentForm) -> Mapping[str, str]:
    """Takes what was sent, all or nothing; answers what is wrong, by field."""
    photos = [content for content in sent.files.values() if content]
    if RETURN in sent.texts:
        return _more_photos(services, found, sent.texts[RETURN], photos)
    wanted = _pieces(sent.texts)
    reason, wish = sent.texts.get(REASON, ""), sent.texts.get(WISH, WISHES[0])
    faults = {} if wanted else {"pieces": "return_no_pieces"}
    if reason not in tuple(Cause) or wish not in WISHES:
        faults["reason"] = "return_no_reason"
    if faults:
        return faults
    said = sent.texts.get(SEAL, "")
    wanting = Wish(wish=wish, seal=said if said in SEALS else "")
    # The same form again, sent by an impatient hand, makes one return.
    told = ",".join(f"{line}x{many}" for line, many in sorted(wanted.items()))
    key = f"page:{sent.texts.get(SEEN, '0')[:8]}:{reason}:{told}"

    def work(session: WriteSession) -> None:
        now = _occasion(services, found)
        made = request_return(session, services.site, now, wanted, reason, key, wanting)
        if made.created_at == now.now:
            for content in photos:
                keep_photo(session, services.site, now, made.id, content)

    return _tried(services, work, "photos")


def _pieces(texts: Mapping[str, str]) -> Mapping[int, int]:
    """Number of a line -> pieces, of those that were chosen."""
    found = (PIECES_OF.fullmatch(f"{name}={text}") for name, text in texts.items())
    pieces = {int(each[1]): int(each[2]) for each in found if each is not None}
    return {line: many for line, many in pieces.items() if many > 0}


def _more_photos(services: Services, found: Visit, return_id: str, photos: list[bytes]) -> Mapping[str, str]:
    waiting = [each.case.id for each in _offer(services, found).asked if each.case.state == Comeback.REQUESTED]
    if return_id not in waiting:
        raise NotFound
    if not photos:
        return {f"more-{return_id}": "return_no_photo"}

    def work(session: WriteSession) -> None:
        for content in photos:
            keep_photo(session, services.site, _occasion(services, found), return_id, content)

    return _tried(services, work, f"more-{return_id}")


def _tried(services: Services, work: Callable[[WriteSession], None], photos: str) -> Mapping[str, str]:
    try:
        tried(services, work)
    except ReturnRefused:
        return {"pieces": "return_refused"}
    except PhotoRefused:
        return {photos: "return_bad_photo"}
    except NotThere as error:
        raise LinkEnded from error
    return {}


def _occasion(services: Services, found: Visit) -> Occasion:
    return Occasion(merchant=found.merchant, order_id=found.opened.order_id, now=services.clock.now(), actor=CUSTOMER)
