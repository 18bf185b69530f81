"""What customers are told: what was sent and what waits, how any kind would read, and once more what was refused."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import AfterValidator
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import NotFound
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.routes.working import taken_over
from api.schemas.body import JsonBody
from api.schemas.file_body import FileBody
from api.schemas.ids import NoticeId, OrderId
from api.schemas.notices import (
    A_BOUNCE,
    A_CLOSED_NOTICE,
    A_KIND,
    A_LETTER,
    A_NOTICE,
    CHOICES,
    CHOICES_ASKED,
    CLOSING,
    QUIET,
    BounceTaken,
    ChoicesAsked,
    ChoicesShown,
    ClosingAsked,
    KindsShown,
    LetterShown,
    NoticeShown,
    NoticesOfOrder,
    NoticeState,
    shown_bounce,
    shown_choices,
    shown_kinds,
    shown_letter,
    shown_notice,
)
from api.schemas.page import Page, PageWanted, listing, page
from api.services import ServicesOf
from engine.desk.telling import audit_job
from engine.store.outbox import enqueue
from engine.store.sessions import ReadSession
from fulfillment.notify.bouncing import bounce_of, take_bounce
from fulfillment.notify.choices import STAFF, Chooser, Wanted, choose, wish
from fulfillment.notify.post_room import PostRoom
from fulfillment.notify.previewing import kinds, order_letter, sample_letter
from fulfillment.notify.texts import ENGLISH
from fulfillment.notify.told import Closing, close_notice, found_notice, send_again, send_waiting
from fulfillment.store.bounced import bounced_of
from fulfillment.store.notices import (
    all_choices_of,
    notices_in,
    notices_of,
    tries_of,
    tries_of_each,
    tries_of_order,
    wish_of,
)
from fulfillment.timeline import view

MAIL, MOST_BOUNCE_BYTES = "message/rfc822", 1 << 20
routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Anybody = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.OPEN))]
Personal = Annotated[Caller, Depends(caller(Scope.PERSONAL_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Tongue = Literal["en", "zh", "de", "fr", "es", "ja"]


def _known(text: str) -> str:
    if text not in kinds():
        raise NotFound
    return text


KindName = Annotated[
    str, AfterValidator(_known), Path(json_schema_extra={"pattern": "^[a-z_]{1,64}$"}, examples=["delivered"])
]


@routes.get(
    "/v1/notice-kinds",
    **operation(
        "list_notice_kinds",
        "List the kinds of notices",
        Tag.NOTICES,
        Returns(KindsShown, {"data": [A_KIND], "quiet": QUIET}),
    ),
)
def list_kinds(_: Anybody) -> Response:
    """With the topics by which customers choose, what makes a notice needless, and the quiet hours."""
    return answer(shown_kinds())


@routes.get(
    "/v1/notice-kinds/{kind_name}",
    **operation("preview_notice", "Read a kind of notice", Tag.NOTICES, Returns(LetterShown, A_LETTER), ("not_found",)),
)
def preview(
    _: Anybody,
    kind_name: KindName,
    language: Annotated[Tongue, Query(description="In which language.")] = ENGLISH,  # type: ignore[assignment]
) -> Response:
    """For a made-up order. Nothing is sent."""
    return answer(shown_letter(kind_name, sample_letter(kind_name, language)))


@routes.get(
    "/v1/orders/{order_id}/notices",
    **operation(
        "list_notices_of_order",
        "List what was told of an order",
        Tag.NOTICES,
        Returns(NoticesOfOrder, {"data": [A_NOTICE], "bounced": [A_BOUNCE]}),
        ("not_found", "not_taken_over"),
    ),
)
def of_order(services: ServicesOf, who: Reader, order_id: OrderId) -> Response:
    """What was sent, what waits, and what nobody needs any more; to customers and to carriers. A notice is `waiting`
    with the cause `address_bounced` where all addresses of the order that its customer allows came back."""
    with services.database.read() as session:
        with taken_over(session, who.merchant, order_id):
            view(session, who.merchant, order_id)
        tries = tries_of_order(session, who.merchant, order_id)
        told = notices_of(session, who.merchant, order_id)
        bounced = [shown_bounce(each) for each in bounced_of(session, who.merchant, order_id)]
    return answer({"data": [shown_notice(each, tries.get(each.id, ())) for each in told], "bounced": bounced})


@routes.get(
    "/v1/orders/{order_id}/notice-choices",
    **operation(
        "list_notice_choices",
        "Read what a customer chose to be told",
        Tag.NOTICES,
        Returns(ChoicesShown, CHOICES),
        ("not_found", "not_taken_over", "person_erased"),
    ),
)
def list_choices(services: ServicesOf, who: Reader, order_id: OrderId) -> Response:
    """By topic, with language and quiet hours; it holds for all orders of the person, who changes it on the page of an
    order."""
    with services.database.read() as session:
        with taken_over(session, who.merchant, order_id):
            view(session, who.merchant, order_id)
        person = services.desk.seal.person(services.site.desk.order_of(session, order_id))
        return answer(_choices(session, who.merchant, person))


@routes.put(
    "/v1/orders/{order_id}/notice-choices",
    **operation(
        "put_notice_choices",
        "Change what a customer is told, as they asked",
        Tag.NOTICES,
        Returns(ChoicesShown, CHOICES),
        ("not_found", "not_taken_over", "person_erased", "notice_choice_refused"),
    ),
)
def put_choices(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[ChoicesAsked, Depends(JsonBody(ChoicesAsked, CHOICES_ASKED))],
) -> Response:
    """For a customer who asked by phone or mail: the same choices that the page of their order keeps, with who changed
    them, and an entry in the audit. What they chose by themselves since they asked stays, and the answer shows it."""
    now = services.clock.now()
    by = Chooser(name=f"{STAFF}{who.name}", asked_at=min(asked.asked_at or now, now))
    ways: dict[str, str] = {str(topic): str(way) for topic, way in asked.ways.items()}
    quiet = None if asked.quiet is None else (asked.quiet.begin, asked.quiet.end)
    with services.database.write() as session:
        with taken_over(session, who.merchant, order_id):
            view(session, who.merchant, order_id)
        person = services.desk.seal.person(services.site.desk.order_of(session, order_id))
        choose(session, who.merchant, person, ways, now, by_text=services.sends_texts, by=by)
        wish(session, who.merchant, person, Wanted(language=asked.language, quiet=quiet), now, by)
        told = {"topics": sorted(asked.ways), "language": asked.language is not None, "quiet": quiet is not None}
        audited = audit_job(desk_caller(who), "notice_choices.changed", order_id, told, now)
        enqueue(session, services.ids, [audited], now)
        send_waiting(session, services.ids, who.merchant, order_id, now)
        return answer(_choices(session, who.merchant, person))


def _choices(session: ReadSession, merchant: str, person: int) -> dict[str, object]:
    return shown_choices(all_choices_of(session, merchant, person), wish_of(session, merchant, person))


@routes.get(
    "/v1/orders/{order_id}/notices/{kind}",
    **operation(
        "preview_notice_of_order",
        "Read how a notice of an order would read",
        Tag.NOTICES,
        Returns(LetterShown, A_LETTER),
        ("not_found", "not_taken_over", "person_erased"),
    ),
)
def preview_of_order(
    services: ServicesOf,
    who: Personal,
    order_id: OrderId,
    kind: KindName,
    language: Annotated[Tongue | None, Query(description="The customer's own, if none is named.")] = None,
) -> Response:
    """With the order's own names, and the values of the notice where it was told already. Nothing is sent."""
    room = PostRoom(links=services.desk.order_links)
    with services.database.read() as session:
        with taken_over(session, who.merchant, order_id):
            view(session, who.merchant, order_id)
        person = services.desk.seal.person(services.site.desk.order_of(session, order_id))
        wished = wish_of(session, who.merchant, person)
        spoken = language or ("" if wished is None else wished.language)
        letter = order_letter(session, services.site.desk, room, who.merchant, order_id, kind, spoken)
    return answer(shown_letter(kind, letter))


