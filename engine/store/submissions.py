"""Submissions and batches as rows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, bindparam, delete, func, select, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import BATCH, SUBMISSION

PENDING, DECIDED, REJECTED = "pending", "decided", "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """An order that waits to be decided, or how that ended. `sealed` is its document while it waits, and why it was
    refused afterwards; `seal_key` is wrapped. Both are None once decided, or once its person was erased."""

    id: str
    merchant: str
    number: int
    state: str
    person: int
    shop: str
    created_at: datetime
    created_by: str
    batch_id: str | None = None
    request_key: str | None = None
    request_fingerprint: str | None = None
    ref: str | None = None
    seal_key: bytes | None = None
    sealed: bytes | None = None
    decision_id: str | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Several that came together."""

    id: str
    merchant: str
    total: int
    created_at: datetime
    created_by: str
    request_key: str | None = None
    request_fingerprint: str | None = None


_C = SUBMISSION.c
_MINE = _C.merchant_id == bindparam("merchant")
_ONE = select(SUBMISSION).where(_MINE, _C.id == bindparam("which"))
_BY_KEY = select(SUBMISSION).where(_MINE, _C.request_key == bindparam("request"))
_OF_BATCH = (
    select(SUBMISSION)
    .where(_MINE, _C.batch_id == bindparam("batch"), _C.number > bindparam("last"))
    .order_by(_C.number)
    .limit(bindparam("most"))
)
_COUNTS = (
    select(_C.state, func.count().label("rows")).where(_MINE, _C.batch_id == bindparam("batch")).group_by(_C.state)
)
_END = (
    update(SUBMISSION)
    .where(_MINE, _C.id == bindparam("which"), _C.state == PENDING)
    .values(
        state=bindparam("came_to"),
        decision_id=bindparam("by"),
        seal_key=bindparam("with_key"),
        sealed=bindparam("content"),
        ended_at=bindparam("at"),
    )
)
_FORGET = (
    update(SUBMISSION)
    .where(_MINE, _C.person.in_(bindparam("persons", expanding=True)), _C.sealed.is_not(None))
    .values(seal_key=None, sealed=None)
)
_A_BATCH = select(BATCH).where(BATCH.c.merchant_id == bindparam("merchant"))
_PLAIN = (
    "id", "number", "state", "person", "shop", "created_by", "batch_id", "request_key", "request_fingerprint", "ref",
    "seal_key", "sealed", "decision_id",
)  # fmt: skip


def add_submissions(session: WriteSession, rows: Iterable[Submission]) -> None:
    """Adds them. Raises StoreConflict when one answers a request that is there already."""
    session.add(SUBMISSION, [_values(each) for each in rows])


def submission_of(session: ReadSession, merchant: str, id_: str) -> Submission | None:
    """One, by its id; None for another merchant's."""
    row = session.first(_ONE, {"merchant": merchant, "which": id_})
    return None if row is None else _submission(row)


def submission_by_key(session: ReadSession, merchant: str, request: str) -> Submission | None:
    """That which a request led to."""
    row = session.first(_BY_KEY, {"merchant": merchant, "request": request})
    return None if row is None else _submission(row)


def submissions_of(session: ReadSession, merchant: str, batch: str, last: int, most: int) -> Sequence[Submission]:
    """Those of a batch behind a place, in its order."""
    bound = {"merchant": merchant, "batch": batch, "last": last, "most": most}
    return [_submission(row) for row in session.rows(_OF_BATCH, bound)]


def counts_of(session: ReadSession, merchant: str, batch: str) -> Mapping[str, int]:
    """How many of a batch stand how."""
    found: Counter[str] = Counter()
    for row in session.rows(_COUNTS, {"merchant": merchant, "batch": batch}):
        told = row._asdict()
        found[str(told["state"])] = int(str(told["rows"]))
    return found


def end_decided(session: WriteSession, row: Submission, decision: str, at: datetime) -> None:
    """It was decided: the order version has the document from now on."""
    _end(session, row, DECIDED, at, decision=decision)


def end_rejected(session: WriteSession, row: Submission, at: datetime, key: bytes | None, why: bytes | None) -> None:
    """It was refused; why is sealed, since it may quote what was sent."""
    _end(session, row, REJECTED, at, key=key, content=why)


def _end(
    session: WriteSession,
    row: Submission,
    state: str,
    at: datetime,
    *,
    decision: str | None = None,
    key: bytes | None = None,
    content: bytes | None = None,
) -> None:
    bound = {"merchant": row.merchant, "which": row.id, "came_to": state, "by": decision, "at": microseconds(at)}
    session.run(_END, bound | {"with_key": key, "content": content})


def forget_persons(session: WriteSession, merchant: str, persons: Sequence[int]) -> int:
    """Destroys what is sealed of these persons; answers in how many."""
    return session.run(_FORGET, {"merchant": merchant, "persons": list(persons)}) if persons else 0


def purge_submissions(session: WriteSession, before: datetime, most: int) -> int:
    """Takes out some that ended before a moment, and batches of which nothing waits; answers how many submissions."""
    old = select(_C.id).where(_C.ended_at < microseconds(before)).limit(most)
    gone = session.run(delete(SUBMISSION).where(_C.id.in_(old)))
    if not gone:
        empty = ~select(_C.id).where(_C.batch_id == BATCH.c.id, _C.merchant_id == BATCH.c.merchant_id).exists()
        session.run(delete(BATCH).where(BATCH.c.created_at < microseconds(before), empty))
    return gone


def add_batch(session: WriteSession, batch: Batch) -> None:
    """Adds a batch. Raises StoreConflict when its request is there already."""
    names = ("id", "total", "created_by", "request_key", "request_fingerprint")
    row = {name: getattr(batch, name) for name in names}
    session.add(BATCH, [row | {"merchant_id": batch.merchant, "created_at": microseconds(batch.created_at)}])


def batch_of(session: ReadSession, merchant: str, id_: str) -> Batch | None:
    """A batch by its id; None for another merchant's."""
    return _found(session, _A_BATCH.where(BATCH.c.id == bindparam("which")), {"merchant": merchant, "which": id_})


def batch_by_key(session: ReadSession, merchant: str, request: str) -> Batch | None:
    """The batch that a request led to."""
    by_key = _A_BATCH.where(BATCH.c.request_key == bindparam("request"))
    return _found(session, by_key, {"merchant": merchant, "request": request})


def _found(session: ReadSession, statement: Select[tuple[object, ...]], bound: Mapping[str, object]) -> Batch | None:
    row = session.first(statement, bound)
    if row is None:
        return None
    names = ("id", "total", "created_by", "request_key", "request_fingerprint")
    made = {name: getattr(row, name) for name in names}
    return Batch(merchant=row.merchant_id, created_at=moment(row.created_at), **made)


def _values(each: Submission) -> Mapping[str, object]:
    times = {
        "created_at": microseconds(each.created_at),
        "ended_at": None if each.ended_at is None else microseconds(each.ended_at),
    }
    return {name: getattr(each, name) for name in _PLAIN} | {"merchant_id": each.merchant} | times


def _submission(row: Row[tuple[object, ...]]) -> Submission:
    plain = {name: getattr(row, name) for name in _PLAIN}
    for name in ("seal_key", "sealed"):
        plain[name] = None if plain[name] is None else bytes(plain[name])
    return Submission(
        merchant=row.merchant_id,
        created_at=moment(row.created_at),
        ended_at=None if row.ended_at is None else moment(row.ended_at),
        **plain,
    )
