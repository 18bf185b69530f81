"""The queue as people see it: each waiting review beside its order, the current decision and the reasons of its holds.

One statement for a page of it, one for the reasons on that page, one for all counts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    String,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    text,
    tuple_,
    union_all,
)

from engine.clock import microseconds, moment
from engine.store.packing import unpack
from engine.store.sessions import ReadSession
from engine.store.tables import DECISION, HOLD, ORDER_VERSION, REVIEW

NOBODY = ""  # as an assignee: of nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A review that is not resolved, with its order. `origin` and `country` say from where to where; `hold_reasons` are
    those of open holds, each once; `total` is in minor units. `authorisation_ends` is as the order states it."""

    id: str
    order_id: str
    queue: str
    priority: int
    state: str
    assignee: str | None
    locked_until: datetime | None
    opened_at: datetime
    version: int
    due_at: datetime | None
    clock: str | None
    rank_at: datetime
    shop: str
    channel: str
    ref: str
    origin: str | None
    country: str | None
    currency: str
    total: int
    placed_at: datetime
    authorisation_ends: datetime | None
    decision_id: str
    outcome: str
    score: int
    reasons: tuple[str, ...]
    hold_reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueWanted:
    """Which of them; None asks for any. `assignee` `NOBODY`: nobody has taken it, or the lock has run out. `shops` are
    those whose orders may be seen."""

    reason: str | None = None
    queue: str | None = None
    shop: str | None = None
    channel: str | None = None
    country: str | None = None
    assignee: str | None = None
    order_id: str | None = None
    due_before: datetime | None = None
    shops: frozenset[str] | None = None


_R, _D, _V = REVIEW.c, DECISION.c, ORDER_VERSION.c
# In the words of the indexes, which a database would not use for a value that it is handed.
_OPEN = text("review.state <> 'resolved'")
_FROM_ORDER = ("shop", "channel", "ref", "country", "currency", "total", "placed_at", "document")
_SOURCE = (
    REVIEW.join(DECISION, (_D.order_id == _R.order_id) & _D.superseded_by.is_(None))
    .join(ORDER_VERSION, (_V.order_id == _D.order_id) & (_V.version == _D.version))
)  # fmt: skip
_REVIEWS = (
    "id", "order_id", "queue", "priority", "state", "assignee", "locked_until", "opened_at", "version", "due_at",
    "clock", "rank_at",
)  # fmt: skip


def waiting(
    session: ReadSession, merchant: str, wanted: QueueWanted, limit: int, now: datetime,
    after: tuple[int, str] | None = None,
) -> Sequence[Waiting]:  # fmt: skip
    """The most urgent first, from behind the review with this rank and id."""
    statement = (
        select(
            *(_R[name] for name in _REVIEWS),
            *(_V[name] for name in _FROM_ORDER),
            _D.id.label("decision_id"), _D.outcome, _D.score, _D.reasons,
        )
        .select_from(_SOURCE)
        .where(_R.merchant_id == merchant, _OPEN, *_conditions(merchant, wanted, now))
        .limit(limit)
    )  # fmt: skip
    if wanted.order_id is None:  # an order has one at most; to sort would lead through all that wait
        statement = statement.order_by(_R.rank_at, _R.id)
    bound: dict[str, object] = {}
    if after is not None:
        behind = tuple_(bindparam("at", type_=BigInteger), bindparam("last", type_=String))
        statement = statement.where(tuple_(_R.rank_at, _R.id) > behind)
        bound = {"at": after[0], "last": after[1]}
    rows = session.rows(statement, bound)
    why = _reasons_of(session, merchant, [row.order_id for row in rows])
    return [_waiting(row, why.get(row.order_id, ())) for row in rows]


