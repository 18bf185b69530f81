"""Goods that come back: on their way, lost, here, looked at, settled; their photos and papers."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Operation, Returns, Tag, operation
from api.routes.life_examples import A_LABEL_DRAWING, A_RETURN
from api.routes.returns import STEPPING, Act, moved_return
from api.routes.working import occasion, tried
from api.schemas.body import JsonBody, Strict
from api.schemas.file_body import FileBody
from api.schemas.ids import ReturnId
from api.schemas.life import ReturnShown
from api.schemas.returns import A_PHOTO, ReturnPhotoShown, shown_photo
from api.schemas.words import LINE
from api.services import ServicesOf
from engine.store.sessions import WriteSession
from fulfillment.aftersales.inspecting import Grade, KeptAs, Looked
from fulfillment.aftersales.photos import FORMS, MOST_BYTES, keep_photo, photo_content
from fulfillment.aftersales.return_papers import return_declaration_of, return_label_of
from fulfillment.aftersales.returns import (
    arrive_return,
    inspect_return,
    lose_return,
    return_of,
    send_return,
    settle_return,
)
from fulfillment.documents.label import MEDIA_TYPE
from fulfillment.records import ReturnPhoto

routes = APIRouter()
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Viewer = Annotated[Caller, Depends(caller(Scope.PERSONAL_READ))]
PhotoName = Annotated[str, Path(min_length=1, max_length=64, pattern=LINE, examples=[A_PHOTO["id"]])]


class LookedAsked(Strict):
    """Pieces of a line in one grade. Without `kept_as`, whole ones go back to their shelf and others are written
    off."""

    line: Annotated[int, Field(ge=1, le=500)]
    grade: Grade
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    kept_as: KeptAs | None = None
    bin: Annotated[str, Field(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    lot: Annotated[str, Field(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


class InspectAsked(Strict):
    """What came back. What was announced and is not told of counts as missing."""

    pieces: Annotated[tuple[LookedAsked, ...], Field(max_length=500, strict=False)]


class SettleAsked(Strict):
    """What goes back, in minor units of the order's currency; without it, all that was paid for the pieces."""

    amount: Annotated[int, Field(ge=0, le=10**12)] | None = None


_LOOKED = {"pieces": [{"line": 1, "grade": "like_new", "quantity": 1, "kept_as": "restock", "bin": "A-01"}]}


def _step(name: str, summary: str, *more: str) -> Operation:
    return operation(name, summary, Tag.FULFILMENT, Returns(ReturnShown, A_RETURN), (*STEPPING, *more))


@routes.post("/v1/returns/{return_id}/send", **_step("send_return", "Tell that goods are on their way back"))
def send(services: ServicesOf, who: Writer, return_id: ReturnId) -> Response:
    """The customer has shown that the parcel was handed over; it does not end by itself any more."""
    return moved_return(services, who, return_id, send_return)


@routes.post("/v1/returns/{return_id}/lose", **_step("lose_return", "Tell that returned goods were lost on their way"))
def lose(services: ServicesOf, who: Writer, return_id: ReturnId) -> Response:
    """What was paid for them goes back."""
    return moved_return(services, who, return_id, lose_return)


@routes.post("/v1/returns/{return_id}/arrive", **_step("arrive_return", "Tell that a parcel is back, unopened"))
def arrive(services: ServicesOf, who: Writer, return_id: ReturnId) -> Response:
    """Somebody has to look into it."""
    return moved_return(services, who, return_id, arrive_return)


@routes.post(
    "/v1/returns/{return_id}/inspect",
    **_step("inspect_return", "Tell piece by piece how goods came back", "return_refused"),
)
def inspect(
    services: ServicesOf,
    who: Writer,
    return_id: ReturnId,
    asked: Annotated[InspectAsked, Depends(JsonBody(InspectAsked, _LOOKED))],
) -> Response:
    """They are put away, and paid as the policy says; where it wants a person, the return waits to be settled."""
    looked = [Looked(**each.model_dump()) for each in asked.pieces]
    act: Act = lambda session, site, now, back: inspect_return(session, site, now, back, looked)  # noqa: E731
    return moved_return(services, who, return_id, act)


@routes.post(
    "/v1/returns/{return_id}/settle",
    **_step("settle_return", "End a return that waits for a person", "payment_refused"),
)
def settle(
    services: ServicesOf,
    who: Writer,
    return_id: ReturnId,
    asked: Annotated[SettleAsked, Depends(JsonBody(SettleAsked, {"amount": 1500}))],
) -> Response:
    """After the goods were looked at, or lost."""
    act: Act = lambda session, site, now, back: settle_return(session, site, now, back, asked.amount)  # noqa: E731
    return moved_return(services, who, return_id, act)


@routes.post(
    "/v1/returns/{return_id}/photos",
    **operation(
        "add_return_photo",
        "Send a photo of goods that come back",
        Tag.FULFILMENT,
        {201: Returns(ReturnPhotoShown, A_PHOTO, "Kept, sealed.")},
        (*STEPPING, "photo_refused"),
    ),
)
def add_photo(
    services: ServicesOf,
    who: Writer,
    return_id: ReturnId,
    content: Annotated[bytes, Depends(FileBody(tuple(FORMS), MOST_BYTES))],
) -> Response:
    """A JPEG or PNG of at most 5 MiB. While the return is asked for, it is judged anew."""

    def work(session: WriteSession) -> ReturnPhoto:
        found = return_of(session, who.merchant, return_id)
        now = occasion(services, who, found.order_id)
        return keep_photo(session, services.site_of(who), now, return_id, content)

    return answer(shown_photo(tried(services, work)), 201)


@routes.get(
    "/v1/returns/{return_id}/photos/{photo}",
    **operation(
        "get_return_photo",
        "Read a photo of goods that come back",
        Tag.FULFILMENT,
        Returns(None, "…", "The picture.", "application/octet-stream"),
        ("not_found",),
    ),
)
def get_photo(services: ServicesOf, who: Viewer, return_id: ReturnId, photo: PhotoName) -> Response:
    """Gone once the person was erased. Browsers save it and never show it in our name."""
    with services.database.read() as session:
        found, content = photo_content(session, services.site, who.merchant, return_id, photo)
    headers = {"Content-Disposition": f'attachment; filename="{found.id}"', "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=found.media_type, headers=headers)


@routes.get(
    "/v1/returns/{return_id}/label",
    **operation(
        "get_return_label",
        "Print the label by which goods come back",
        Tag.FULFILMENT,
        Returns(None, A_LABEL_DRAWING, media_type=MEDIA_TYPE),
        ("not_found", "person_erased"),
    ),
)
def get_label(services: ServicesOf, who: Writer, return_id: ReturnId) -> Response:
    """As a drawing, with the number of the return as a QR code, and as sender the address that the order has now."""
    with services.database.read() as session:
        printed = return_label_of(session, services.site.desk, who.merchant, return_id)
    return Response(printed.text, media_type=printed.media_type)


@routes.get(
    "/v1/returns/{return_id}/declaration",
    **operation(
        "get_return_declaration",
        "Read what customs are told of goods that come back",
        Tag.FULFILMENT,
        Returns(None, '{"category": "return"}', media_type="application/json"),
        ("not_found",),
    ),
)
def get_declaration(services: ServicesOf, who: Writer, return_id: ReturnId) -> Response:
    """Where they cross a border: as returned goods, with the invoice and the parcels in which they were exported."""
    with services.database.read() as session:
        printed = return_declaration_of(session, who.merchant, return_id)
    return Response(printed.text, media_type=printed.media_type)
