"""Deliveries of webhooks and their attempts, as rows. A state is left by one statement that names it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Row, Select, bindparam, func, literal, select, text, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import WEBHOOK_ATTEMPT, WEBHOOK_DELIVERY

PENDING, DELIVERED, FAILED, DROPPED = "pending", "delivered", "failed", "dropped"
STATES = (PENDING, DELIVERED, FAILED, DROPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One event on its way to one endpoint. `attempts` counts all, `tries` those since it was begun (again).

    `turn` grows whenever it is planned anew: a job of an earlier turn does nothing.
    """

    id: str
    merchant: str
    endpoint: str
    event: str
    event_seq: int
    type: str
    order_id: str
    message_id: str
    created_at: datetime
    state: str = PENDING
    attempts: int = 0
    tries: int = 0
    turn: int = 1
    next_at: datetime | None = None
    last_status: int | None = None
    last_error: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What came of one call: `delivered`, `failed`, `throttled` or `gone`; no status where there was no answer."""

    delivery: str
    number: int
    merchant: str
    at: datetime
    took_ms: int
    outcome: str
    status: int | None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which deliveries a listing is about."""

    endpoint: str
    state: str | None = None
    type: str | None = None
    order_id: str | None = None


_C, _A = WEBHOOK_DELIVERY.c, WEBHOOK_ATTEMPT.c
_ID = _C.id == bindparam("delivery")
_PENDING = text("state = 'pending'")
_ONE = select(WEBHOOK_DELIVERY).where(_C.merchant_id == bindparam("merchant"), _ID)
_OF_EVENTS = select(WEBHOOK_DELIVERY).where(
    _C.merchant_id == bindparam("merchant"),
    _C.endpoint_id == bindparam("endpoint"),
    _C.event_id.in_(bindparam("events", expanding=True)),
)
_ABOUT = (
    select(WEBHOOK_DELIVERY)
    .where(_C.merchant_id == bindparam("merchant"), _C.order_id == bindparam("about"))
    .order_by(_C.id)
)
_WAITING = select(func.count()).select_from(WEBHOOK_DELIVERY).where(_C.endpoint_id == bindparam("endpoint"), _PENDING)
_TURN = (_C.turn == bindparam("seen")) & _PENDING
_END = (
    update(WEBHOOK_DELIVERY)
    .where(_ID, _TURN)
    .values(
        state=bindparam("to"),
        attempts=_C.attempts + 1,
        tries=_C.tries + 1,
        next_at=None,
        ended_at=bindparam("now"),
        last_status=bindparam("status"),
        last_error=bindparam("error"),
    )
)
_AGAIN = (
    update(WEBHOOK_DELIVERY)
    .where(_ID, _TURN)
    .values(
        attempts=_C.attempts + 1,
        tries=_C.tries + 1,
        turn=_C.turn + 1,
        next_at=bindparam("next"),
        last_status=bindparam("status"),
        last_error=bindparam("error"),
    )
)
_COUNT_ONLY = update(WEBHOOK_DELIVERY).where(_ID).values(attempts=_C.attempts + 1)
_RESTART = (
    update(WEBHOOK_DELIVERY)
    .where(_ID, _C.turn == bindparam("seen"))
    .values(state=PENDING, tries=0, turn=_C.turn + 1, next_at=bindparam("now"), ended_at=None)
)
_DROP = (
    update(WEBHOOK_DELIVERY)
    .where(_C.endpoint_id == bindparam("endpoint"), _PENDING)
    .values(state=DROPPED, next_at=None, ended_at=bindparam("now"), turn=_C.turn + 1)
)
_REST = (
    update(WEBHOOK_DELIVERY)
    .where(_C.endpoint_id == bindparam("endpoint"), _PENDING, _C.next_at < bindparam("until"))
    .values(next_at=bindparam("until"))
)
_ATTEMPTS = (
    select(WEBHOOK_ATTEMPT)
    .where(_A.merchant_id == bindparam("merchant"), _A.delivery_id == bindparam("delivery"))
    .order_by(_A.number)
)


def message_id(endpoint: str, event: str) -> str:
    """By what the receiver knows an event: the same whenever it is sent to this endpoint, also again after years."""
    return f"msg_{sha256(f'{endpoint}/{event}'.encode()).hexdigest()[:32]}"


def add_rows(session: WriteSession, deliveries: Sequence[Delivery]) -> None:
    """Adds new ones."""
    session.add(WEBHOOK_DELIVERY, [_values(each) for each in deliveries])


def delivery_of(session: ReadSession, merchant: str, delivery: str) -> Delivery | None:
    """One delivery; None for another merchant's."""
    row = session.first(_ONE, {"merchant": merchant, "delivery": delivery})
    return None if row is None else _delivery(row)


def deliveries_of(session: ReadSession, merchant: str, endpoint: str, events: Sequence[str]) -> Sequence[Delivery]:
    """Those of these events to an endpoint, as far as there are any."""
    bound = {"merchant": merchant, "endpoint": endpoint, "events": list(events) or [""]}
    return [_delivery(row) for row in session.rows(_OF_EVENTS, bound)]


def deliveries(
    session: ReadSession, merchant: str, wanted: Wanted, limit: int, before: str | None = None
) -> Sequence[Delivery]:
    """Deliveries of an endpoint, newest first, from before this id."""
    return [_delivery(row) for row in session.rows(_listing(merchant, wanted, before).limit(limit))]


