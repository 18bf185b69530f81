"""The feed of events and the audit chain: numbered by one writer at a time, never changed.

A reader who asks for all behind the last number that it saw misses nothing: the next number is given under a lock
that is held until it is committed.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import orjson
from sqlalchemy import ColumnElement, Row, bindparam, func, or_, select, text, update

from engine.clock import microseconds, moment
from engine.ids import TimeOrderedIds
from engine.store.order_shops import of_shops
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import AUDIT, AUDIT_HEAD, EVENT
from engine.store.webhook_fanout import Fresh, fan_out

Item = TypeVar("Item")
ALL = "*"  # the chain is one for all merchants
MIXED_UP = timedelta(hours=1)
FIRST = "0" * 64  # what the first entry of the chain names as the one before it
_IDS = TimeOrderedIds()
_LOCK = text("SELECT pg_advisory_xact_lock(4202)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to an order. `order_seq` counts the events of one order from 1."""

    seq: int
    id: str
    merchant: str
    type: str
    order_id: str
    order_seq: int
    data: Mapping[str, object]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event that is to be numbered."""

    id: str
    merchant: str
    type: str
    order_id: str
    data: Mapping[str, object]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did what to what. `digest` covers the entry and the digest of the one before."""

    seq: int
    merchant: str
    at: datetime
    actor: str
    action: str
    subject: str
    data: str
    previous: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A part of the feed: behind `after`, up to `until`; `types` are patterns such as `order.*`, none means all.

    Of some `shops` only, what is about no order is left out too.
    """

    after: int
    until: int
    types: tuple[str, ...] = ()
    order_id: str | None = None
    shops: frozenset[str] | None = None


# The last number, the last of each order, and those of the events that are there already: asked at once, in one text
# for any number of them.
_LISTS = {
    "sqlite": ("SELECT value FROM json_each(:orders)", "SELECT value FROM json_each(:ids)"),
    "postgresql": (
        "SELECT json_array_elements_text(CAST(:orders AS json))",
        "SELECT json_array_elements_text(CAST(:ids AS json))",
    ),
}
_STANDING = {
    dialect: text(
        f"WITH told(id) AS ({orders}), fresh(id) AS ({ids}) "  # noqa: S608 - our own words
        "SELECT 'last' AS what, '' AS id, coalesce((SELECT max(seq) FROM event), 0) AS number "
        "UNION ALL SELECT 'order', told.id, coalesce("
        "(SELECT max(order_seq) FROM event WHERE event.order_id = told.id), 0) FROM told "
        "UNION ALL SELECT 'event', event.id, event.seq FROM fresh CROSS JOIN event WHERE event.id = fresh.id"
    )
    for dialect, (orders, ids) in _LISTS.items()
}
_AFTER = (
    select(EVENT)
    .where(EVENT.c.merchant_id == bindparam("merchant"), EVENT.c.seq > bindparam("after"))
    .order_by(EVENT.c.seq)
    .limit(bindparam("limit"))
)
_HEAD = select(func.coalesce(func.max(EVENT.c.seq), 0)).where(EVENT.c.merchant_id == bindparam("merchant"))
_ONE = select(EVENT).where(EVENT.c.merchant_id == bindparam("merchant"), EVENT.c.id == bindparam("event"))
_AT_NUMBER = (
    select(EVENT.c.seq, EVENT.c.at)
    .where(EVENT.c.merchant_id == bindparam("merchant"), EVENT.c.seq >= bindparam("seq"))
    .order_by(EVENT.c.seq)
    .limit(1)
)
_OF_ORDER = (
    select(EVENT)
    .where(EVENT.c.merchant_id == bindparam("merchant"), EVENT.c.order_id == bindparam("order"))
    .order_by(EVENT.c.order_seq)
)
_LAST_AUDIT = select(AUDIT.c.seq, AUDIT.c.digest).order_by(AUDIT.c.seq.desc()).limit(1)
_AUDIT_HEAD = select(AUDIT_HEAD.c.seq, AUDIT_HEAD.c.digest)
_MOVE_HEAD = update(AUDIT_HEAD).values(seq=bindparam("to"), digest=bindparam("now"))
_AUDITS = select(AUDIT).where(AUDIT.c.seq > bindparam("after")).order_by(AUDIT.c.seq).limit(bindparam("limit"))


def lock_feed(session: WriteSession) -> None:
    """Makes this the only transaction that numbers anything, until it ends. Whoever has other rows by then takes it at
    the end: see `under_lock`."""
    if session.dialect == "postgresql":  # SQLite has but one writer
        session.rows(_LOCK)


def under_lock(session: WriteSession, write: Callable[[WriteSession, Sequence[Item]], None], item: Item) -> None:
    """Has something written at the end of the transaction, as the only one that numbers anything.

    So the lock is the last that a transaction takes, and is held for as long as it takes to commit: nobody who waits
    for it has what its holder waits for.
    """
    session.at_end(_locked, None, is_last=True)
    session.at_end(write, item, is_last=True)


def _locked(session: WriteSession, _: Sequence[None]) -> None:
    lock_feed(session)


def add_events(session: WriteSession, events: Sequence[NewEvent]) -> None:
    """Has events numbered and added when the transaction ends, in this order, and sent to whoever listens; those that
    are there already are left out."""
    for each in events:
        under_lock(session, _add_numbered, each)


def _add_numbered(session: WriteSession, events: Sequence[NewEvent]) -> None:
    asked = {"orders": _json(dict.fromkeys(each.order_id for each in events)), "ids": _json(each.id for each in events)}
    standing = session.rows(_STANDING[session.dialect], asked)
    known = {row.id for row in standing if row.what == "event"}
    of_order = {row.id: row.number for row in standing if row.what == "order"}
    last = next(row.number for row in standing if row.what == "last")
    rows: list[dict[str, object]] = []
    fresh: dict[str, list[Fresh]] = {}
    for event in events:
        if event.id in known:
            continue
        known.add(event.id)
        last += 1
        of_order[event.order_id] += 1
        rows.append(_event_row(event, last, of_order[event.order_id]))
        fresh.setdefault(event.merchant, []).append(_fresh(event, last))
    session.add(EVENT, rows)
    now = max(each.at for each in events)
    for told in fresh.values():
        fan_out(session, _IDS, told, now)


def _json(texts: Iterable[str]) -> str:
    return orjson.dumps(list(texts)).decode()


def _fresh(event: NewEvent, seq: int) -> Fresh:
    return Fresh(id=event.id, seq=seq, merchant=event.merchant, type=event.type, order_id=event.order_id)


def _event_row(event: NewEvent, seq: int, order_seq: int) -> dict[str, object]:
    return {
        "seq": seq,
        "id": event.id,
        "merchant_id": event.merchant,
        "type": event.type,
        "order_id": event.order_id,
        "order_seq": order_seq,
        "data": orjson.dumps(event.data).decode(),
        "at": microseconds(event.at),
    }


def events_after(
    session: ReadSession, merchant: str, after: int, limit: int, shops: frozenset[str] | None = None
) -> Sequence[Event]:
    """The feed behind a number; of some `shops` only, what is about no order is left out too."""
    wanted = _AFTER if shops is None else _AFTER.where(of_shops(EVENT.c.order_id, merchant, shops))
    return [_event(row) for row in session.rows(wanted, {"merchant": merchant, "after": after, "limit": limit})]


def head_of(session: ReadSession, merchant: str) -> int:
    """The number of a merchant's newest event; 0 when there is none. All up to it are there to be read."""
    return session.number(_HEAD, {"merchant": merchant})


