"""Connections to channels, how far each was read, what became of its orders, and the counts.

What channels are told lies in `store/sayings.py`.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, delete, func, or_, select, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.channels.words import ChannelName, Power, SayingState, Taken
from fulfillment.lifecycle import ENDED
from fulfillment.records import Backfill, ChannelOrder, Connection, DayCount, Progress
from fulfillment.store.channel_rows import channel_row, read_many, read_one
from fulfillment.store.tables import (
    BACKFILL,
    CASE,
    CHANNEL_ORDER,
    CONNECTION,
    DAY_COUNT,
    HEALTH_DAY,
    PROGRESS,
    SAYING,
)

_C, _P, _O, _D = CONNECTION.c, PROGRESS.c, CHANNEL_ORDER.c, DAY_COUNT.c
SOME = 400  # names in one statement


def add_connection(session: WriteSession, connection: Connection) -> None:
    """Adds one. Raises StoreConflict where its name or its prefix is taken."""
    session.add(CONNECTION, [channel_row(connection)])


def save_connection(session: WriteSession, was: Connection, now: Connection) -> Connection | None:
    """Writes it over the version that was seen, and answers it as kept; None when somebody changed it meanwhile."""
    kept = replace(now, version=was.version + 1)
    same = (_C.id == was.id, _C.merchant_id == was.merchant_id, _C.version == was.version)
    return kept if session.run(update(CONNECTION).where(*same).values(**channel_row(kept))) == 1 else None


def connection_of(session: ReadSession, merchant: str, id_: str) -> Connection | None:
    """One by its id."""
    return read_one(session, CONNECTION, Connection, _C.id == id_, _C.merchant_id == merchant)


def connection_named(session: ReadSession, merchant: str, name: str) -> Connection | None:
    """One by its name."""
    return read_one(session, CONNECTION, Connection, _C.name == name, _C.merchant_id == merchant)


def connection_anywhere(session: ReadSession, id_: str) -> Connection | None:
    """One by its id alone, whosesoever: for webhooks, whose address names no merchant."""
    return read_one(session, CONNECTION, Connection, _C.id == id_)


def connections(
    session: ReadSession,
    merchant: str,
    limit: int | None = None,
    after: str = "",
    *,
    channel: ChannelName | None = None,
    shops: Collection[str] | None = None,
) -> tuple[Connection, ...]:
    """Connections of a merchant, oldest first, from behind this id; of one channel, of these shops, if these are
    named."""
    wanted = [_C.merchant_id == merchant, _C.id > after]
    if channel is not None:
        wanted.append(_C.channel == channel)
    if shops is not None:
        wanted.append(_C.shop.in_(shops))
    return read_many(session, CONNECTION, Connection, *wanted, limit=limit)


def connections_on(session: ReadSession) -> tuple[Connection, ...]:
    """All that are switched on, of every merchant: for what is begun daily."""
    return read_many(session, CONNECTION, Connection, _C.power == Power.ON)


def delete_connection(session: WriteSession, connection: Connection) -> None:
    """Deletes it, how far it was read, its counts, its health, what became of its orders, and what it was told."""
    session.run(delete(CONNECTION).where(_C.id == connection.id, _C.merchant_id == connection.merchant_id))
    for table in (PROGRESS, BACKFILL, CHANNEL_ORDER, DAY_COUNT, HEALTH_DAY, SAYING):
        session.run(delete(table).where(table.c.connection_id == connection.id))


def progress_of(session: ReadSession, connection_id: str) -> Progress | None:
    """How far it was read; None before it was first switched on."""
    return read_one(session, PROGRESS, Progress, _P.connection_id == connection_id)


def put_progress(session: WriteSession, progress: Progress) -> None:
    """Puts it in the place of the one before."""
    if not session.run(
        update(PROGRESS).where(_P.connection_id == progress.connection_id).values(**channel_row(progress))
    ):
        session.add(PROGRESS, [channel_row(progress)])


def move_progress(session: WriteSession, was: Progress, now: Progress) -> bool:
    """Moves it on, where nobody else has meanwhile: only from the turn that was seen."""
    same = (_P.connection_id == was.connection_id, _P.turn == was.turn)
    return session.run(update(PROGRESS).where(*same).values(**channel_row(now))) == 1


def backfill_of(session: ReadSession, connection_id: str) -> Backfill | None:
    """The time that is read once more, or was last."""
    return read_one(session, BACKFILL, Backfill, BACKFILL.c.connection_id == connection_id)


def put_backfill(session: WriteSession, backfill: Backfill) -> None:
    """Puts it in the place of the one before."""
    same = BACKFILL.c.connection_id == backfill.connection_id
    if not session.run(update(BACKFILL).where(same).values(**channel_row(backfill))):
        session.add(BACKFILL, [channel_row(backfill)])


def move_backfill(session: WriteSession, was: Backfill, now: Backfill) -> bool:
    """Moves it on, only from the turn that was seen."""
    same = (BACKFILL.c.connection_id == was.connection_id, BACKFILL.c.turn == was.turn)
    return session.run(update(BACKFILL).where(*same).values(**channel_row(now))) == 1


def channel_order(session: ReadSession, connection_id: str, ref: str, *, lock: bool = False) -> ChannelOrder | None:
    """What became of an order, by the channel's number; `lock` where it is to be changed."""
    of_it = (_O.connection_id == connection_id, _O.ref == ref)
    return read_one(session, CHANNEL_ORDER, ChannelOrder, *of_it, lock=lock)


