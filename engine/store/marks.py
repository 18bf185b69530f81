"""Marks as rows, and the one question that a decision asks: which are on the order's keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Row, bindparam, or_, select, text, update

from engine.clock import microseconds, moment
from engine.errors import StoreConflict
from engine.mark import Mark
from engine.store.decision_rows import LIVE
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import DECISION, MARK, ORDER_VERSION

MOST_ORDERS = 200  # of one person


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    """A mark with its token, and what became of it. `order_id` is the order from which it was taken."""

    mark: Mark
    merchant: str
    token: int
    hint: str
    created_by: str
    note: str = ""
    order_id: str | None = None
    state: str = "active"
    revoked_at: datetime | None = None
    revoked_by: str | None = None
    revoked_why: str = ""

    @property
    def place(self) -> tuple[int, str, str, str]:
        """What there is one active mark of."""
        return self.token, self.mark.verdict, self.mark.scope, self.mark.kind

    def state_at(self, at: datetime) -> str:
        """`active`, `over` once its end has come, or `revoked`."""
        until = self.mark.until
        return "over" if self.state == "active" and until is not None and until <= at else self.state


_COLUMNS = MARK.c
_MINE = _COLUMNS.merchant_id == bindparam("merchant")
_ACTIVE = text("state = 'active'")  # in the very words of the indexes on part of the table
_ON = select(MARK).where(_MINE, _ACTIVE, _COLUMNS.token.in_(bindparam("tokens", expanding=True)))
_ONE = select(MARK).where(_MINE, _COLUMNS.id == bindparam("which"))
_LISTING = select(MARK).where(_MINE, _COLUMNS.id > bindparam("after")).order_by(_COLUMNS.id).limit(bindparam("limit"))
_EXTEND = update(MARK).where(_MINE, _COLUMNS.id == bindparam("which"), _ACTIVE).values(until=bindparam("end"))
_END = update(MARK).where(_MINE, _COLUMNS.id == bindparam("which"), _ACTIVE)
_FORGET = update(MARK).where(_MINE).values(hint="", note="", revoked_why="")
_FORGET_ORDERS = _FORGET.where(_COLUMNS.order_id.in_(bindparam("orders", expanding=True)))
_FORGET_TOKENS = _FORGET.where(_COLUMNS.token.in_(bindparam("tokens", expanding=True)))
_THEIRS = select(ORDER_VERSION.c.order_id).where(
    ORDER_VERSION.c.merchant_id == bindparam("merchant"), ORDER_VERSION.c.person == bindparam("whom")
)
_LIVE_THEIRS = (
    select(DECISION.c.order_id)
    .where(
        DECISION.c.merchant_id == bindparam("merchant"),
        DECISION.c.superseded_by.is_(None),
        DECISION.c.outcome.in_(LIVE),
        DECISION.c.order_id.in_(_THEIRS),
    )
    .order_by(DECISION.c.order_id.desc())
    .limit(MOST_ORDERS)
)
_PLAIN = ("hint", "note", "created_by", "order_id", "state", "revoked_by", "revoked_why", "token")
OF_MARK = ("id", "kind", "verdict", "scope", "reason", "source", "source_id")
FILTERS = ("kind", "verdict", "reason", "source", "order_id")


def marks_on(session: ReadSession, merchant: str, tokens: Iterable[int]) -> tuple[Mark, ...]:
    """Active marks on these keys, oldest first, in one statement; some may be of other shops, or over by now."""
    return tuple(row.mark for row in active_on(session, merchant, tokens))


def active_on(session: ReadSession, merchant: str, tokens: Iterable[int]) -> Sequence[MarkRow]:
    """The same with all that is kept of them."""
    rows = session.rows(_ON, {"merchant": merchant, "tokens": sorted(set(tokens))})
    return sorted((_row(row) for row in rows), key=lambda row: row.mark.id)


def add_marks(session: WriteSession, rows: Sequence[MarkRow]) -> None:
    """Adds marks. Raises StoreConflict where the same one is active already."""
    session.add(MARK, [_values(row) for row in rows])


def mark_of(session: ReadSession, merchant: str, mark: str) -> MarkRow | None:
    """One mark; None for another merchant's."""
    row = session.first(_ONE, {"merchant": merchant, "which": mark})
    return None if row is None else _row(row)