def event_of(session: ReadSession, merchant: str, event: str) -> Event | None:
    """One event; None for another merchant's."""
    row = session.first(_ONE, {"merchant": merchant, "event": event})
    return None if row is None else _event(row)


def number_before(session: ReadSession, merchant: str, since: datetime) -> int:
    """A number behind which all events since a moment stand; some that are a little older may, too.

    By halving, since moments have no index. Events are numbered as they are told of, so that those of an hour may be
    mixed up with one another, but no more.
    """
    wanted = microseconds(since - MIXED_UP)
    low, high = 0, head_of(session, merchant)
    while low < high:
        middle = (low + high) // 2
        row = session.first(_AT_NUMBER, {"merchant": merchant, "seq": middle + 1})
        if row is None or row.at >= wanted:
            high = middle
        else:
            low = row.seq
    return low


def events_between(session: ReadSession, merchant: str, chosen: Chosen, limit: int) -> Sequence[Event]:
    """The feed behind one number and up to another, of some types and of one order where that is chosen."""
    found = select(EVENT).where(
        EVENT.c.merchant_id == merchant, EVENT.c.seq > chosen.after, EVENT.c.seq <= chosen.until
    )
    if chosen.order_id is not None:
        found = found.where(EVENT.c.order_id == chosen.order_id)
    if chosen.shops is not None:
        found = found.where(of_shops(EVENT.c.order_id, merchant, chosen.shops))
    if chosen.types:
        found = found.where(or_(*(_means(each) for each in chosen.types)))
    return [_event(row) for row in session.rows(found.order_by(EVENT.c.seq).limit(limit))]


