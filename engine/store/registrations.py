"""Registrations as rows: one current version of each, and the versions before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import orjson
from sqlalchemy import Row, bindparam, select, text, update

from engine.clock import microseconds, moment
from engine.registration import Registration
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import REGISTRATION, SETTING

WARNING = "registration_warning_days"
USUAL_WARNING_DAYS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationRow:
    """A version of a registration. `told` is what has been told of its end: `nothing`, `expiring` or `expired`."""

    registration: Registration
    version: int
    merchant: str
    holder: str
    evidence: str
    created_at: datetime
    created_by: str
    state: str = "current"
    told: str = "nothing"
    ended_at: datetime | None = None
    ended_by: str | None = None


_COLUMNS = REGISTRATION.c
_MINE = _COLUMNS.merchant_id == bindparam("merchant")
_IS_CURRENT = text("state = 'current'")  # in the very words of the indexes on part of the table
_DAYS = (
    select(SETTING.c.value)
    .where(SETTING.c.merchant_id == _COLUMNS.merchant_id, SETTING.c.name == WARNING)
    .scalar_subquery()
    .label("warning")
)
_ALL = select(REGISTRATION, _DAYS)
_CURRENT = _ALL.where(_MINE, _IS_CURRENT).order_by(_COLUMNS.id)
_PAGE = _ALL.where(_MINE, _IS_CURRENT, _COLUMNS.id > bindparam("after")).order_by(_COLUMNS.id).limit(bindparam("limit"))
_HISTORY = _ALL.where(_MINE, _COLUMNS.id == bindparam("which")).order_by(_COLUMNS.version.desc())
_WHO_KEEP = select(_COLUMNS.merchant_id).distinct().where(_IS_CURRENT)
_THIS = (_MINE, _COLUMNS.id == bindparam("which"), _COLUMNS.version == bindparam("seen"), _COLUMNS.state == "current")
_CLOSE = (
    update(REGISTRATION)
    .where(*_THIS)
    .values(state=bindparam("how"), ended_at=bindparam("when"), ended_by=bindparam("whom"))
)
_TOLD = update(REGISTRATION).where(*_THIS, _COLUMNS.told == bindparam("before")).values(told=bindparam("word"))


def add_registration(session: WriteSession, row: RegistrationRow) -> None:
    """Adds a version. Raises StoreConflict when the same registration is there already."""
    one = row.registration
    values = {
        "id": one.id,
        "version": row.version,
        "merchant_id": row.merchant,
        "kind": one.kind,
        "country": one.country,
        "entity": one.entity or "",
        "shop": one.shop or "",
        "number": one.number,
        "holder": row.holder,
        "valid_from": None if one.valid_from is None else one.valid_from.isoformat(),
        "valid_to": None if one.valid_to is None else one.valid_to.isoformat(),
        "evidence": row.evidence,
        "state": row.state,
        "told": row.told,
        "created_at": microseconds(row.created_at),
        "created_by": row.created_by,
    }
    session.add(REGISTRATION, [values])


def current_registrations(session: ReadSession, merchant: str) -> Sequence[RegistrationRow]:
    """All that count now or did until they ran out, in one statement."""
    return [_row(row) for row in session.rows(_CURRENT, {"merchant": merchant})]


def registrations_after(
    session: ReadSession,
    merchant: str,
    limit: int,
    after: str = "",
    *,
    entity: str | None = None,
    shop: str | None = None,
) -> Sequence[RegistrationRow]:
    """Current ones from behind an id; where an entity or a shop is named, those that count for it."""
    bound: dict[str, object] = {"merchant": merchant, "limit": limit, "after": after}
    statement = _PAGE
    for name, asked in (("entity", entity), ("shop", shop)):
        if asked is not None:
            statement = statement.where(REGISTRATION.c[name].in_(("", bindparam(name))))
            bound[name] = asked
    return [_row(row) for row in session.rows(statement, bound)]


def versions_of(session: ReadSession, merchant: str, registration: str) -> Sequence[RegistrationRow]:
    """All versions of a registration, newest first; none for another merchant's."""
    return [_row(row) for row in session.rows(_HISTORY, {"merchant": merchant, "which": registration})]


def merchants_with_registrations(session: ReadSession) -> Sequence[str]:
    """Who keeps any."""
    return [str(row.merchant_id) for row in session.rows(_WHO_KEEP)]


def close_registration(session: WriteSession, row: RegistrationRow, state: str, at: datetime, by: str) -> bool:
    """Makes a version one of the past, `replaced` or `ended`; False when somebody did meanwhile."""
    bound = {"merchant": row.merchant, "which": row.registration.id, "seen": row.version}
    return session.run(_CLOSE, bound | {"how": state, "when": microseconds(at), "whom": by}) == 1


def note_told(session: WriteSession, row: RegistrationRow, word: str) -> bool:
    """Notes what has been told of its end; False when that was told before."""
    bound = {"merchant": row.merchant, "which": row.registration.id, "seen": row.version}
    return session.run(_TOLD, bound | {"before": row.told, "word": word}) == 1


def _row(row: Row[tuple[object, ...]]) -> RegistrationRow:
    ends = None if row.valid_to is None else date.fromisoformat(row.valid_to)
    return RegistrationRow(
        registration=Registration(
            id=row.id,
            kind=row.kind,
            country=row.country,
            number=row.number,
            entity=row.entity or None,
            shop=row.shop or None,
            valid_from=None if row.valid_from is None else date.fromisoformat(row.valid_from),
            valid_to=ends,
            warned_from=None if ends is None else ends - timedelta(days=_days(row.warning)),
        ),
        version=row.version,
        merchant=row.merchant_id,
        holder=row.holder,
        evidence=row.evidence,
        created_at=moment(row.created_at),
        created_by=row.created_by,
        state=row.state,
        told=row.told,
        ended_at=None if row.ended_at is None else moment(row.ended_at),
        ended_by=row.ended_by,
    )


def _days(set_: str | None) -> int:
    found = None if set_ is None else orjson.loads(set_)
    return found if isinstance(found, int) else USUAL_WARNING_DAYS