def channel_orders_of(session: ReadSession, merchant: str, order_id: str) -> tuple[ChannelOrder, ...]:
    """Where one of our orders came from: one row at most, unless two connections show the same account."""
    return read_many(session, CHANNEL_ORDER, ChannelOrder, _O.merchant_id == merchant, _O.order_id == order_id)


def channel_orders(
    session: ReadSession,
    merchant: str,
    connection_id: str,
    limit: int | None = None,
    after: str = "",
    *,
    taken: Taken | None = None,
) -> tuple[ChannelOrder, ...]:
    """Orders of a connection by their numbers there, from behind this one; of one `taken`, if it is named."""
    wanted = [_O.merchant_id == merchant, _O.connection_id == connection_id, _O.ref > after]
    if taken is not None:
        wanted.append(_O.taken == taken)
    return read_many(session, CHANNEL_ORDER, ChannelOrder, *wanted, limit=limit)


def orders_by_refs(session: ReadSession, connection_id: str, refs: Sequence[str]) -> tuple[ChannelOrder, ...]:
    """Those of these numbers that have a row."""
    found: list[ChannelOrder] = []
    for start in range(0, len(refs), SOME):
        some = (_O.connection_id == connection_id, _O.ref.in_(refs[start : start + SOME]))
        found += read_many(session, CHANNEL_ORDER, ChannelOrder, *some)
    return tuple(found)


def put_channel_order(session: WriteSession, row: ChannelOrder) -> None:
    """Puts it in the place of the one before. Raises StoreConflict when somebody adds the same at once."""
    same = (_O.connection_id == row.connection_id, _O.ref == row.ref)
    if not session.run(update(CHANNEL_ORDER).where(*same).values(**channel_row(row))):
        session.add(CHANNEL_ORDER, [channel_row(row)])


def known_refs(session: ReadSession, connection_id: str, refs: Sequence[str]) -> frozenset[str]:
    """Those of these numbers that have a row, whatever became of them."""
    found: set[str] = set()
    for start in range(0, len(refs), SOME):
        some = select(_O.ref).where(_O.connection_id == connection_id, _O.ref.in_(refs[start : start + SOME]))
        found |= {str(row.ref) for row in session.rows(some)}
    return frozenset(found)


def orders_by_taken(session: ReadSession, connection_id: str) -> dict[Taken, int]:
    """How many orders became what."""
    counted = select(_O.taken, func.count().label("orders")).where(_O.connection_id == connection_id).group_by(_O.taken)
    return {Taken(row.taken): int(row.orders) for row in session.rows(counted)}