def _means(pattern: str) -> ColumnElement[bool]:
    family = pattern.removesuffix("*")
    if family == pattern:
        return EVENT.c.type == pattern
    return EVENT.c.type.startswith(family, autoescape=True)


def events_of(session: ReadSession, merchant: str, order_id: str) -> Sequence[Event]:
    """The events of one order."""
    return [_event(row) for row in session.rows(_OF_ORDER, {"merchant": merchant, "order": order_id})]


def add_audit(
    session: WriteSession, *, merchant: str, at: datetime, actor: str, action: str, subject: str, data: object
) -> None:
    """Has an entry appended to the chain when the transaction ends."""
    entry: dict[str, object] = {
        "merchant_id": merchant,
        "at": microseconds(at),
        "actor": actor,
        "action": action,
        "subject": subject,
        "data": orjson.dumps(data, option=orjson.OPT_SORT_KEYS).decode(),
    }
    under_lock(session, _append, entry)


def _append(session: WriteSession, entries: Sequence[Mapping[str, object]]) -> None:
    last = session.first(_LAST_AUDIT)
    seq, digest = (0, FIRST) if last is None else (last.seq, last.digest)
    rows: list[dict[str, object]] = []
    for entry in entries:
        seq += 1
        row = {**entry, "seq": seq, "previous": digest}
        digest = chained(row)
        rows.append(row | {"digest": digest})
    session.add(AUDIT, rows)
    if session.run(_MOVE_HEAD, {"to": seq, "now": digest}) == 0:
        session.add(AUDIT_HEAD, [{"merchant_id": ALL, "seq": seq, "digest": digest}])


def chained(row: Mapping[str, object]) -> str:
    """SHA-256 over an entry without its digest."""
    return hashlib.sha256(orjson.dumps(dict(row), option=orjson.OPT_SORT_KEYS)).hexdigest()


def audits(session: ReadSession, after: int, limit: int) -> Sequence[AuditEntry]:
    """Entries of the chain, of all merchants, behind a number."""
    return [shown_entry(row) for row in session.rows(_AUDITS, {"after": after, "limit": limit})]


def audit_head(session: ReadSession) -> tuple[int, str]:
    """The number and digest of the last entry, as they were noted when it was written; 0 before there is one."""
    row = session.first(_AUDIT_HEAD)
    return (0, FIRST) if row is None else (row.seq, row.digest)


def first_broken(session: ReadSession, batch: int = 1000) -> int | None:
    """The number of the first entry that does not follow from the one before, or is missing; None when the chain is
    whole."""
    # The head first: entries that come while we read lie behind it.
    head, digest = audit_head(session)
    previous, seq = FIRST, 0
    while entries := session.rows(_AUDITS, {"after": seq, "limit": batch}):
        for row in entries:
            follows = row.seq == seq + 1 and row.previous == previous and is_its_own(row)
            if not follows or (row.seq == head and row.digest != digest):
                return seq + 1
            previous, seq = row.digest, row.seq
    return seq + 1 if seq < head or (seq and not head) else None


def is_its_own(row: Row[tuple[object, ...]]) -> bool:
    """Whether a row's digest is of its values."""
    values = {str(name): value for name, value in row._mapping.items() if name != "digest"}  # noqa: SLF001
    return chained(values) == str(row.digest)


def _event(row: Row[tuple[object, ...]]) -> Event:
    return Event(
        seq=row.seq,
        id=row.id,
        merchant=row.merchant_id,
        type=row.type,
        order_id=row.order_id,
        order_seq=row.order_seq,
        data=orjson.loads(row.data),
        at=moment(row.at),
    )


def shown_entry(row: Row[tuple[object, ...]]) -> AuditEntry:
    """A row as it is handed on."""
    return AuditEntry(
        seq=row.seq,
        merchant=row.merchant_id,
        at=moment(row.at),
        actor=row.actor,
        action=row.action,
        subject=row.subject,
        data=row.data,
        previous=row.previous,
        digest=row.digest,
    )
