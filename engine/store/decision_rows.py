"""Decisions as rows. One of an order's decisions is current: that which nothing supersedes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import ColumnElement, Row, Select, bindparam, select, update

from engine.clock import microseconds, moment
from engine.store.packing import pack, unpack
from engine.store.ready import Ready
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import DECISION, ORDER_VERSION, REQUEST

LIVE = ("admit", "ask_customer", "hold")  # outcomes of orders that are not cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """`content` and `trace` are JSON without personal values, which `sealed` has; `said` is a part of the content. See
    `engine.record`."""

    id: str
    merchant: str
    order_id: str
    version: int
    number: int
    shop: str
    outcome: str
    score: int
    reasons: tuple[str, ...]
    cause: str
    edition: str
    model: str | None = None
    placed_at: datetime
    decided_at: datetime
    said: bytes | None = None
    content: bytes
    trace: bytes
    sealed: bytes | None
    superseded_by: str | None = None
    request_key: str | None = None
    request_fingerprint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A decision of an order in its history."""

    id: str
    version: int
    number: int
    outcome: str
    score: int
    reasons: tuple[str, ...]
    cause: str
    decided_at: datetime
    superseded_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A line of a list of orders: the order and its current decision, without contents."""

    order_id: str
    version: int
    merchant: str
    shop: str
    channel: str
    ref: str
    country: str | None
    currency: str
    total: int
    placed_at: datetime
    decision: str
    outcome: str
    score: int
    reasons: tuple[str, ...]
    decided_at: datetime


_COLUMNS = DECISION.c
_ADD = Ready.insert(DECISION)
_ONE = select(DECISION).where(_COLUMNS.merchant_id == bindparam("merchant"), _COLUMNS.id == bindparam("decision"))
_OF_ORDER = (
    select(DECISION)
    .where(_COLUMNS.merchant_id == bindparam("merchant"), _COLUMNS.order_id == bindparam("order"))
    .order_by(_COLUMNS.number)
)
_PAST = _OF_ORDER.with_only_columns(
    *(_COLUMNS[name] for name in ("id", "version", "number", "outcome", "score", "reasons", "cause", "decided_at")),
    _COLUMNS.superseded_by,
)
_CURRENT = _OF_ORDER.where(_COLUMNS.superseded_by.is_(None))
_BY_OUTCOME = (
    select(_COLUMNS.id, _COLUMNS.order_id)
    .where(
        _COLUMNS.merchant_id == bindparam("merchant"),
        _COLUMNS.outcome.in_(bindparam("outcomes", expanding=True)),
        _COLUMNS.id > bindparam("last"),
        _COLUMNS.superseded_by.is_(None),
    )
    .order_by(_COLUMNS.id)
    .limit(1000)
)
_SINCE = (
    select(_COLUMNS.id)
    .where(
        _COLUMNS.merchant_id == bindparam("merchant"),
        _COLUMNS.decided_at >= bindparam("since"),
        _COLUMNS.id > bindparam("last"),
    )
    .order_by(_COLUMNS.id)
    .limit(1000)
)
_WHOSE = select(_COLUMNS.merchant_id, _COLUMNS.version, _COLUMNS.outcome, _COLUMNS.score).where(
    _COLUMNS.order_id == bindparam("order"), _COLUMNS.superseded_by.is_(None)
)
_SUPERSEDE = update(DECISION).where(_COLUMNS.id == bindparam("old")).values(superseded_by=bindparam("new"))
_LISTED = (
    "order_id", "version", "merchant_id", "shop", "placed_at", "outcome", "score", "reasons", "decided_at",
)  # fmt: skip


def _listing(merchant: ColumnElement[str], newest: ColumnElement[str]) -> Select[tuple[object, ...]]:
    return (
        select(
            _COLUMNS.id.label("decision"),
            *(_COLUMNS[name] for name in _LISTED),
            *(ORDER_VERSION.c[name] for name in ("channel", "ref", "country", "currency", "total")),
        )
        .join(
            ORDER_VERSION,
            (ORDER_VERSION.c.order_id == _COLUMNS.order_id) & (ORDER_VERSION.c.version == _COLUMNS.version),
        )
        .where(merchant == bindparam("merchant"), _COLUMNS.superseded_by.is_(None))
        .order_by(newest.desc())
        .limit(bindparam("limit"))
    )


_LISTING = _listing(_COLUMNS.merchant_id, _COLUMNS.id)
# Of orders that are named. By the columns themselves, SQLite would look through all of a merchant's decisions for them.
_NAMED = _listing(_COLUMNS.merchant_id + "", _COLUMNS.id + "")


def add_decision(session: WriteSession, row: DecisionRow) -> None:
    """Adds a decision. Raises StoreConflict when another one is current, or answers the same request."""
    values = {name: getattr(row, name) for name in _PLAIN}
    values |= {
        "merchant_id": row.merchant,
        "reasons": orjson.dumps(row.reasons).decode(),
        "placed_at": microseconds(row.placed_at),
        "decided_at": microseconds(row.decided_at),
        "said": None if row.said is None else row.said.decode(),
        "content": pack(row.content),
        "trace": pack(row.trace),
    }
    session.run_ready(_ADD, values)


_PLAIN = (
    "id", "order_id", "version", "number", "shop", "outcome", "score", "cause", "edition", "model", "sealed",
    "superseded_by", "request_key", "request_fingerprint",
)  # fmt: skip


def note_request(session: WriteSession, merchant: str, key: str, fingerprint: str, decision: str, at: datetime) -> None:
    """Keeps a request that met a decision which stood already. Raises StoreConflict when it was kept meanwhile."""
    row = {"merchant_id": merchant, "request_key": key, "request_fingerprint": fingerprint, "decision_id": decision}
    session.add(REQUEST, [row | {"created_at": microseconds(at)}])


def supersede(session: WriteSession, old: str, new: str) -> None:
    """Says that a decision counts no more, before the new one is added."""
    session.run(_SUPERSEDE, {"old": old, "new": new})


def decision_of(session: ReadSession, merchant: str, decision: str) -> DecisionRow | None:
    """A decision by its id; None for another merchant's."""
    row = session.first(_ONE, {"merchant": merchant, "decision": decision})
    return None if row is None else _decision(row)


