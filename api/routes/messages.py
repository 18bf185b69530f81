"""What buyers wrote comes in: by a shop's program, or as mail; and files that came with it go out."""

from base64 import b64decode
from binascii import Error as NotBase64
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import ScopeMissing
from api.routes.asking import desk_caller
from api.routes.working import tried
from api.schemas.body import JsonBody
from api.schemas.file_body import FileBody
from api.schemas.ids import MessageFileId
from api.schemas.inbox import TAKEN, WRITTEN, MessageAsked, MessageTakenShown, shown_taken
from api.services import Services, ServicesOf
from engine.desk.errors import PersonErased
from fulfillment.errors import NotFound
from fulfillment.inbox.arriving import Incoming, TakenIn, take_in
from fulfillment.inbox.errors import InboxMessageRefused
from fulfillment.inbox.files import FileGiven
from fulfillment.inbox.mail import MOST_BYTES, read_mail
from fulfillment.inbox.sealing import lock_of_message
from fulfillment.store.inbox_messages import find_file, find_message

routes = APIRouter()
Teller = Annotated[Caller, Depends(caller(Scope.MESSAGES_WRITE, Reach.NARROWED))]
Reader = Annotated[Caller, Depends(caller(Scope.CASES_READ))]
MAIL = "message/rfc822"
MOST_JSON = 24 << 20
ANSWERS = {
    201: Returns(MessageTakenShown, TAKEN, "Taken in."),
    200: Returns(MessageTakenShown, TAKEN, "It had come before."),
}


@routes.post(
    "/v1/messages",
    **operation("take_message", "Take in what a buyer wrote", Tag.INBOX, ANSWERS, ("inbox_message_refused",)),
)
def take_message(
    services: ServicesOf,
    who: Teller,
    asked: Annotated[MessageAsked, Depends(JsonBody(MessageAsked, WRITTEN, most=MOST_JSON))],
) -> Response:
    """It joins the case of its order, whose clock begins to run, and is read for what it asks. Texts and files lie
    sealed with the key of the order's person."""
    came = Incoming(
        channel=asked.channel,
        name=asked.id,
        at=asked.at or services.clock.now(),
        text=asked.text,
        subject=asked.subject,
        language=asked.language,
        order=asked.order,
        parcel=asked.tracking_number,
        email=asked.sender.email,
        sender=asked.sender.name,
        files=[FileGiven(_decoded(each.content)) for each in asked.files],
    )
    return _taken(services, who, came)


@routes.post(
    "/v1/messages/mail",
    **operation(
        "take_mail",
        "Take in a mail",
        Tag.INBOX,
        ANSWERS,
        ("inbox_mail_refused", "inbox_message_refused"),
    ),
)
def take_mail(
    services: ServicesOf,
    who: Teller,
    content: Annotated[bytes, Depends(FileBody((MAIL,), MOST_BYTES))],
) -> Response:
    """A message of RFC 5322 as it was received, with its headers; whoever takes mail in for the shop hands it on. Its
    `Message-ID` makes it once."""
    return _taken(services, who, read_mail(content, services.clock.now()))


@routes.get(
    "/v1/message-files/{message_file_id}",
    **operation(
        "get_message_file",
        "Fetch a file that came with a message",
        Tag.INBOX,
        Returns(None, "%PDF-…", media_type="application/octet-stream"),
        ("not_found", "person_erased", "scope_missing"),
    ),
)
def get_message_file(services: ServicesOf, who: Reader, message_file_id: MessageFileId) -> Response:
    """For those who see people. It is sent as a download, never shown in place."""
    if not who.sees_people:
        raise ScopeMissing(Scope.PERSONAL_READ)
    with services.database.read() as session:
        file = find_file(session, who.merchant, message_file_id)
        message = None if file is None else find_message(session, who.merchant, file.message_id)
        if file is None or message is None:
            raise NotFound("file", message_file_id)
        lock = lock_of_message(session, message)
        if lock is None:
            raise PersonErased(message.order_id or message.id, ("files",))
        content = services.desk.seal.opened_bytes(lock.key, file.sealed)
    named = {"Content-Disposition": f'attachment; filename="{file.id}"'}
    return Response(content, media_type=file.media_type, headers=named)


def _taken(services: Services, who: Caller, came: Incoming) -> Response:
    taken: TakenIn = tried(services, lambda session: take_in(services.inbox, session, desk_caller(who), came))
    return answer(shown_taken(taken), 201 if taken.is_new else 200)


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (NotBase64, ValueError) as wrong:
        raise InboxMessageRefused("a file's `content` is no Base64") from wrong
