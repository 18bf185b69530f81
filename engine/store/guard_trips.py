"""Trips of the guard as rows: one open trip of a subject and a measure, until somebody acknowledges it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, bindparam, select, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import GUARD_TRIP


@dataclass(frozen=True, slots=True, kw_only=True)
class TripRow:
    """A trip. `asked` is what the policy says should follow, `done` what did, `note` why that was less."""

    id: str
    merchant: str
    subject: str
    measure: str
    counted: int
    orders: int
    limit_percent: int
    asked: str
    done: str
    edition: str
    note: str
    tripped_at: datetime
    state: str = "open"
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None

    @property
    def percent(self) -> float:
        """The share, in percent."""
        return 100 * self.counted / self.orders


_COLUMNS = GUARD_TRIP.c
_MINE = _COLUMNS.merchant_id == bindparam("merchant")
_LATEST = select(GUARD_TRIP).where(_MINE).order_by(_COLUMNS.tripped_at.desc(), _COLUMNS.id.desc())
_ONE = select(GUARD_TRIP).where(_MINE, _COLUMNS.id == bindparam("which"))
_LAST_OF = _LATEST.where(_COLUMNS.subject == bindparam("subject"), _COLUMNS.measure == bindparam("measure")).limit(1)
_ACKNOWLEDGE = (
    update(GUARD_TRIP)
    .where(_MINE, _COLUMNS.id == bindparam("which"), _COLUMNS.state == "open")
    .values(state="acknowledged", acknowledged_at=bindparam("when"), acknowledged_by=bindparam("whom"))
)
_PLAIN = (
    "id", "subject", "measure", "counted", "orders", "limit_percent", "asked", "done", "edition", "note", "state",
    "acknowledged_by",
)  # fmt: skip


def add_trip(session: WriteSession, trip: TripRow) -> None:
    """Adds a trip. Raises StoreConflict when one of its subject and measure is open."""
    values = {name: getattr(trip, name) for name in _PLAIN}
    session.add(GUARD_TRIP, [values | {"merchant_id": trip.merchant, "tripped_at": microseconds(trip.tripped_at)}])


def trip_of(session: ReadSession, merchant: str, trip: str) -> TripRow | None:
    """A trip by its id; None for another merchant's."""
    row = session.first(_ONE, {"merchant": merchant, "which": trip})
    return None if row is None else _trip(row)


def last_trip(session: ReadSession, merchant: str, subject: str, measure: str) -> TripRow | None:
    """The newest trip of a subject and a measure."""
    row = session.first(_LAST_OF, {"merchant": merchant, "subject": subject, "measure": measure})
    return None if row is None else _trip(row)


def trips(session: ReadSession, merchant: str, limit: int) -> Sequence[TripRow]:
    """The newest first."""
    return [_trip(row) for row in session.rows(_LATEST.limit(limit), {"merchant": merchant})]


def acknowledge_trip(session: WriteSession, merchant: str, trip: str, by: str, at: datetime) -> bool:
    """Says that somebody has seen it; False when it is not open."""
    bound = {"merchant": merchant, "which": trip, "whom": by, "when": microseconds(at)}
    return session.run(_ACKNOWLEDGE, bound) == 1


def _trip(row: Row[tuple[object, ...]]) -> TripRow:
    return TripRow(
        merchant=row.merchant_id,
        **{name: getattr(row, name) for name in _PLAIN},
        tripped_at=moment(row.tripped_at),
        acknowledged_at=None if row.acknowledged_at is None else moment(row.acknowledged_at),
    )
