"""What requests with an Idempotency-Key were answered, as rows."""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select, tuple_, update

from engine.clock import microseconds, moment
from engine.errors import LeaseLost
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import KEPT_ANSWER

RUNNING, ACTED, DONE = "running", "acted", "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What makes a request the same one: a key within a route, of one merchant; `fingerprint` is keyed."""

    merchant: str
    route: str
    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRow:
    """How a request stands: `running` since a moment, `acted` when a transaction of it was committed since, or `done`
    with its answer, sealed under a wrapped key."""

    asked: Asked
    state: str
    since: datetime
    status: int = 0
    headers: str = ""
    order_id: str | None = None
    seal_key: bytes | None = None
    sealed: bytes | None = None


@dataclass(slots=True)
class Keyed:
    """The request with a key that a task works on `since` a moment; `acted` once a transaction of it was committed."""

    asked: Asked
    since: datetime
    acted: bool = False


_NOW: ContextVar[Keyed | None] = ContextVar("clearway_keyed", default=None)
_C = KEPT_ANSWER.c
_THIS = (
    _C.merchant_id == bindparam("merchant"),
    _C.route == bindparam("path"),
    _C.request_key == bindparam("named"),
)
_OURS = (*_THIS, _C.since == bindparam("began"))  # that nobody has taken over
_ONE = select(KEPT_ANSWER).where(*_THIS)
_AGAIN = (
    update(KEPT_ANSWER)
    .where(*_OURS, _C.state == RUNNING)
    .values(since=bindparam("now"), request_fingerprint=bindparam("print"))
)
_DONE = (
    update(KEPT_ANSWER)
    .where(*_OURS)
    .values(
        state=DONE,
        status=bindparam("code"),
        headers=bindparam("head"),
        order_id=bindparam("order"),
        seal_key=bindparam("with_key"),
        sealed=bindparam("content"),
    )
)
_ACTED = update(KEPT_ANSWER).where(*_OURS, _C.state == RUNNING).values(state=ACTED)
_FREE = delete(KEPT_ANSWER).where(*_OURS, _C.state.in_(bindparam("states", expanding=True)))
_FORGET = delete(KEPT_ANSWER).where(
    _C.merchant_id == bindparam("merchant"), _C.order_id.in_(bindparam("orders", expanding=True))
)
_KEY = tuple_(_C.merchant_id, _C.route, _C.request_key)


def kept_answer(session: ReadSession, asked: Asked) -> KeptRow | None:
    """How this request stands; its fingerprint may be another."""
    row = session.first(_ONE, _bound(asked))
    if row is None:
        return None
    return KeptRow(
        asked=Asked(merchant=asked.merchant, route=asked.route, key=asked.key, fingerprint=row.request_fingerprint),
        state=row.state,
        since=moment(row.since),
        status=row.status,
        headers=row.headers,
        order_id=row.order_id,
        seal_key=None if row.seal_key is None else bytes(row.seal_key),
        sealed=None if row.sealed is None else bytes(row.sealed),
    )


def begin_answer(session: WriteSession, asked: Asked, now: datetime) -> None:
    """Notes that a request is under way. Raises StoreConflict when it is noted already."""
    row = {"merchant_id": asked.merchant, "route": asked.route, "request_key": asked.key, "state": RUNNING}
    more = {"request_fingerprint": asked.fingerprint, "since": microseconds(now), "status": 0, "headers": ""}
    session.add(KEPT_ANSWER, [row | more])


def begin_again(session: WriteSession, asked: Asked, was: datetime, now: datetime) -> bool:
    """Takes over from one that never ended; false when somebody else did."""
    times = {"began": microseconds(was), "now": microseconds(now), "print": asked.fingerprint}
    return session.run(_AGAIN, _bound(asked) | times) == 1


def work_on(keyed: Keyed) -> None:
    """Whatever this task commits from now on, also in threads it asks for work, belongs to this request."""
    _NOW.set(keyed)


def note_act(session: WriteSession) -> Keyed | None:
    """Notes with a transaction that is about to be committed that its request has acted, so that nobody does it again
    who does not find its answer. Answers the request whose first it is. Raises LeaseLost when the request took so long
    that a repetition has taken it over: let it undo the transaction."""
    keyed = _NOW.get()
    if keyed is None or keyed.acted:
        return None
    if session.run(_ACTED, _ours(keyed)) == 0:
        raise LeaseLost
    return keyed


def end_answer(session: WriteSession, row: KeptRow) -> None:
    """Keeps the answer."""
    told = {"code": row.status, "head": row.headers, "order": row.order_id}
    ours = _ours(Keyed(row.asked, row.since))
    session.run(_DONE, ours | told | {"with_key": row.seal_key, "content": row.sealed})


def free_answer(session: WriteSession, keyed: Keyed, states: Sequence[str]) -> None:
    """Forgets a request that came to nothing, where it stands in one of these states."""
    session.run(_FREE, _ours(keyed) | {"states": list(states)})


def forget_answers(session: WriteSession, merchant: str, orders: Sequence[str]) -> int:
    """Takes out the answers about these orders."""
    return session.run(_FORGET, {"merchant": merchant, "orders": list(orders)}) if orders else 0


def purge_answers(session: WriteSession, before: datetime, most: int) -> int:
    """Takes out some that are older than a moment; answers how many."""
    old = select(_C.merchant_id, _C.route, _C.request_key).where(_C.since < microseconds(before)).limit(most)
    return session.run(delete(KEPT_ANSWER).where(_KEY.in_(old)))


def _bound(asked: Asked) -> dict[str, object]:
    return {"merchant": asked.merchant, "path": asked.route, "named": asked.key}


def _ours(keyed: Keyed) -> dict[str, object]:
    return _bound(keyed.asked) | {"began": microseconds(keyed.since)}
