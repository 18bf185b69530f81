"""A notice leaves: written into a file, or sent by mail or text message, once.

Before anything is sent a try is a row of its own, in a transaction of its own, and what the other side answered is
another. Whatever was acknowledged is not sent again. A crash between sending and noting leaves a try of which nobody
knows the end: then it is sent at most once more, with the same id of the message, by which programs for mail know the
copy; when the end of that is unknown too, people are told. What fails in passing is tried again after longer and longer
pauses, and given up after two days: by then it is no news.

Where something came back for good nothing of the order is sent again: it goes by the next way that the customer allows,
else waits for another address, which a new version of the order may bring.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from engine.clock import Clock
from engine.desk.errors import PersonErased
from engine.errors import JobPostponed
from engine.ids import Prefix
from engine.order.order import Order
from engine.store.database import Database
from engine.store.feed import NewEvent, add_events
from engine.store.outbox import Job
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.desk_view import AskingLink, DeskView
from fulfillment.errors import NotFound
from fulfillment.notify.choices import quiet_of
from fulfillment.notify.files import write_file
from fulfillment.notify.kinds import kind_book
from fulfillment.notify.letter import Letter, carrier_letter, letter_of
from fulfillment.notify.local_time import quiet_until, zone_of
from fulfillment.notify.message import mailbox_of, message
from fulfillment.notify.overtaking import SHIPMENT, is_overtaken
from fulfillment.notify.post_room import FOLDER, OFF, TEXT, PostRoom, Route, routes_of
from fulfillment.notify.telling import CARRIER
from fulfillment.notify.ways.port import EndUnknown, NeverTaken, NotNow, Outgoing, RecipientRefused
from fulfillment.records import BouncedAddress, Notice, NoticeTry, NoticeWish
from fulfillment.store.bounced import bounced_of, note_bounced
from fulfillment.store.notices import (
    begin_try,
    choices_of,
    end_try,
    find_notice,
    mark_dropped,
    mark_refused,
    mark_sent,
    mark_waiting,
    mark_written,
    notices_of,
    tries_of,
    wish_of,
)
from fulfillment.store.shipments import find_shipment

REQUEST = "request_id"  # the parameter of a notice that names what a customer is asked; links are stored nowhere
REFUSED, WAITING = "notice.refused", "notice.waiting"
FIRST_WAIT_S, LONGEST_WAIT_S = 30.0, 3600.0
GIVE_UP_AFTER = timedelta(days=2)
MOST_OPEN = 2  # tries of which nobody knows the end: the first, and one repeat
ENDED, OVERTAKEN, UNWANTED, ERASED = "nobody_waits", "overtaken", "unwanted", "person_erased"
GAVE_UP, UNKNOWN, BOUNCED = "gave_up", "end_unknown", "address_bounced"
NOWHERE = Route(way="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What became of a notice. `cause` is a code, `path` that of the file, `version` the order's that was read."""

    state: str
    way: str = ""
    cause: str = ""
    path: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    notice: Notice
    order: Order
    link: AskingLink | None
    route: Route
    version: int = 0
    wish: NoticeWish | None = None