def past_of(session: ReadSession, merchant: str, order_id: str) -> Sequence[Past]:
    """All decisions of an order, oldest first, without their contents."""
    return [
        Past(
            id=row.id,
            version=row.version,
            number=row.number,
            outcome=row.outcome,
            score=row.score,
            reasons=tuple(orjson.loads(row.reasons)),
            cause=row.cause,
            decided_at=moment(row.decided_at),
            superseded_by=row.superseded_by,
        )
        for row in session.rows(_PAST, {"merchant": merchant, "order": order_id})
    ]


def current_of(session: ReadSession, merchant: str, order_id: str) -> DecisionRow | None:
    """The decision that counts."""
    row = session.first(_CURRENT, {"merchant": merchant, "order": order_id})
    return None if row is None else _decision(row)


def ids_by_outcome(session: ReadSession, merchant: str, outcomes: Sequence[str]) -> Iterator[str]:
    """The ids of all orders whose current decision is one of these, oldest decision first, a thousand at a time."""
    last = ""
    while True:
        bound = {"merchant": merchant, "outcomes": list(outcomes), "last": last}
        rows = session.rows(_BY_OUTCOME, bound)
        yield from (row.order_id for row in rows)
        if not rows:
            return
        last = rows[-1].id


def ids_since(session: ReadSession, merchant: str, since: datetime | None) -> Iterator[str]:
    """The ids of all decisions made from a moment on, oldest first, a thousand at a time."""
    last = ""
    while True:
        bound = {"merchant": merchant, "since": 0 if since is None else microseconds(since), "last": last}
        rows = session.rows(_SINCE, bound)
        yield from (row.id for row in rows)
        if not rows:
            return
        last = rows[-1].id


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose an order is, and what counts of it."""

    merchant: str
    version: int
    outcome: str
    score: int


def whose(session: ReadSession, order_id: str) -> Owner | None:
    """For code that works for all merchants, such as a worker's."""
    row = session.first(_WHOSE, {"order": order_id})
    return None if row is None else Owner(row.merchant_id, row.version, row.outcome, row.score)