@routes.get(
    "/v1/notices",
    **operation("list_notices", "List notices", Tag.NOTICES, Returns(Page[NoticeShown], a_page(A_NOTICE))),
)
def list_notices(
    services: ServicesOf,
    who: Reader,
    wanted: Annotated[PageWanted, Depends(page)],
    state: Annotated[
        NoticeState | None, Query(description="Those that stand so; `refused` and `waiting` wait for people.")
    ] = None,
    newest_first: Annotated[bool, Query(description="The newest first, not the oldest.")] = False,
) -> Response:
    """Of all orders; oldest first unless told."""
    key = wanted.after(str)
    with services.database.read() as session:
        after = "" if key is None else str(key[0])
        rows = notices_in(session, who.merchant, state, wanted.rows, after, is_newest_first=newest_first)
        tries = tries_of_each(session, [each.id for each in rows])
    return listing(rows, wanted, lambda row: (row.id,), lambda row: shown_notice(row, tries.get(row.id, ())))


@routes.post(
    "/v1/notice-bounces",
    **operation(
        "take_bounce",
        "Hand in a mail that came back",
        Tag.NOTICES,
        Returns(BounceTaken, {"notice_id": A_NOTICE["id"], "status": "5.1.1"}),
    ),
)
def take_bounced(
    services: ServicesOf, who: Writer, content: Annotated[bytes, Depends(FileBody((MAIL,), MOST_BOUNCE_BYTES))]
) -> Response:
    """A report of delivery status (RFC 3464) as it was received: what failed for good refuses its notice, once. Nothing
    of its words is kept."""
    found = bounce_of(content)
    with services.database.write() as session:
        notice = None if found is None else take_bounce(session, found, services.clock.now(), who.merchant)
    return answer({"notice_id": notice, "status": "" if found is None else found.status})


