"""The queue of orders that wait for a person. An order has at most one review that is not resolved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from sqlalchemy import BigInteger, Row, String, bindparam, or_, select, text, tuple_, update

from engine.clock import microseconds, moment
from engine.store.order_shops import of_shops
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import REVIEW, REVIEW_CHANGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """`version` grows with every change; whoever changes it says which one they saw. The earliest `rank_at` comes
    first; `due_at` is the earliest end of the order's holds."""

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
    due_at: datetime | None
    clock: str | None
    rank_at: datetime
    reason_code: str
    decision_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewChange:
    """One change: the version that it made, when, by whom, and the fields that it set."""

    version: int
    at: datetime
    by: str
    what: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class By:
    """Who changes a review, and when."""

    name: str
    at: datetime


TOLD = frozenset({"state", "assignee", "queue", "priority", "disposition", "reason_code", "decision_id"})
_COLUMNS = REVIEW.c
_MINE = _COLUMNS.merchant_id == bindparam("merchant")
_ONE = select(REVIEW).where(_MINE, _COLUMNS.id == bindparam("review"))
# In the very words of the index on part of the table: with parameters in their place no database would use it.
_UNRESOLVED = select(REVIEW).where(_MINE, _COLUMNS.order_id == bindparam("order"), text("state <> 'resolved'"))
_LISTING = select(REVIEW).where(_MINE).order_by(_COLUMNS.rank_at, _COLUMNS.id).limit(bindparam("limit"))
# A claim whose lock has run out is anybody's again: people close their laptops.
_FREE = or_(_COLUMNS.state == "open", (_COLUMNS.state == "claimed") & (_COLUMNS.locked_until < bindparam("now")))
_NEXT = (
    select(_COLUMNS.id)
    .where(_MINE, text("state <> 'resolved'"), _FREE)
    .order_by(_COLUMNS.rank_at, _COLUMNS.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_NEXT_OF_QUEUE = _NEXT.where(_COLUMNS.queue == bindparam("queue"))
_CHANGE = update(REVIEW).where(_MINE, _COLUMNS.id == bindparam("review"), _COLUMNS.version == bindparam("seen"))
_OF_CHANGE = REVIEW_CHANGE.c
_BEHIND = (
    select(REVIEW_CHANGE)
    .where(
        _OF_CHANGE.merchant_id == bindparam("merchant"),
        _OF_CHANGE.review_id == bindparam("review"),
        _OF_CHANGE.version > bindparam("seen"),
    )
    .order_by(_OF_CHANGE.version)
)
_NAMED = update(REVIEW).where(_COLUMNS.merchant_id == bindparam("whose"), _COLUMNS.id == bindparam("which"))
_RANK = _NAMED.values(due_at=bindparam("end"), clock=bindparam("whose_end"), rank_at=bindparam("place"))
_RAISE = _NAMED.values(priority=bindparam("points"))
_PLAIN = ("id", "order_id", "queue", "priority", "state", "assignee", "disposition", "note", "version", "reason_code",
          "decision_id", "clock")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReview:
    """A review that is to be opened, about a decision."""

    id: str
    merchant: str
    order_id: str
    queue: str
    priority: int
    at: datetime
    rank_at: datetime
    decision_id: str | None = None


def open_review(session: WriteSession, new: NewReview) -> None:
    """Opens a review of an order that has none. Raises StoreConflict when somebody opened one meanwhile."""
    row: dict[str, object] = {
        "id": new.id,
        "merchant_id": new.merchant,
        "order_id": new.order_id,
        "queue": new.queue,
        "priority": new.priority,
        "decision_id": new.decision_id,
        "rank_at": microseconds(new.rank_at),
        "opened_at": microseconds(new.at),
        "state": "open",
        "reason_code": "",
        "version": 1,
    }
    session.add(REVIEW, [row])


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
    """The queue in its order, from behind the review with this rank and id; perhaps of some `shops` only."""
    statement = _LISTING
    bound: dict[str, object] = {"merchant": merchant, "limit": limit}
    wanted = (("queue", _COLUMNS.queue, queue), ("state", _COLUMNS.state, state), ("who", _COLUMNS.assignee, assignee))
    for name, column, value in wanted:
        if value is not None:
            statement, bound = statement.where(column == bindparam(name)), bound | {name: value}
    if shops is not None:
        statement = statement.where(of_shops(_COLUMNS.order_id, merchant, shops))
    if after is not None:
        behind = tuple_(bindparam("at", type_=BigInteger), bindparam("last", type_=String))
        statement = statement.where(tuple_(_COLUMNS.rank_at, _COLUMNS.id) > behind)
        bound |= {"at": after[0], "last": after[1]}
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
    claim(session, free, by, at + lock, By(by, at))
    return review_of(session, merchant, free.id)


def claim(session: WriteSession, seen: Review, to: str, until: datetime, by: By) -> bool:
    """Makes somebody the assignee until then, of a review that is still as it was seen."""
    return change(session, seen, by, state="claimed", assignee=to, locked_until=microseconds(until))


def change(session: WriteSession, seen: Review, by: By, **values: object) -> bool:
    """Changes a review that is still as it was seen, and keeps who changed what; False when somebody else was
    faster."""
    bound = {"merchant": seen.merchant, "review": seen.id, "seen": seen.version}
    if session.run(_CHANGE.values(version=seen.version + 1, **values), bound) == 0:
        return False
    what = {name: value for name, value in values.items() if name in TOLD}
    row = {"review_id": seen.id, "version": seen.version + 1, "merchant_id": seen.merchant, "by": by.name}
    session.add(REVIEW_CHANGE, [row | {"at": microseconds(by.at), "what": orjson.dumps(what).decode()}])
    return True


def changes_since(session: ReadSession, review: Review, version: int) -> Sequence[ReviewChange]:
    """What was changed behind a version, oldest first."""
    bound = {"merchant": review.merchant, "review": review.id, "seen": version}
    return [
        ReviewChange(version=row.version, at=moment(row.at), by=row.by, what=orjson.loads(row.what))
        for row in session.rows(_BEHIND, bound)
    ]


def rank(session: WriteSession, review: Review, due_at: datetime | None, clock: str | None, rank_at: datetime) -> None:
    """Gives a review its place in the queue; that is no change of it."""
    place = {"end": None if due_at is None else microseconds(due_at), "whose_end": clock}
    named = {"whose": review.merchant, "which": review.id}
    session.run(_RANK, {**named, **place, "place": microseconds(rank_at)})


def raise_priority(session: WriteSession, review: Review, priority: int) -> None:
    """Makes it more urgent; its place in the queue is given anew by `rank`."""
    session.run(_RAISE, {"whose": review.merchant, "which": review.id, "points": priority})


def resolve(
    session: WriteSession, seen: Review, *, disposition: str, note: str, by: str, at: datetime, code: str = ""
) -> bool:
    """Ends a review that is still as it was seen."""
    return change(
        session,
        seen,
        By(by, at),
        state="resolved",
        disposition=disposition,
        note=note,
        reason_code=code,
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
        due_at=None if row.due_at is None else moment(row.due_at),
        rank_at=moment(row.rank_at),
    )