def deliveries_about(session: ReadSession, merchant: str, order_id: str) -> Sequence[Delivery]:
    """Those that tell of an order, to whichever endpoint, oldest first."""
    return [_delivery(row) for row in session.rows(_ABOUT, {"merchant": merchant, "about": order_id})]


def count_waiting(session: ReadSession, endpoint: str) -> int:
    """How many are yet to be delivered."""
    return session.number(_WAITING, {"endpoint": endpoint})


def end(session: WriteSession, seen: Delivery, to: str, attempt: Attempt) -> bool:
    """Ends a delivery by its attempt; false when it was planned anew or dropped meanwhile."""
    bound = _told(seen, attempt) | {"to": to, "now": microseconds(attempt.at)}
    return _noted(session, seen, attempt, is_ours=session.run(_END, bound) == 1)


def again(session: WriteSession, seen: Delivery, attempt: Attempt, next_at: datetime) -> bool:
    """Plans the next try, as a new turn; false when it was planned anew or dropped meanwhile."""
    bound = _told(seen, attempt) | {"next": microseconds(next_at)}
    return _noted(session, seen, attempt, is_ours=session.run(_AGAIN, bound) == 1)


def restart(session: WriteSession, seen: Delivery, now: datetime) -> bool:
    """Begins a delivery again from its first try, as a new turn; false when somebody did meanwhile."""
    bound = {"delivery": seen.id, "seen": seen.turn, "now": microseconds(now)}
    return session.run(_RESTART, bound) == 1


def drop_waiting(session: WriteSession, endpoint: str, now: datetime) -> int:
    """Gives up what waits for an endpoint; answers how many."""
    return session.run(_DROP, {"endpoint": endpoint, "now": microseconds(now)})


def put_off(session: WriteSession, endpoint: str, until: datetime) -> None:
    """Says of what waits that it will not be tried before."""
    session.run(_REST, {"endpoint": endpoint, "until": microseconds(until)})


def attempts_of(session: ReadSession, merchant: str, delivery: str) -> Sequence[Attempt]:
    """All attempts, the first one first."""
    rows = session.rows(_ATTEMPTS, {"merchant": merchant, "delivery": delivery})
    return [_attempt(row) for row in rows]


def _listing(merchant: str, wanted: Wanted, before: str | None) -> Select[tuple[object, ...]]:
    found = select(WEBHOOK_DELIVERY).where(_C.merchant_id == merchant, _C.endpoint_id == wanted.endpoint)
    if wanted.state is not None:
        found = found.where(_C.state == literal(wanted.state))
    if wanted.type is not None:
        found = found.where(_C.type == wanted.type)
    if wanted.order_id is not None:
        found = found.where(_C.order_id == wanted.order_id)
    if before is not None:
        found = found.where(_C.id < before)
    return found.order_by(_C.id.desc())


def _told(seen: Delivery, attempt: Attempt) -> dict[str, object]:
    return {"delivery": seen.id, "seen": seen.turn, "status": attempt.status, "error": attempt.error}


def _noted(session: WriteSession, seen: Delivery, attempt: Attempt, *, is_ours: bool) -> bool:
    # What was sent was sent, whatever became of the delivery meanwhile.
    if not is_ours:
        session.run(_COUNT_ONLY, {"delivery": seen.id})
    row: dict[str, object] = {
        "delivery_id": attempt.delivery,
        "number": attempt.number,
        "merchant_id": attempt.merchant,
        "at": microseconds(attempt.at),
        "took_ms": attempt.took_ms,
        "outcome": attempt.outcome,
        "status": attempt.status,
        "error": attempt.error,
    }
    session.add(WEBHOOK_ATTEMPT, [row])
    return is_ours


def _values(delivery: Delivery) -> dict[str, object]:
    return {
        "id": delivery.id,
        "merchant_id": delivery.merchant,
        "endpoint_id": delivery.endpoint,
        "event_id": delivery.event,
        "event_seq": delivery.event_seq,
        "type": delivery.type,
        "order_id": delivery.order_id,
        "message_id": delivery.message_id,
        "state": delivery.state,
        "turn": delivery.turn,
        "next_at": None if delivery.next_at is None else microseconds(delivery.next_at),
        "created_at": microseconds(delivery.created_at),
    }


def _delivery(row: Row[tuple[object, ...]]) -> Delivery:
    return Delivery(
        id=row.id,
        merchant=row.merchant_id,
        endpoint=row.endpoint_id,
        event=row.event_id,
        event_seq=row.event_seq,
        type=row.type,
        order_id=row.order_id,
        message_id=row.message_id,
        created_at=moment(row.created_at),
        state=row.state,
        attempts=row.attempts,
        tries=row.tries,
        turn=row.turn,
        next_at=None if row.next_at is None else moment(row.next_at),
        last_status=row.last_status,
        last_error=row.last_error,
        ended_at=None if row.ended_at is None else moment(row.ended_at),
    )


def _attempt(row: Row[tuple[object, ...]]) -> Attempt:
    return Attempt(
        delivery=row.delivery_id,
        number=row.number,
        merchant=row.merchant_id,
        at=moment(row.at),
        took_ms=row.took_ms,
        outcome=row.outcome,
        status=row.status,
        error=row.error,
    )