class NoticeWork:
    """Acts and settles jobs of the kind `notice`."""

    def __init__(
        self, database: Database, desk: DeskView, clock: Clock, folder: Path, room: PostRoom | None = None
    ) -> None:
        self._database = database
        self._desk = desk
        self._clock = clock
        self._folder = folder / "notices"
        self._room = room or PostRoom()

    def act(self, job: Job) -> Left:
        """Writes or sends it. Raises NotFound for a notice that is not there, and JobPostponed at night and after a
        try that failed."""
        now = max(self._clock.now(), job.due)  # due by the database's clock, also where ours is behind
        with self._database.read() as session:
            opened = self._open(session, job)
        if isinstance(opened, Left):
            return opened
        if opened.route.way == FOLDER:
            return self._written(opened, job)
        self._wait_for_morning(opened, now)
        return self._sent(opened, job, now)

    def settle(self, session: WriteSession, job: Job, result: object) -> None:
        """Notes what became of it; who sees to it hears of a refusal by the feed. Raises JobPostponed where the order
        got another version since its addresses were read: one of that may do."""
        notice_id, now = str(job.payload["notice_id"]), self._clock.now()
        match result:
            case Left(state="written"):
                mark_written(session, notice_id, now)
            case Left(state="sent", way=way):
                mark_sent(session, notice_id, way, now)
            case Left(state="dropped", cause=cause):
                mark_dropped(session, notice_id, cause)
            case Left(state="waiting", cause=cause, version=version):
                self._wait_for_address(session, job.merchant, notice_id, cause, version)
            case Left(state="refused", way=way, cause=cause):
                note_refusal(session, job.merchant, notice_id, way, cause, now)

    def _open(self, session: ReadSession, job: Job) -> _Opened | Left:
        notice = find_notice(session, job.merchant, str(job.payload["notice_id"]))
        if notice is None:
            raise NotFound("notice", str(job.payload["notice_id"]))
        if notice.state not in ("queued", "written"):
            return Left(state=notice.state)  # acknowledged, or at an end; a file is written again with the same content
        if (known := _known(tries_of(session, notice.id), job.id)) is not None:
            return known
        asked = notice.params.get(REQUEST)
        link = None if asked is None else self._desk.asking_link(session, job.merchant, str(asked))
        if asked is not None and link is None:
            return Left(state="dropped", cause=ENDED)
        try:
            order = self._desk.order_of(session, notice.order_id)
        except PersonErased:
            return Left(state="dropped", cause=ERASED)
        route = self._route(session, notice, order)
        version = 0 if route.way == FOLDER else self._desk.standing(session, notice.order_id).version
        if route == NOWHERE:
            return Left(state="waiting", cause=BOUNCED, version=version)
        if route.way == OFF:
            return Left(state="dropped", cause=UNWANTED)
        if route.way != FOLDER and self._is_overtaken(session, notice):
            return Left(state="dropped", cause=OVERTAKEN)
        wish = self._wish(session, notice, order)
        return _Opened(notice=notice, order=order, link=link, route=route, version=version, wish=wish)

    def _route(self, session: ReadSession, notice: Notice, order: Order) -> Route:
        if notice.audience == CARRIER or notice.state == "written":
            return Route(way=FOLDER)
        person = self._room.person
        kept = {} if person is None else choices_of(session, notice.merchant_id, person(order))
        routes = routes_of(self._room, order, kind_book().kind(notice.kind), kept)
        bounced = {(each.way, each.address) for each in bounced_of(session, notice.merchant_id, notice.order_id)}
        open_ = (each for each in routes if (each.way, self._room.address_of(notice.merchant_id, each)) not in bounced)
        return next(open_, NOWHERE)

    def _wish(self, session: ReadSession, notice: Notice, order: Order) -> NoticeWish | None:
        person = self._room.person
        if person is None or notice.audience == CARRIER:
            return None
        return wish_of(session, notice.merchant_id, person(order))

    def _wait_for_address(self, session: WriteSession, merchant: str, notice_id: str, cause: str, version: int) -> None:
        notice = find_notice(session, merchant, notice_id)
        if notice is None or notice.state != "queued":
            return
        if self._desk.standing(session, notice.order_id).version != version:
            raise JobPostponed(0.0, "the order may name another address by now")
        now = self._clock.now()
        if mark_waiting(session, notice_id, cause, kind_book().see_to_by(notice.kind, now)):
            _tell_waiting(session, notice, cause, version, now)

    def _is_overtaken(self, session: ReadSession, notice: Notice) -> bool:
        merchant, named = notice.merchant_id, notice.params.get(SHIPMENT)
        shipment = None if named is None else find_shipment(session, merchant, str(named))
        told = notices_of(session, merchant, notice.order_id)
        return is_overtaken(notice, kind_book().kind(notice.kind), told, shipment)

    def _wait_for_morning(self, opened: _Opened, now: datetime) -> None:
        """It is read anew then: what the customer chose, and what happened, may have changed."""
        if kind_book().kind(opened.notice.kind).urgent:
            return
        ends = quiet_until(now, zone_of(opened.order.shipping_address), quiet_of(opened.wish))
        if ends is not None:
            raise JobPostponed((ends - now).total_seconds(), "it is night where the customer lives")

    def _written(self, opened: _Opened, job: Job) -> Left:
        content = self._message(opened, job.id, to=mailbox_of(opened.order))
        return Left(state="written", way=FOLDER, path=write_file(self._folder / f"{job.id}.eml", content))

    def _sent(self, opened: _Opened, job: Job, now: datetime) -> Left:
        way = opened.route.way
        with self._database.write() as session:
            tries = tries_of(session, opened.notice.id)
            mine = [each for each in tries if each.sent_as == job.id]
            if sum(each.outcome == "open" for each in mine) >= MOST_OPEN:
                return Left(state="refused", way=way, cause=UNKNOWN)
            begun = self._begun(opened, len(tries) + 1, job.id, now)
            begin_try(session, begun)
        try:
            reply = self._room.way(way).send(self._outgoing(opened, job.id))
        except NeverTaken as refused:
            self._end(begun, "refused", refused.reply, bounced=isinstance(refused, RecipientRefused))
            return Left(state="refused", way=way, cause=refused.reply or refused.code)
        except NotNow as failed:
            self._end(begun, "failed", failed.reply)
            failures = sum(each.outcome == "failed" for each in mine)
            if now - (mine[0].begun_at if mine else now) >= GIVE_UP_AFTER:
                return Left(state="refused", way=way, cause=GAVE_UP)
            raise JobPostponed(wait_s(failures), str(failed)) from failed
        except EndUnknown as unknown:
            # The try stays open: this is what a crash would have left, too.
            raise JobPostponed(wait_s(0), str(unknown)) from unknown
        self._end(begun, "sent", reply)
        return Left(state="sent", way=way)

    def _begun(self, opened: _Opened, number: int, sent_as: str, now: datetime) -> NoticeTry:
        notice = opened.notice
        return NoticeTry(
            notice_id=notice.id,
            number=number,
            merchant_id=notice.merchant_id,
            order_id=notice.order_id,
            way=opened.route.way,
            sent_as=sent_as,
            begun_at=now,
            address=self._room.address_of(notice.merchant_id, opened.route),
            order_version=opened.version,
        )

    def _end(self, begun: NoticeTry, outcome: str, reply: str, *, bounced: bool = False) -> None:
        now = self._clock.now()
        with self._database.write() as session:
            end_try(session, begun, outcome, reply, now)
            if bounced:
                note_dead(session, begun, reply, now)

    def _outgoing(self, opened: _Opened, id_: str) -> Outgoing:
        to = opened.route.to
        if opened.route.way == TEXT:
            return Outgoing(id=id_, to=to, content=self._letter(opened).brief.encode())
        return Outgoing(id=id_, to=to, content=self._message(opened, id_, to=to, sender=self._room.sender))

    def _message(self, opened: _Opened, id_: str, *, to: str, sender: str = "") -> bytes:
        notice = opened.notice
        letter = self._letter(opened)
        if notice.audience == CARRIER:
            return message(letter, notice, id_, alternative=False)
        topic = kind_book().kind(notice.kind).topic
        off = f"{letter.page}?off={topic}" if letter.page and topic in kind_book().optional else ""
        return message(letter, notice, id_, to=to, sender=sender, off=off)

    def _letter(self, opened: _Opened) -> Letter:
        notice = opened.notice
        if notice.audience == CARRIER:
            return carrier_letter(notice, opened.order)
        page = self._room.page_of(notice.order_id, notice.created_at)
        language = "" if opened.wish is None else opened.wish.language
        return letter_of(notice, opened.order, language=language, link=opened.link, page=page)