def listed(
    session: ReadSession,
    merchant: str,
    limit: int,
    *,
    before: str | None = None,
    outcome: str | None = None,
    shop: str | None = None,
    ref: str | None = None,
    ids: Sequence[str] = (),
    shops: frozenset[str] | None = None,
) -> Sequence[Listed]:
    """Orders by their current decision, newest decision first, from behind the decision `before`; perhaps of some
    `shops` only, or those with these `ids`."""
    statement: Select[tuple[object, ...]] = _NAMED if ids or ref is not None else _LISTING
    bound: dict[str, object] = {"merchant": merchant, "limit": limit}
    for name, column, value in (("outcome", _COLUMNS.outcome, outcome), ("shop", _COLUMNS.shop, shop)):
        if value is not None:
            statement, bound = statement.where(column == bindparam(name)), bound | {name: value}
    if ref is not None:
        named = _named(session, merchant, ref)
        if not named:
            return ()
        statement = statement.where(ORDER_VERSION.c.ref == ref, _COLUMNS.order_id.in_(named))
    if ids:
        statement = statement.where(_COLUMNS.order_id.in_(sorted(set(ids))))
    if shops is not None:
        statement = statement.where(_COLUMNS.shop.in_(sorted(shops)))
    if before is not None:
        statement, bound = statement.where(_COLUMNS.id < bindparam("before")), bound | {"before": before}
    return [_line(row) for row in session.rows(statement, bound)]


def _named(session: ReadSession, merchant: str, ref: str) -> Sequence[str]:
    """Orders that the merchant calls so, first: else a database might look through all decisions for them."""
    version = ORDER_VERSION.c
    asked = select(version.order_id).where(version.merchant_id == merchant, version.ref == ref).distinct()
    return sorted(str(row.order_id) for row in session.rows(asked, {}))


def listed_when(session: ReadSession, merchant: str, moments: Sequence[int]) -> Sequence[Listed]:
    """Orders that were placed at one of these moments, in microseconds, by their current decision."""
    version = ORDER_VERSION.c
    asked = select(version.order_id).where(version.merchant_id == merchant, version.placed_at.in_(moments)).distinct()
    found = sorted(str(row.order_id) for row in session.rows(asked, {}))
    statement = _NAMED.limit(None).where(_COLUMNS.order_id.in_(found))
    return [_line(row) for row in session.rows(statement, {"merchant": merchant})] if found else ()


def _line(row: Row[tuple[object, ...]]) -> Listed:
    return Listed(
        order_id=row.order_id,
        version=row.version,
        merchant=row.merchant_id,
        shop=row.shop,
        channel=row.channel,
        ref=row.ref,
        country=row.country,
        currency=row.currency,
        total=row.total,
        placed_at=moment(row.placed_at),
        decision=row.decision,
        outcome=row.outcome,
        score=row.score,
        reasons=tuple(orjson.loads(row.reasons)),
        decided_at=moment(row.decided_at),
    )


def _decision(row: Row[tuple[object, ...]]) -> DecisionRow:
    plain = {name: getattr(row, name) for name in _PLAIN}
    return DecisionRow(
        **plain
        | {
            "merchant": row.merchant_id,
            "reasons": tuple(orjson.loads(row.reasons)),
            "placed_at": moment(row.placed_at),
            "decided_at": moment(row.decided_at),
            "said": None if row.said is None else str(row.said).encode(),
            "content": unpack(bytes(row.content)),
            "trace": unpack(bytes(row.trace)),
            "sealed": None if row.sealed is None else bytes(row.sealed),
        }
    )