@routes.get(
    "/v1/notices/{notice_id}",
    **operation("get_notice", "Read a notice", Tag.NOTICES, Returns(NoticeShown, A_NOTICE), ("not_found",)),
)
def get_notice(services: ServicesOf, who: Reader, notice_id: NoticeId) -> Response:
    """With every try to send it."""
    with services.database.read() as session:
        notice = found_notice(session, who.merchant, notice_id)
        return answer(shown_notice(notice, tries_of(session, notice.id)))


@routes.post(
    "/v1/notices/{notice_id}/retry",
    **operation(
        "retry_notice",
        "Send a refused notice once more",
        Tag.NOTICES,
        Returns(NoticeShown, {**A_NOTICE, "state": "queued", "written_at": None}),
        ("not_found", "notice_not_refused"),
    ),
)
def retry(
    services: ServicesOf,
    who: Writer,
    notice_id: NoticeId,
    address_is_right: Annotated[
        bool, Query(description="What came back did so by mistake: the order's addresses are used again.")
    ] = False,
) -> Response:
    """After somebody has seen to what refused it: the mailbox was corrected, or the mail server's settings. It is a
    message of its own. Where its address came back it goes by another way, or waits for another address."""
    now = services.clock.now()
    with services.database.write() as session:
        notice = send_again(session, services.ids, who.merchant, notice_id, now, address_is_right=address_is_right)
        return answer(shown_notice(notice, tries_of(session, notice.id)))


@routes.post(
    "/v1/notices/{notice_id}/close",
    **operation(
        "close_notice",
        "Close a notice that waits for people",
        Tag.NOTICES,
        Returns(NoticeShown, A_CLOSED_NOTICE),
        ("not_found", "notice_waits_for_nobody"),
    ),
)
def close(
    services: ServicesOf,
    who: Writer,
    notice_id: NoticeId,
    asked: Annotated[ClosingAsked, Depends(JsonBody(ClosingAsked, CLOSING))],
) -> Response:
    """For what was refused, or waits for another address, when the customer was told by another way or need not be told
    any more. It is never sent, and leaves the deadlines; the feed tells `notice.closed` once."""
    closing = Closing(how=asked.how, why=asked.reason)
    with services.database.write() as session:
        notice = close_notice(session, services.ids, desk_caller(who), notice_id, closing, services.clock.now())
        return answer(shown_notice(notice, tries_of(session, notice.id)))
