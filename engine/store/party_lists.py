"""Editions of lists of denied parties as rows; their files are blobs by content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import orjson
from sqlalchemy import Row, bindparam, func, select, text, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import PARTY_LIST


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEdition:
    """One edition of one list. `files` are digests of blobs; `retired_at` is when another took its place."""

    id: str
    merchant: str
    name: str
    source: str
    title: str
    dated: date | None
    digest: str
    files: tuple[str, ...]
    entries: int
    faults: int
    origin: str
    loaded_at: datetime
    loaded_by: str
    retired_at: datetime | None = None


_COLUMNS = PARTY_LIST.c
_MINE = _COLUMNS.merchant_id == bindparam("merchant")
_IN_FORCE = select(PARTY_LIST).where(_MINE, text("retired_at IS NULL")).order_by(_COLUMNS.name)
_RETIRE = (
    update(PARTY_LIST)
    .where(_MINE, _COLUMNS.name == bindparam("which"), text("retired_at IS NULL"))
    .values(retired_at=bindparam("at"))
)
_IDS = select(_COLUMNS.id).where(_MINE, text("retired_at IS NULL")).order_by(_COLUMNS.id)
_CHANGED = select(func.max(_COLUMNS.loaded_at).label("loaded"), func.max(_COLUMNS.retired_at).label("retired")).where(
    _MINE
)
_PLAIN = ("id", "name", "source", "title", "digest", "entries", "faults", "origin", "loaded_by")


def lists_in_force(session: ReadSession, merchant: str) -> Sequence[ListEdition]:
    """Those that orders are screened against, by name."""
    return [_edition(row) for row in session.rows(_IN_FORCE, {"merchant": merchant})]


def ids_in_force(session: ReadSession, merchant: str) -> tuple[str, ...]:
    """Their ids: as long as these are the same, so is everything about them."""
    return tuple(row.id for row in session.rows(_IDS, {"merchant": merchant}))


def last_change(session: ReadSession, merchant: str) -> datetime | None:
    """When a list last came into force, or was taken out of it; None when there never was any."""
    row = session.rows(_CHANGED, {"merchant": merchant})[0]
    moments = [each for each in (row.loaded, row.retired) if each is not None]
    return moment(max(moments)) if moments else None


def put_in_force(session: WriteSession, edition: ListEdition) -> None:
    """Retires the edition before. Raises StoreConflict when somebody put another in force at the same time."""
    retire(session, edition.merchant, edition.name, edition.loaded_at)
    session.add(
        PARTY_LIST,
        [
            {name: getattr(edition, name) for name in _PLAIN}
            | {
                "merchant_id": edition.merchant,
                "dated": None if edition.dated is None else edition.dated.isoformat(),
                "files": orjson.dumps(edition.files).decode(),
                "loaded_at": microseconds(edition.loaded_at),
            }
        ],
    )


def retire(session: WriteSession, merchant: str, name: str, at: datetime) -> bool:
    """Takes a list out of force; False when it was not."""
    return session.run(_RETIRE, {"merchant": merchant, "which": name, "at": microseconds(at)}) == 1


def _edition(row: Row[tuple[object, ...]]) -> ListEdition:
    return ListEdition(
        merchant=row.merchant_id,
        **{name: getattr(row, name) for name in _PLAIN},
        dated=None if row.dated is None else date.fromisoformat(row.dated),
        files=tuple(orjson.loads(row.files)),
        loaded_at=moment(row.loaded_at),
        retired_at=None if row.retired_at is None else moment(row.retired_at),
    )