def orders_seen_since(session: ReadSession, connection_id: str, since: datetime) -> int:
    """How many orders were seen, new or changed, since then."""
    counted = select(func.count()).where(_O.connection_id == connection_id, _O.seen_at >= microseconds(since))
    return session.number(counted)


def has_open_orders(session: ReadSession, connection_id: str) -> bool:
    """Whether an order of this connection waits or has not ended, or something is yet to be said to the channel."""
    going = or_(CASE.c.stage.is_(None), CASE.c.stage.not_in(ENDED))
    of_ours = (
        select(_O.ref)
        .outerjoin(CASE, and_(CASE.c.order_id == _O.order_id, CASE.c.merchant_id == _O.merchant_id))
        .where(_O.connection_id == connection_id)
        .where(or_(_O.taken == Taken.WAITING, and_(_O.order_id.is_not(None), going)))
        .limit(1)
    )
    unsaid = select(SAYING.c.id).where(
        SAYING.c.connection_id == connection_id, SAYING.c.state == SayingState.WAITING
    ).limit(1)  # fmt: skip
    return session.first(of_ours) is not None or session.first(unsaid) is not None


def kept_refs(session: ReadSession, connection_id: str, limit: int | None = None) -> tuple[str, ...]:
    """Numbers of orders of which a sealed document lies here that nobody has read: what was refused has faults."""
    unread = (_O.sealed.is_not(None), or_(_O.taken != Taken.REFUSED, _O.faults == "[]"))
    chosen = select(_O.ref).where(_O.connection_id == connection_id, *unread)
    return tuple(str(row.ref) for row in session.rows(chosen.order_by(_O.ref).limit(limit)))


def refs_taken(session: ReadSession, connection_id: str, taken: Taken, limit: int) -> tuple[str, ...]:
    """Numbers of orders of which this became, those that were seen last first."""
    chosen = select(_O.ref).where(_O.connection_id == connection_id, _O.taken == taken)
    return tuple(str(row.ref) for row in session.rows(chosen.order_by(_O.seen_at.desc(), _O.ref).limit(limit)))


def forget_documents(session: WriteSession, merchant: str, orders: Sequence[str]) -> int:
    """Lets go of documents of these orders that lie here sealed, where their persons were erased."""
    theirs = update(CHANNEL_ORDER).where(_O.merchant_id == merchant, _O.order_id.in_(orders), _O.sealed.is_not(None))
    return session.run(theirs.values(sealed=None)) if orders else 0


def forget_refused(session: WriteSession, before: datetime) -> int:
    """Lets go of documents that nobody could read, or mended, for so long; what was wrong with them stays, as codes."""
    old = (_O.taken == Taken.REFUSED, _O.seen_at < microseconds(before), _O.sealed.is_not(None))
    return session.run(update(CHANNEL_ORDER).where(*old).values(sealed=None))


def put_day_count(session: WriteSession, count: DayCount) -> None:
    """Puts it in the place of the one before."""
    same = (_D.connection_id == count.connection_id, _D.day == count.day)
    if not session.run(update(DAY_COUNT).where(*same).values(**channel_row(count))):
        session.add(DAY_COUNT, [channel_row(count)])


def day_count(session: ReadSession, connection_id: str, day: str) -> DayCount | None:
    """The count of a day."""
    return read_one(session, DAY_COUNT, DayCount, _D.connection_id == connection_id, _D.day == day)


def day_counts(
    session: ReadSession, merchant: str, connection_id: str, limit: int | None = None, before: str = "~"
) -> tuple[DayCount, ...]:
    """Counts of a connection, the newest day first, from before this one."""
    chosen = (
        select(_D.day)
        .where(_D.merchant_id == merchant, _D.connection_id == connection_id, _D.day < before)
        .order_by(_D.day.desc())
        .limit(limit)
    )
    days = [str(row.day) for row in session.rows(chosen)]
    found = read_many(session, DAY_COUNT, DayCount, _D.connection_id == connection_id, _D.day.in_(days))
    return tuple(reversed(found))
