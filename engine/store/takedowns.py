"""Notices against articles as rows, and a bounded look through live orders for those that hold one of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import Row, bindparam, select, text, update

from engine.clock import microseconds, moment
from engine.order.line import Line
from engine.store.decision_rows import LIVE
from engine.store.packing import unpack
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import DECISION, ORDER_VERSION, TAKEDOWN
from engine.takedown import Takedown, sku_key


@dataclass(frozen=True, slots=True, kw_only=True)
class TakedownRow:
    """A notice with who sent it and what became of it. `dated` is the notice's own date."""

    notice: Takedown
    merchant: str
    reason: str
    complainant: str
    dated: date | None
    added_at: datetime
    added_by: str
    lifted_at: datetime | None = None
    lifted_by: str | None = None
    note: str = ""

    @property
    def state(self) -> str:
        """`active` or `lifted`."""
        return "active" if self.lifted_at is None else "lifted"


@dataclass(frozen=True, slots=True)
class LiveOrder:
    """An order that is not cancelled, its current decision, and its document without personal values."""

    order_id: str
    decision: str
    document: bytes


_COLUMNS = TAKEDOWN.c
_MINE = _COLUMNS.merchant_id == bindparam("merchant")
# In the very words of the indexes on part of the table.
_ACTIVE = text("state = 'active'")
_IN_FORCE = select(_COLUMNS.id, _COLUMNS.sku, _COLUMNS.title, _COLUMNS.reference).where(
    _MINE, _ACTIVE, _COLUMNS.sku_key.in_(bindparam("skus", expanding=True))
)
_KNOWN = select(_COLUMNS.digest).where(_MINE, _ACTIVE, _COLUMNS.digest.in_(bindparam("digests", expanding=True)))
_ONE = select(TAKEDOWN).where(_MINE, _COLUMNS.id == bindparam("takedown"))
_LISTING = (
    select(TAKEDOWN).where(_MINE, _COLUMNS.id > bindparam("after")).order_by(_COLUMNS.id).limit(bindparam("limit"))
)
_LIFT = update(TAKEDOWN).where(_MINE, _COLUMNS.id == bindparam("takedown"), _ACTIVE).values(state="lifted")
_LIVE = (
    select(DECISION.c.id, DECISION.c.order_id, ORDER_VERSION.c.document)
    .join(
        ORDER_VERSION,
        (ORDER_VERSION.c.order_id == DECISION.c.order_id) & (ORDER_VERSION.c.version == DECISION.c.version),
    )
    .where(
        DECISION.c.merchant_id == bindparam("merchant"),
        DECISION.c.superseded_by.is_(None),
        DECISION.c.outcome.in_(LIVE),
        DECISION.c.placed_at >= bindparam("since"),
        DECISION.c.id > bindparam("after"),
    )
    .order_by(DECISION.c.id)
    .limit(bindparam("limit"))
)
AT_ONCE = 500  # bound parameters of one statement


def in_force_against(session: ReadSession, merchant: str, lines: Sequence[Line]) -> tuple[Takedown, ...]:
    """Notices in force that concern one of the lines, in one statement."""
    keys = sorted({sku_key(line.sku) for line in lines if line.sku is not None} | {""})
    rows = session.rows(_IN_FORCE, {"merchant": merchant, "skus": keys})
    found = sorted((_notice(row) for row in rows), key=lambda notice: notice.id)
    return tuple(each for each in found if any(each.concerns(line.sku, line.title) for line in lines))


def add_takedowns(session: WriteSession, rows: Sequence[TakedownRow]) -> Sequence[TakedownRow]:
    """Adds those that are not in force already, and answers them."""
    by_digest = {_digest(row): row for row in reversed(rows)}
    digests = list(by_digest)
    for first in range(0, len(digests), AT_ONCE):
        bound = {"merchant": rows[0].merchant, "digests": digests[first : first + AT_ONCE]}
        for known in session.rows(_KNOWN, bound):
            del by_digest[known.digest]
    added = sorted(by_digest.items(), key=lambda each: each[1].notice.id)
    session.add(TAKEDOWN, [_values(row, digest) for digest, row in added])
    return [row for _, row in added]


def takedown_of(session: ReadSession, merchant: str, takedown: str) -> TakedownRow | None:
    """One notice; None for another merchant's."""
    row = session.first(_ONE, {"merchant": merchant, "takedown": takedown})
    return None if row is None else _row(row)


def takedowns(
    session: ReadSession, merchant: str, limit: int, after: str = "", *, active: bool = False
) -> Sequence[TakedownRow]:
    """Notices, oldest first, from behind this id; with `active`, those in force."""
    statement = _LISTING.where(_ACTIVE) if active else _LISTING
    return [_row(row) for row in session.rows(statement, {"merchant": merchant, "limit": limit, "after": after})]


def lift_takedown(session: WriteSession, row: TakedownRow, by: str, at: datetime, note: str) -> TakedownRow | None:
    """Ends a notice; None when somebody ended it meanwhile."""
    lifted = _LIFT.values(lifted_at=microseconds(at), lifted_by=by, note=note)
    if session.run(lifted, {"merchant": row.merchant, "takedown": row.notice.id}) != 1:
        return None
    return replace(row, lifted_at=at, lifted_by=by, note=note)


def live_orders(session: ReadSession, merchant: str, since: datetime, limit: int, after: str) -> Sequence[LiveOrder]:
    """Orders placed since a moment that are not cancelled, by their current decision, from behind one."""
    bound = {"merchant": merchant, "since": microseconds(since), "limit": limit, "after": after}
    return [LiveOrder(row.order_id, row.id, unpack(row.document)) for row in session.rows(_LIVE, bound)]


def _digest(row: TakedownRow) -> str:
    notice = row.notice
    told = (sku_key(notice.sku or ""), (notice.title or "").casefold(), notice.reference)
    return sha256("\x1f".join(told).encode()).hexdigest()


def _values(row: TakedownRow, digest: str) -> dict[str, object]:
    notice = row.notice
    return {
        "id": notice.id,
        "merchant_id": row.merchant,
        "sku": notice.sku or "",
        "sku_key": sku_key(notice.sku or ""),
        "title": notice.title or "",
        "reason": row.reason,
        "complainant": row.complainant,
        "reference": notice.reference,
        "dated": None if row.dated is None else row.dated.isoformat(),
        "digest": digest,
        "state": "active",
        "added_at": microseconds(row.added_at),
        "added_by": row.added_by,
        "note": row.note,
    }


def _notice(row: Row[tuple[object, ...]]) -> Takedown:
    return Takedown(id=row.id, sku=row.sku or None, title=row.title or None, reference=row.reference)


def _row(row: Row[tuple[object, ...]]) -> TakedownRow:
    return TakedownRow(
        notice=_notice(row),
        merchant=row.merchant_id,
        reason=row.reason,
        complainant=row.complainant,
        dated=None if row.dated is None else date.fromisoformat(row.dated),
        added_at=moment(row.added_at),
        added_by=row.added_by,
        lifted_at=None if row.lifted_at is None else moment(row.lifted_at),
        lifted_by=row.lifted_by,
        note=row.note,
    )