def _known(tries: Iterable[NoticeTry], sent_as: str) -> Left | None:
    """What the other side has said for good already, where only the note of it was lost."""
    for each in tries:
        if each.sent_as == sent_as and each.outcome == "sent":
            return Left(state="sent", way=each.way)
        if each.sent_as == sent_as and each.outcome == "refused":
            return Left(state="refused", way=each.way, cause=each.reply or NeverTaken.code)
    return None


def note_refusal(session: WriteSession, merchant: str, notice_id: str, way: str, cause: str, now: datetime) -> bool:
    """A notice will not arrive by itself: the feed tells whoever sees to it, once. Whether that was new."""
    notice = find_notice(session, merchant, notice_id)
    if notice is None:
        return False
    if not mark_refused(session, notice_id, way, cause, kind_book().see_to_by(notice.kind, now)):
        return False
    number = len(tries_of(session, notice_id))
    told = NewEvent(
        id=f"{Prefix.EVENT}_{notice_id.removeprefix(f'{Prefix.NOTICE}_')}_n{number}",
        merchant=merchant,
        type=REFUSED,
        order_id=notice.order_id,
        data={"notice_id": notice_id, "kind": notice.kind, "way": way, "cause": cause},
        at=now,
    )
    add_events(session, [told])
    return True


def _tell_waiting(session: WriteSession, notice: Notice, cause: str, version: int, now: datetime) -> None:
    """There is nowhere to send a notice to: the feed tells whoever can find another address, once a version."""
    told = NewEvent(
        id=f"{Prefix.EVENT}_{notice.id.removeprefix(f'{Prefix.NOTICE}_')}_w{version}",
        merchant=notice.merchant_id,
        type=WAITING,
        order_id=notice.order_id,
        data={"notice_id": notice.id, "kind": notice.kind, "cause": cause},
        at=now,
    )
    add_events(session, [told])


def note_dead(session: WriteSession, begun: NoticeTry, cause: str, now: datetime) -> None:
    """Nothing of the order goes again where this try went; nothing to note where nobody knows where that was."""
    if begun.address:
        bounced = BouncedAddress(
            merchant_id=begun.merchant_id,
            order_id=begun.order_id,
            way=begun.way,
            address=begun.address,
            order_version=begun.order_version,
            cause=cause,
            noted_at=now,
        )
        note_bounced(session, bounced)


def wait_s(failures: int) -> float:
    """Seconds until a failed notice is tried again: doubling, to an hour."""
    return float(min(FIRST_WAIT_S * 2 ** min(failures, 16), LONGEST_WAIT_S))