def counts(session: ReadSession, merchant: str, wanted: QueueWanted, now: datetime) -> Mapping[str, int]:
    """How many orders wait, by the reason of a hold; an order counts once for each of its reasons. "" has them all."""
    source = _SOURCE if _asks_of_the_order(wanted) else REVIEW
    waits = (
        select(_R.order_id)
        .select_from(source)
        .where(_R.merchant_id == merchant, _OPEN, *_conditions(merchant, wanted, now))
        .cte("waits")  # found once, and counted twice
    )
    hold, many = HOLD.c, func.count(HOLD.c.order_id.distinct())
    by_reason = (
        select(hold.reason, many.label("orders"))
        .select_from(waits.join(HOLD, hold.order_id == waits.c.order_id))
        .where(hold.merchant_id == merchant, hold.state == "open")
        .group_by(hold.reason)
    )
    whole = select(literal("").label("reason"), func.count().label("orders")).select_from(waits)
    found = {row.reason: row.orders for row in session.rows(union_all(whole, by_reason), {})}
    return {"": found.pop("", 0), **dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))}


def _asks_of_the_order(wanted: QueueWanted) -> bool:
    """Whether its version has to be looked at. Every review has one, and a decision that counts."""
    return any(each is not None for each in (wanted.shop, wanted.channel, wanted.country, wanted.shops))


def _conditions(merchant: str, wanted: QueueWanted, now: datetime) -> Sequence[ColumnElement[bool]]:
    given = (
        (_R.queue, wanted.queue), (_V.shop, wanted.shop), (_V.channel, wanted.channel), (_V.country, wanted.country),
        (_R.order_id, wanted.order_id),
    )  # fmt: skip
    found: list[ColumnElement[bool]] = [column == value for column, value in given if value is not None]
    if wanted.assignee == NOBODY:
        found.append(or_(_R.assignee.is_(None), _R.locked_until < microseconds(now)))
    elif wanted.assignee is not None:
        found.append(_R.assignee == wanted.assignee)
    if wanted.due_before is not None:
        found.append(_R.due_at < microseconds(wanted.due_before))
    if wanted.reason is not None:
        hold = HOLD.alias("held_for").c  # a count by reason joins holds, too
        found.append(
            exists().where(hold.order_id == _R.order_id, hold.merchant_id == merchant, hold.state == "open",
                           hold.reason == wanted.reason)
        )  # fmt: skip
    if wanted.shops is not None:
        found.append(_V.shop.in_(sorted(wanted.shops)))
    return found


def _reasons_of(session: ReadSession, merchant: str, orders: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    if not orders:
        return {}
    hold = HOLD.c
    statement = select(hold.id, hold.order_id, hold.reason).where(
        hold.merchant_id == merchant, hold.state == "open", hold.order_id.in_(sorted(orders))
    )
    found: dict[str, dict[str, None]] = {}
    # Sorted here: asked to, a database might look through all holds in the order of their ids.
    for row in sorted(session.rows(statement, {}), key=lambda row: str(row.id)):
        found.setdefault(row.order_id, {})[row.reason] = None
    return {order_id: tuple(reasons) for order_id, reasons in found.items()}


def _waiting(row: Row[tuple[object, ...]], why: tuple[str, ...]) -> Waiting:
    document = orjson.loads(unpack(bytes(row.document)))
    return Waiting(
        **{name: getattr(row, name) for name in ("id", "order_id", "queue", "priority", "state", "assignee", "version",
                                                 "clock", "shop", "channel", "ref", "country", "currency", "total",
                                                 "decision_id", "outcome", "score")},
        locked_until=None if row.locked_until is None else moment(row.locked_until),
        opened_at=moment(row.opened_at),
        due_at=None if row.due_at is None else moment(row.due_at),
        rank_at=moment(row.rank_at),
        placed_at=moment(row.placed_at),
        authorisation_ends=_moment((document.get("payment") or {}).get("authorisation_expires_at")),
        origin=(document.get("ship_from") or {}).get("country"),
        reasons=tuple(orjson.loads(row.reasons)),
        hold_reasons=why,
    )  # fmt: skip


def _moment(told: object) -> datetime | None:
    return datetime.fromisoformat(told) if isinstance(told, str) else None