def marks(
    session: ReadSession,
    merchant: str,
    limit: int,
    after: str = "",
    *,
    active_at: datetime | None = None,
    **wanted: str | None,
) -> Sequence[MarkRow]:
    """Marks, oldest first, from behind this id; `wanted` has values of `FILTERS`. `active_at` leaves out those that are
    over by then or were revoked."""
    statement = _LISTING
    if active_at is not None:
        goes_on = or_(_COLUMNS.until.is_(None), _COLUMNS.until > microseconds(active_at))
        statement = statement.where(_ACTIVE, goes_on)
    for name in FILTERS:
        if wanted.get(name) is not None:
            statement = statement.where(_COLUMNS[name] == wanted[name])
    return [_row(row) for row in session.rows(statement, {"merchant": merchant, "limit": limit, "after": after})]


def extend_mark(session: WriteSession, row: MarkRow, until: datetime | None) -> MarkRow:
    """Lets an active mark count for longer; None for ever. Raises StoreConflict when somebody ended it meanwhile."""
    end = None if until is None else microseconds(until)
    if session.run(_EXTEND, {"merchant": row.merchant, "which": row.mark.id, "end": end}) != 1:
        raise StoreConflict("somebody ended the mark meanwhile")
    return replace(row, mark=replace(row.mark, until=until))


def put_away(session: WriteSession, row: MarkRow) -> None:
    """Notes that a mark's end has come, so that the key can be marked anew."""
    session.run(_END.values(state="over"), {"merchant": row.merchant, "which": row.mark.id})


def revoke_mark(session: WriteSession, row: MarkRow, by: str, at: datetime, why: str) -> MarkRow | None:
    """Ends a mark; None when somebody ended it meanwhile."""
    ended = _END.values(state="revoked", revoked_at=microseconds(at), revoked_by=by, revoked_why=why)
    if session.run(ended, {"merchant": row.merchant, "which": row.mark.id}) != 1:
        return None
    return replace(row, state="revoked", revoked_at=at, revoked_by=by, revoked_why=why)


def forget_hints(session: WriteSession, merchant: str, orders: Sequence[str], tokens: Sequence[int] = ()) -> int:
    """Takes hints, notes and reasons of revoking out of marks that were taken from these orders or are on these keys;
    tokens stay."""
    touched = session.run(_FORGET_ORDERS, {"merchant": merchant, "orders": list(orders)}) if orders else 0
    return touched + (session.run(_FORGET_TOKENS, {"merchant": merchant, "tokens": list(tokens)}) if tokens else 0)


def orders_of_person(session: ReadSession, merchant: str, person: int) -> Sequence[str]:
    """All orders of a person."""
    rows = session.rows(_THEIRS.distinct(), {"merchant": merchant, "whom": person})
    return sorted(row.order_id for row in rows)


def live_orders_of_person(session: ReadSession, merchant: str, person: int) -> Sequence[str]:
    """Orders of a person that are not cancelled, the newest first, some hundreds at most."""
    return [row.order_id for row in session.rows(_LIVE_THEIRS, {"merchant": merchant, "whom": person})]


def _values(row: MarkRow) -> dict[str, object]:
    mark = row.mark
    return {
        **{name: getattr(mark, name) for name in OF_MARK},
        **{name: getattr(row, name) for name in _PLAIN},
        "merchant_id": row.merchant,
        "until": None if mark.until is None else microseconds(mark.until),
        "created_at": microseconds(mark.since),
        "revoked_at": None if row.revoked_at is None else microseconds(row.revoked_at),
    }


def _row(row: Row[tuple[object, ...]]) -> MarkRow:
    return MarkRow(
        mark=Mark(
            **{name: getattr(row, name) for name in OF_MARK},
            since=moment(row.created_at),
            until=None if row.until is None else moment(row.until),
        ),
        merchant=row.merchant_id,
        **{name: getattr(row, name) for name in _PLAIN},
        revoked_at=None if row.revoked_at is None else moment(row.revoked_at),
    )
