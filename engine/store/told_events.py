"""Events that shops told of orders, as rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Row, bindparam, select, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import TOLD_EVENT

PENDING, APPLIED, NOTED, REFUSED = "pending", "applied", "noted", "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEvent:
    """One event. `event` is the teller's own id of it, `facts` are no personal values, `sealed` has those; `state` is
    `pending` until a worker has seen to it, `code` and `detail` say what came of it."""

    id: str
    merchant: str
    order_id: str
    event: str
    type: str
    at: datetime
    facts: Mapping[str, object]
    version: int
    sealed: bytes | None
    digest: str
    state: str
    created_at: datetime
    created_by: str
    code: str | None = None
    detail: str = ""
    ended_at: datetime | None = None


_C = TOLD_EVENT.c
_MINE = _C.merchant_id == bindparam("merchant")
_ONE = select(TOLD_EVENT).where(_MINE, _C.id == bindparam("which"))
_OF_ORDER = (
    select(TOLD_EVENT)
    .where(_MINE, _C.order_id == bindparam("order"), _C.id > bindparam("last"))
    .order_by(_C.id)
    .limit(bindparam("most"))
)
_NAMED = select(TOLD_EVENT).where(_MINE, _C.order_id == bindparam("order"), _C.event == bindparam("named"))
_END = (
    update(TOLD_EVENT)
    .where(_MINE, _C.id == bindparam("which"), _C.state == PENDING)
    .values(state=bindparam("came_to"), code=bindparam("word"), detail=bindparam("told"), ended_at=bindparam("when"))
)
MOST_OF_ORDER = 10_000
_PLAIN = (
    "id", "order_id", "event", "type", "version", "sealed", "digest", "state", "created_by", "code", "detail",
)  # fmt: skip


def add_told(session: WriteSession, event: ToldEvent) -> None:
    """Keeps an event. Raises StoreConflict when one of its id is there already."""
    row = {name: getattr(event, name) for name in _PLAIN}
    row |= {
        "merchant_id": event.merchant,
        "at": microseconds(event.at),
        "created_at": microseconds(event.created_at),
        "facts": orjson.dumps(event.facts).decode(),
    }
    session.add(TOLD_EVENT, [row])


def told_event(session: ReadSession, merchant: str, id_: str) -> ToldEvent | None:
    """One, by our id of it."""
    row = session.first(_ONE, {"merchant": merchant, "which": id_})
    return None if row is None else _told(row)


def told_named(session: ReadSession, merchant: str, order_id: str, event: str) -> ToldEvent | None:
    """One, by the teller's id of it."""
    row = session.first(_NAMED, {"merchant": merchant, "order": order_id, "named": event})
    return None if row is None else _told(row)


def told_of(
    session: ReadSession, merchant: str, order_id: str, last: str = "", most: int = MOST_OF_ORDER
) -> Sequence[ToldEvent]:
    """Those of an order behind one, as they came."""
    bound = {"merchant": merchant, "order": order_id, "last": last, "most": most}
    return [_told(row) for row in session.rows(_OF_ORDER, bound)]


def end_told(session: WriteSession, event: ToldEvent, state: str, code: str | None, detail: str, at: datetime) -> None:
    """What became of it."""
    bound = {"merchant": event.merchant, "which": event.id, "came_to": state, "word": code, "told": detail}
    session.run(_END, bound | {"when": microseconds(at)})


def _told(row: Row[tuple[object, ...]]) -> ToldEvent:
    plain = {name: getattr(row, name) for name in _PLAIN}
    plain["sealed"] = None if row.sealed is None else bytes(row.sealed)
    return ToldEvent(
        merchant=row.merchant_id,
        at=moment(row.at),
        facts=orjson.loads(row.facts),
        created_at=moment(row.created_at),
        ended_at=None if row.ended_at is None else moment(row.ended_at),
        **plain,
    )
