"""The feed of events and the audit chain: numbered by one writer at a time, never changed.

A reader who asks for all behind the last number that it saw misses nothing: the next number is given under a lock
that is held until it is committed.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Row, bindparam, func, select, text, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import AUDIT, AUDIT_HEAD, EVENT

ALL = "*"  # the chain is one for all merchants
FIRST = "0" * 64  # what the first entry of the chain names as the one before it
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


_LAST_EVENT = select(func.coalesce(func.max(EVENT.c.seq), 0))
_LAST_OF_ORDER = select(func.coalesce(func.max(EVENT.c.order_seq), 0)).where(EVENT.c.order_id == bindparam("order"))
_KNOWN = select(EVENT.c.id).where(EVENT.c.id.in_(bindparam("ids", expanding=True)))
_AFTER = (
    select(EVENT)
    .where(EVENT.c.merchant_id == bindparam("merchant"), EVENT.c.seq > bindparam("after"))
    .order_by(EVENT.c.seq)
    .limit(bindparam("limit"))
)
_OF_ORDER = (
    select(EVENT)
    .where(EVENT.c.merchant_id == bindparam("merchant"), EVENT.c.order_id == bindparam("order"))
    .order_by(EVENT.c.order_seq)
)
_LAST_AUDIT = select(AUDIT.c.seq, AUDIT.c.digest).order_by(AUDIT.c.seq.desc()).limit(1)
_HEAD = select(AUDIT_HEAD.c.seq, AUDIT_HEAD.c.digest)
_MOVE_HEAD = update(AUDIT_HEAD).values(seq=bindparam("to"), digest=bindparam("now"))
_AUDITS = select(AUDIT).where(AUDIT.c.seq > bindparam("after")).order_by(AUDIT.c.seq).limit(bindparam("limit"))


def lock_feed(session: WriteSession) -> None:
    """Makes this the only transaction that numbers anything, until it ends."""
    if session.dialect == "postgresql":  # SQLite has but one writer
        session.rows(_LOCK)


def add_events(session: WriteSession, events: Sequence[NewEvent]) -> None:
    """Numbers and adds the events of one order; those that are there already are left out."""
    if not events:
        return
    lock_feed(session)
    known = {row.id for row in session.rows(_KNOWN, {"ids": [each.id for each in events]})}
    new = [each for each in events if each.id not in known]
    last, of_order = session.number(_LAST_EVENT), session.number(_LAST_OF_ORDER, {"order": events[0].order_id})
    session.add(EVENT, [_event_row(each, last + step, of_order + step) for step, each in enumerate(new, start=1)])


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


def events_after(session: ReadSession, merchant: str, after: int, limit: int) -> Sequence[Event]:
    """The feed behind a number."""
    return [_event(row) for row in session.rows(_AFTER, {"merchant": merchant, "after": after, "limit": limit})]


def events_of(session: ReadSession, merchant: str, order_id: str) -> Sequence[Event]:
    """The events of one order."""
    return [_event(row) for row in session.rows(_OF_ORDER, {"merchant": merchant, "order": order_id})]


def add_audit(
    session: WriteSession, *, merchant: str, at: datetime, actor: str, action: str, subject: str, data: object
) -> None:
    """Appends to the chain."""
    lock_feed(session)
    last = session.first(_LAST_AUDIT)
    row: dict[str, object] = {
        "seq": 1 if last is None else last.seq + 1,
        "merchant_id": merchant,
        "at": microseconds(at),
        "actor": actor,
        "action": action,
        "subject": subject,
        "data": orjson.dumps(data, option=orjson.OPT_SORT_KEYS).decode(),
        "previous": FIRST if last is None else last.digest,
    }
    digest = chained(row)
    session.add(AUDIT, [row | {"digest": digest}])
    if session.run(_MOVE_HEAD, {"to": row["seq"], "now": digest}) == 0:
        session.add(AUDIT_HEAD, [{"merchant_id": ALL, "seq": row["seq"], "digest": digest}])


def chained(row: Mapping[str, object]) -> str:
    """SHA-256 over an entry without its digest."""
    return hashlib.sha256(orjson.dumps(dict(row), option=orjson.OPT_SORT_KEYS)).hexdigest()


def audits(session: ReadSession, after: int, limit: int) -> Sequence[AuditEntry]:
    """Entries of the chain, of all merchants, behind a number."""
    return [shown_entry(row) for row in session.rows(_AUDITS, {"after": after, "limit": limit})]


def audit_head(session: ReadSession) -> tuple[int, str]:
    """The number and digest of the last entry, as they were noted when it was written; 0 before there is one."""
    row = session.first(_HEAD)
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
