"""Senders: in whose name a merchant's parcels leave, by legal entity and warehouse."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer, nothing
from api.describing import Returns, Tag, operation
from api.routes.examples import a_page
from api.routes.working import tried
from api.schemas.body import JsonBody
from api.schemas.ids import SenderId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.senders import A_SENDER, STATED, SenderAsked, SenderShown, shown_sender
from api.services import Services, ServicesOf
from engine.store.sessions import WriteSession
from fulfillment.documents.senders import Change, KeptSender, opened, put_sender, remove_sender
from fulfillment.store.senders import senders_of

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]


@routes.get(
    "/v1/senders",
    **operation(
        "list_senders",
        "List in whose name parcels leave",
        Tag.FULFILMENT,
        Returns(Page[SenderShown], a_page(A_SENDER)),
    ),
)
def list_senders(services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """Oldest first."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = senders_of(session, who.merchant, wanted.rows, "" if key is None else str(key[0]))
    return listing(rows, wanted, lambda row: (row.id,), lambda row: shown_sender(opened(row)))


@routes.put(
    "/v1/senders",
    **operation(
        "put_sender",
        "State in whose name parcels leave",
        Tag.FULFILMENT,
        Returns(SenderShown, A_SENDER, "The sender as it is kept."),
        ("sender_refused", "store_conflict"),
    ),
)
def keep_sender(
    services: ServicesOf, who: Writer, asked: Annotated[SenderAsked, Depends(JsonBody(SenderAsked, STATED))]
) -> Response:
    """Takes the place of the one for the same entity and warehouse. Papers that are printed later name it."""

    def work(session: WriteSession) -> KeptSender:
        return put_sender(session, services.ids, _change(services, who), asked.stated())

    return answer(shown_sender(tried(services, work)))


@routes.delete(
    "/v1/senders/{sender_id}",
    **operation(
        "remove_sender",
        "Remove a sender",
        Tag.FULFILMENT,
        {204: Returns(None, None, "No parcel leaves in its name any more.")},
        ("not_found",),
    ),
)
def take_away(services: ServicesOf, who: Writer, sender_id: SenderId) -> Response:
    """Parcels leave in the name of the next that fits; where there is none, nothing is printed."""
    tried(services, lambda session: remove_sender(session, services.ids, _change(services, who), sender_id))
    return nothing()


def _change(services: Services, who: Caller) -> Change:
    return Change(merchant=who.merchant, actor=who.name, now=services.clock.now())
