"""The audit as it is read: entries of one merchant, newest first; and the anchors that are signed over its chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, bindparam, select

from engine.clock import microseconds, moment
from engine.store.feed import ALL, AuditEntry, shown_entry
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import AUDIT, AUDIT_ANCHOR

_PLACE = select(AUDIT.c.digest).where(AUDIT.c.seq == bindparam("seq"))
_ANCHORS = (
    select(AUDIT_ANCHOR)
    .where(AUDIT_ANCHOR.c.number > bindparam("after"))
    .order_by(AUDIT_ANCHOR.c.number)
    .limit(bindparam("limit"))
)
_LAST = select(AUDIT_ANCHOR).order_by(AUDIT_ANCHOR.c.number.desc()).limit(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """That the chain had this digest at this number at that moment. `number` counts anchors from 1."""

    number: int
    seq: int
    digest: str
    at: datetime
    previous: str
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditWanted:
    """Which entries: all where nothing is named. `action` may be the beginning of one, such as `order`; `since` counts,
    `until` does not."""

    subject: str | None = None
    actor: str | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def entries_of(
    session: ReadSession, merchant: str, wanted: AuditWanted, limit: int, before: int | None = None
) -> Sequence[AuditEntry]:
    """Entries of a merchant before a number, newest first."""
    asked: list[ColumnElement[bool]] = [AUDIT.c.merchant_id == merchant]
    if before is not None:
        asked.append(AUDIT.c.seq < before)
    if wanted.subject is not None:
        asked.append(AUDIT.c.subject == wanted.subject)
    if wanted.actor is not None:
        asked.append(AUDIT.c.actor == wanted.actor)
    if wanted.action is not None:
        asked.append(
            (AUDIT.c.action == wanted.action) | AUDIT.c.action.startswith(f"{wanted.action}.", autoescape=True)
        )
    if wanted.since is not None:
        asked.append(AUDIT.c.at >= microseconds(wanted.since))
    if wanted.until is not None:
        asked.append(AUDIT.c.at < microseconds(wanted.until))
    rows = session.rows(select(AUDIT).where(*asked).order_by(AUDIT.c.seq.desc()).limit(limit))
    return [shown_entry(row) for row in rows]


def digest_at(session: ReadSession, seq: int) -> str | None:
    """The digest of one entry; None where there is no such entry."""
    row = session.first(_PLACE, {"seq": seq})
    return None if row is None else str(row.digest)


def add_anchor(session: WriteSession, anchor: Anchor) -> None:
    """Keeps an anchor. Raises StoreConflict when somebody added this number."""
    values = {name: getattr(anchor, name) for name in ("number", "seq", "digest", "previous", "signature")}
    session.add(AUDIT_ANCHOR, [values | {"merchant_id": ALL, "at": microseconds(anchor.at)}])


def last_anchor(session: ReadSession) -> Anchor | None:
    """The newest anchor; None before there is one."""
    row = session.first(_LAST)
    return None if row is None else _anchor(row)


def anchors(session: ReadSession, after: int, limit: int) -> Sequence[Anchor]:
    """Anchors behind a number, oldest first."""
    return [_anchor(row) for row in session.rows(_ANCHORS, {"after": after, "limit": limit})]


def _anchor(row: Row[tuple[object, ...]]) -> Anchor:
    return Anchor(
        number=row.number,
        seq=row.seq,
        digest=row.digest,
        at=moment(row.at),
        previous=row.previous,
        signature=row.signature,
    )
