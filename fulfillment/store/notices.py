"""What customers and carriers are told: notices, the tries to send them, and what customers chose."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, func, select, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.deadlines import DeadlinesWanted
from fulfillment.records import Notice, NoticeChoice, NoticeTry, NoticeWish
from fulfillment.store.deadlines import records_by_end
from fulfillment.store.rows import keep, many, one, row_of
from fulfillment.store.tables import NOTICE, NOTICE_CHOICE, NOTICE_TRY, NOTICE_WISH

_N, _T, _C, _W = NOTICE.c, NOTICE_TRY.c, NOTICE_CHOICE.c, NOTICE_WISH.c
FOR_PEOPLE = ("refused", "waiting")


def add_notice(session: WriteSession, notice: Notice) -> bool:
    """Adds a notice unless the same was told before."""
    same = (NOTICE.c.order_id == notice.order_id, NOTICE.c.kind == notice.kind, NOTICE.c.about == notice.about)
    if session.number(select(func.count()).select_from(NOTICE).where(*same)):
        return False
    keep(session, NOTICE, notice)
    return True


def find_notice(session: ReadSession, merchant: str, id_: str) -> Notice | None:
    """A notice by its id."""
    return one(session, NOTICE, Notice, NOTICE.c.id == id_, NOTICE.c.merchant_id == merchant)


def notices_of(session: ReadSession, merchant: str, order_id: str) -> tuple[Notice, ...]:
    """All notices about an order, oldest first."""
    # By the column itself, SQLite would read all notices of the merchant.
    return many(session, NOTICE, Notice, NOTICE.c.order_id == order_id, NOTICE.c.merchant_id + "" == merchant)


def notices_in(
    session: ReadSession, merchant: str, state: str | None, limit: int, after: str, *, is_newest_first: bool = False
) -> tuple[Notice, ...]:
    """Notices of a merchant that stand so, or all, from behind this id; oldest first unless told."""
    wanted = [_N.merchant_id == merchant]
    if after:
        wanted.append(_N.id < after if is_newest_first else _N.id > after)
    if state is not None:
        wanted.append(_N.state == state)
    return many(session, NOTICE, Notice, *wanted, limit=limit, by=(_N.id.desc(),) if is_newest_first else ())


def mark_written(session: WriteSession, notice_id: str, now: datetime) -> None:
    """It lies in a file."""
    _mark(session, notice_id, "queued", state="written", way="folder", written_at=microseconds(now), due_at=None)


def mark_sent(session: WriteSession, notice_id: str, way: str, now: datetime) -> None:
    """The other side has taken it."""
    _mark(session, notice_id, "queued", state="sent", way=way, written_at=microseconds(now), due_at=None)


def mark_by_channel(session: WriteSession, notice_id: str) -> None:
    """The channel that the order came from writes to its buyer itself."""
    _mark(session, notice_id, "queued", state="by_channel", way="channel")


def mark_dropped(session: WriteSession, notice_id: str, cause: str) -> None:
    """Nobody needs it any more."""
    _mark(session, notice_id, "queued", state="dropped", cause=cause, due_at=None)


def mark_waiting(session: WriteSession, notice_id: str, cause: str, due: datetime) -> bool:
    """There is nowhere to send it to, until the order names another address; false where it is not queued. One that
    waited before, and found nothing in another version of its order, keeps the moment that it had."""
    end = func.coalesce(_N.due_at, microseconds(due))
    return _mark(session, notice_id, "queued", state="waiting", cause=cause, due_at=end)


def mark_refused(session: WriteSession, notice_id: str, way: str, cause: str, due: datetime) -> bool:
    """It will never leave by itself; false when it has, or was refused before."""
    values = {"way": way, "cause": cause, "due_at": microseconds(due)}
    return _mark(session, notice_id, "queued", "sent", state="refused", **values)


def mark_queued(session: WriteSession, notice_id: str) -> bool:
    """It is sent again; false unless it was refused, or waits for another address."""
    return _mark(session, notice_id, *FOR_PEOPLE, state="queued", cause="")


def mark_closed(session: WriteSession, notice_id: str, how: str, why: str) -> bool:
    """People have seen to it; false unless it was refused, or waits for another address."""
    return _mark(session, notice_id, *FOR_PEOPLE, state="dropped", cause=how, why=why, due_at=None)


def notices_by_end(session: ReadSession, merchant: str, wanted: DeadlinesWanted) -> tuple[Notice, ...]:
    """Notices that wait for people, the earliest end first."""
    return records_by_end(session, NOTICE, Notice, merchant, wanted, _N.state.in_(FOR_PEOPLE))


def waiting_of(session: ReadSession, merchant: str, order_id: str) -> tuple[str, ...]:
    """Ids of those of an order that wait for another address."""
    waits = (_N.merchant_id == merchant, _N.order_id == order_id, _N.state == "waiting")
    return tuple(str(row.id) for row in session.rows(select(_N.id).where(*waits).order_by(_N.id)))


def tries_of(session: ReadSession, notice_id: str) -> tuple[NoticeTry, ...]:
    """The tries to send a notice, oldest first."""
    return many(session, NOTICE_TRY, NoticeTry, _T.notice_id == notice_id)


def tries_of_each(session: ReadSession, notice_ids: Collection[str]) -> Mapping[str, tuple[NoticeTry, ...]]:
    """Those of some notices, by notice, in one statement."""
    return _by_notice(many(session, NOTICE_TRY, NoticeTry, _T.notice_id.in_(sorted(notice_ids))))


def tries_of_order(session: ReadSession, merchant: str, order_id: str) -> Mapping[str, tuple[NoticeTry, ...]]:
    """Those of all notices of an order, by notice."""
    return _by_notice(many(session, NOTICE_TRY, NoticeTry, _T.merchant_id == merchant, _T.order_id == order_id))


def _by_notice(tries: Iterable[NoticeTry]) -> Mapping[str, tuple[NoticeTry, ...]]:
    found: dict[str, tuple[NoticeTry, ...]] = {}
    for each in tries:
        found[each.notice_id] = (*found.get(each.notice_id, ()), each)
    return found


def begin_try(session: WriteSession, begun: NoticeTry) -> None:
    """Before anything is sent. The database refuses a number that somebody else has begun."""
    keep(session, NOTICE_TRY, begun)


def end_try(session: WriteSession, begun: NoticeTry, outcome: str, reply: str, now: datetime) -> None:
    """How it ended."""
    ended = {"outcome": outcome, "reply": reply, "ended_at": microseconds(now)}
    this = (_T.notice_id == begun.notice_id, _T.number == begun.number)
    session.run(update(NOTICE_TRY).where(*this).values(**ended))


def notice_sent_as(session: ReadSession, sent_as: str) -> NoticeTry | None:
    """The try whose message bore this id, of whatever merchant: the id is ours and leaves with the message alone."""
    found = many(session, NOTICE_TRY, NoticeTry, _T.sent_as == sent_as)
    return found[-1] if found else None


def all_choices_of(session: ReadSession, merchant: str, person: int) -> Mapping[str, NoticeChoice]:
    """By topic, what somebody chose."""
    found = many(session, NOTICE_CHOICE, NoticeChoice, _C.merchant_id == merchant, _C.person == person)
    return {each.topic: each for each in found}


def choices_of(session: ReadSession, merchant: str, person: int) -> Mapping[str, str]:
    """Topic -> way, of what somebody chose."""
    return {topic: each.way for topic, each in all_choices_of(session, merchant, person).items()}


def wish_of(session: ReadSession, merchant: str, person: int) -> NoticeWish | None:
    """Somebody's language and quiet hours, where they chose any."""
    return one(session, NOTICE_WISH, NoticeWish, _W.merchant_id == merchant, _W.person == person)


