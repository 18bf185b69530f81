"""The queue of orders that wait for a person. An order has at most one review that is not resolved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, Row, String, bindparam, or_, select, text, update

from engine.clock import microseconds, moment
from engine.store.order_shops import of_shops
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import REVIEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """`version` grows with every change; whoever changes it says which one they saw. Higher `priority` comes first."""

    id: str
    merchant: str
    order_id: str
    queue: str
    priority: int
    state: str
    assignee: str | None
    locked_until: datetime | None
    opened_at: datetime
    resolved_at: datetime | None
    disposition: str | None
    note: str
    version: int


_COLUMNS = REVIEW.c
_MINE = _COLUMNS.merchant_id == bindparam("merchant")
_ONE = select(REVIEW).where(_MINE, _COLUMNS.id == bindparam("review"))
# In the very words of the index on part of the table: with parameters in their place no database would use it.
_UNRESOLVED = select(REVIEW).where(_MINE, _COLUMNS.order_id == bindparam("order"), text("state <> 'resolved'"))
_LISTING = select(REVIEW).where(_MINE).order_by(_COLUMNS.priority.desc(), _COLUMNS.id).limit(bindparam("limit"))
# A claim whose lock has run out is anybody's again: people close their laptops.
_FREE = or_(_COLUMNS.state == "open", (_COLUMNS.state == "claimed") & (_COLUMNS.locked_until < bindparam("now")))
_NEXT = (
    select(_COLUMNS.id)
    .where(_MINE, _FREE)
    .order_by(_COLUMNS.priority.desc(), _COLUMNS.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_NEXT_OF_QUEUE = _NEXT.where(_COLUMNS.queue == bindparam("queue"))
_CHANGE = update(REVIEW).where(_MINE, _COLUMNS.id == bindparam("review"), _COLUMNS.version == bindparam("seen"))
_PLAIN = ("id", "order_id", "queue", "priority", "state", "assignee", "disposition", "note", "version")


def open_review(
    session: WriteSession, *, id_: str, merchant: str, order_id: str, queue: str, priority: int, at: datetime
) -> bool:
    """Opens a review unless the order has one; answers whether it did."""
    if unresolved_of(session, merchant, order_id) is not None:
        return False
    row = {"id": id_, "merchant_id": merchant, "order_id": order_id, "queue": queue, "priority": priority}
    session.add(REVIEW, [row | {"state": "open", "opened_at": microseconds(at), "version": 1}])
    return True


def review_of(session: ReadSession, merchant: str, review: str) -> Review | None:
    """One review; None for another merchant's."""
    row = session.first(_ONE, {"merchant": merchant, "review": review})
    return None if row is None else _review(row)


def unresolved_of(session: ReadSession, merchant: str, order_id: str) -> Review | None:
    """The review of an order that is not resolved."""
    row = session.first(_UNRESOLVED, {"merchant": merchant, "order": order_id})
    return None if row is None else _review(row)


def reviews(
    session: ReadSession,
    merchant: str,
    limit: int,
    *,
    after: tuple[int, str] | None = None,
    queue: str | None = None,
    state: str | None = None,
    assignee: str | None = None,
    shops: frozenset[str] | None = None,
) -> Sequence[Review]:
    """The queue in its order, from behind the review with this priority and id; perhaps of some `shops` only."""
    statement = _LISTING
    bound: dict[str, object] = {"merchant": merchant, "limit": limit}
    wanted = (("queue", _COLUMNS.queue, queue), ("state", _COLUMNS.state, state), ("who", _COLUMNS.assignee, assignee))
    for name, column, value in wanted:
        if value is not None:
            statement, bound = statement.where(column == bindparam(name)), bound | {name: value}
    if shops is not None:
        statement = statement.where(of_shops(_COLUMNS.order_id, merchant, shops))
    if after is not None:
        priority, last = bindparam("p", type_=Integer), bindparam("last", type_=String)
        behind = or_(_COLUMNS.priority < priority, (_COLUMNS.priority == priority) & (_COLUMNS.id > last))
        statement, bound = statement.where(behind), bound | {"p": after[0], "last": after[1]}
    return [_review(row) for row in session.rows(statement, bound)]


def take_next(
    session: WriteSession,
    merchant: str,
    by: str,
    at: datetime,
    lock: timedelta,
    queue: str | None = None,
    shops: frozenset[str] | None = None,
) -> Review | None:
    """Claims the first review that nobody works on; two who ask at once get two different ones."""
    bound: dict[str, object] = {"merchant": merchant, "now": microseconds(at)}
    wanted = _NEXT if queue is None else _NEXT_OF_QUEUE
    if shops is not None:
        wanted = wanted.where(of_shops(_COLUMNS.order_id, merchant, shops))
    row = session.first(wanted, bound if queue is None else bound | {"queue": queue})
    free = None if row is None else review_of(session, merchant, row.id)
    if free is None:
        return None
    claim(session, free, by, at + lock)
    return review_of(session, merchant, free.id)


def claim(session: WriteSession, seen: Review, by: str, until: datetime) -> bool:
    """Makes somebody the assignee until then, of a review that is still as it was seen."""
    return change(session, seen, state="claimed", assignee=by, locked_until=microseconds(until))


def change(session: WriteSession, seen: Review, **values: object) -> bool:
    """Changes a review that is still as it was seen; False when somebody else was faster."""
    bound = {"merchant": seen.merchant, "review": seen.id, "seen": seen.version}
    return session.run(_CHANGE.values(version=seen.version + 1, **values), bound) == 1


def resolve(session: WriteSession, seen: Review, *, disposition: str, note: str, by: str, at: datetime) -> bool:
    """Ends a review that is still as it was seen."""
    return change(
        session,
        seen,
        state="resolved",
        disposition=disposition,
        note=note,
        assignee=by,
        locked_until=None,
        resolved_at=microseconds(at),
    )


def _review(row: Row[tuple[object, ...]]) -> Review:
    return Review(
        merchant=row.merchant_id,
        **{name: getattr(row, name) for name in _PLAIN},
        locked_until=None if row.locked_until is None else moment(row.locked_until),
        opened_at=moment(row.opened_at),
        resolved_at=None if row.resolved_at is None else moment(row.resolved_at),
    )
