"""What channels are told: added with what it follows from, unique by what it is about, and how it ended."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.channels.words import SayingState, Topic
from fulfillment.records import Saying
from fulfillment.store.channel_rows import channel_row, read_many, read_one
from fulfillment.store.tables import CONNECTION, SAYING

_S = SAYING.c
STEPWISE = (Topic.CANCELLED, Topic.REFUNDED, Topic.MESSAGE, Topic.REPLY)
_WAITS = _S.state == SayingState.WAITING


def add_saying(session: WriteSession, saying: Saying) -> bool:
    """Adds one, unless the same is there already; whether it was new."""
    if saying_about(session, saying.connection_id, saying.topic, saying.about) is not None:
        return False
    session.add(SAYING, [channel_row(saying)])
    return True


def saying_of(session: ReadSession, merchant: str, id_: str) -> Saying | None:
    """One by its id."""
    return read_one(session, SAYING, Saying, _S.id == id_, _S.merchant_id == merchant)


def saying_about(session: ReadSession, connection_id: str, topic: Topic, about: str) -> Saying | None:
    """The one about something."""
    return read_one(session, SAYING, Saying, _S.connection_id == connection_id, _S.topic == topic, _S.about == about)


def sayings_of(session: ReadSession, merchant: str, order_id: str) -> tuple[Saying, ...]:
    """All about an order, oldest first."""
    return read_many(session, SAYING, Saying, _S.merchant_id == merchant, _S.order_id == order_id)


def sayings(
    session: ReadSession,
    merchant: str,
    limit: int | None = None,
    after: str = "",
    *,
    connection_id: str | None = None,
    state: SayingState | None = None,
    topic: Topic | None = None,
    order_id: str | None = None,
    shops: Collection[str] | None = None,
) -> tuple[Saying, ...]:
    """Sayings of a merchant, oldest first, from behind this id; of these only, where they are named."""
    wanted = [_S.merchant_id == merchant, _S.id > after]
    given = (_S.connection_id, connection_id), (_S.state, state), (_S.topic, topic), (_S.order_id, order_id)
    wanted += [column == value for column, value in given if value is not None]
    if shops is not None:
        theirs = select(CONNECTION.c.id).where(CONNECTION.c.merchant_id == merchant, CONNECTION.c.shop.in_(shops))
        wanted.append(_S.connection_id.in_(theirs))
    return read_many(session, SAYING, Saying, *wanted, limit=limit)


def sayings_by_state(session: ReadSession, connection_id: str) -> dict[SayingState, int]:
    """How many of a connection are how far."""
    counted = select(_S.state, func.count().label("many")).where(_S.connection_id == connection_id).group_by(_S.state)
    return {SayingState(row.state): int(row.many) for row in session.rows(counted)}


def mark_said(session: WriteSession, saying: Saying, remote: str, now: datetime) -> bool:
    """The channel took it; false when it waits no more."""
    return _end(session, saying, SayingState.SAID, now, remote=remote, error="")


def mark_refused(session: WriteSession, saying: Saying, error: str, now: datetime) -> bool:
    """The channel will never take it; false when it waits no more."""
    return _end(session, saying, SayingState.REFUSED, now, error=error)


def mark_dropped(session: WriteSession, saying: Saying, why: str, now: datetime) -> bool:
    """Nothing is to be said any more: of what waits, and of what was refused and seen to by hand."""
    return _end(session, saying, SayingState.DROPPED, now, error=why)


def mark_tried(session: WriteSession, saying: Saying, error: str) -> None:
    """One more try that failed; it waits on."""
    session.run(update(SAYING).where(_S.id == saying.id, _WAITS).values(tries=_S.tries + 1, error=error))


def note_so_far(session: WriteSession, saying: Saying, so_far: str) -> None:
    """How far the channel is with it; it waits on."""
    session.run(update(SAYING).where(_S.id == saying.id, _WAITS).values(remote=so_far, error=""))


def stepwise_sayings(session: ReadSession, connection_id: str, limit: int) -> tuple[Saying, ...]:
    """The newest of a connection that take several steps, with what each left; oldest first."""
    newest = (
        select(_S.id)
        .where(_S.connection_id == connection_id, _S.topic.in_(STEPWISE), _S.remote != "")
        .order_by(_S.id.desc())
        .limit(limit)
    )
    return read_many(session, SAYING, Saying, _S.id.in_([str(row.id) for row in session.rows(newest)]))


def reopen_saying(session: WriteSession, saying: Saying) -> bool:
    """Lets one that was refused wait again, from its first step; false when it is not refused any more."""
    again = {"state": SayingState.WAITING, "ended_at": None, "remote": ""}
    return session.run(update(SAYING).where(_S.id == saying.id, _S.state == SayingState.REFUSED).values(**again)) == 1


def _end(session: WriteSession, saying: Saying, state: SayingState, now: datetime, **values: str) -> bool:
    from_ = (SayingState.WAITING, SayingState.REFUSED) if state is SayingState.DROPPED else (SayingState.WAITING,)
    ended = {"state": state, "ended_at": microseconds(now), "tries": _S.tries + 1, **values}
    return session.run(update(SAYING).where(_S.id == saying.id, _S.state.in_(from_)).values(**ended)) == 1