def keep_wish(session: WriteSession, wish: NoticeWish) -> None:
    """Takes the place of what they wished before."""
    session.run(delete(NOTICE_WISH).where(_W.merchant_id == wish.merchant_id, _W.person == wish.person))
    session.add(NOTICE_WISH, [row_of(wish)])


def keep_choice(session: WriteSession, choice: NoticeChoice) -> None:
    """Takes the place of what they chose before."""
    same = (_C.merchant_id == choice.merchant_id, _C.person == choice.person, _C.topic == choice.topic)
    changed = {"way": choice.way, "changed_at": microseconds(choice.changed_at), "chosen_by": choice.chosen_by}
    if not session.run(update(NOTICE_CHOICE).where(*same).values(**changed)):
        session.add(NOTICE_CHOICE, [row_of(choice)])


def forget_choices(session: WriteSession, merchant: str, persons: Collection[int]) -> int:
    """Of persons who were erased; answers how many."""
    if not persons:
        return 0
    wishes = session.run(delete(NOTICE_WISH).where(_W.merchant_id == merchant, _W.person.in_(persons)))
    return wishes + session.run(delete(NOTICE_CHOICE).where(_C.merchant_id == merchant, _C.person.in_(persons)))


def _mark(session: WriteSession, notice_id: str, *was: str, **values: object) -> bool:
    moved = update(NOTICE).where(NOTICE.c.id == notice_id, NOTICE.c.state.in_(was))
    return session.run(moved.values(**values)) == 1
