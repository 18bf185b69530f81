"""Order files, their rows, and column profiles as rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Join, Row, bindparam, delete, func, select, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import COLUMN_PROFILE, DECISION, HOLD, ORDER_FILE, ORDER_FILE_ROW, SUBMISSION

WAITING, READ, REFUSED = "waiting", "read", "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFile:
    """A file of orders. `sealed` is its content until every row was taken out; `read_until` the last that was.

    `orders` counts what was found in it, readable or not; `code` and `detail` say why a file was refused whole.
    """

    id: str
    merchant: str
    shop: str
    kind: str
    state: str
    digest: str
    created_at: datetime
    created_by: str
    profile: str | None = None
    seal_key: bytes | None = None
    sealed: bytes | None = None
    headers: str = "[]"
    read_until: int = 0
    orders: int = 0
    code: str | None = None
    detail: str = ""
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """An order of a file: what stood there (`cells`, sealed), and the submission that it became."""

    file_id: str
    number: int
    merchant: str
    submission_id: str
    person: int
    seal_key: bytes | None
    cells: bytes | None


@dataclass(frozen=True, slots=True)
class KeptProfile:
    """A merchant's own column profile; `content` is JSON."""

    name: str
    content: str
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An order of a file as it stands now; without `order_id` none was made of its row yet, or ever."""

    number: int
    submission_id: str
    state: str
    ref: str | None
    order_id: str | None
    outcome: str | None
    reasons: tuple[str, ...]


NOBODY, BUYER = "nobody", "buyer"
_THEN, _NOW = DECISION.alias("then"), DECISION.alias("standing_now")
_F, _R, _P = ORDER_FILE.c, ORDER_FILE_ROW.c, COLUMN_PROFILE.c
_ROW_FIELDS = (_R.file_id, _R.number, _R.merchant_id, _R.submission_id, _R.person, _R.seal_key, _R.cells)
_FORGET = (
    update(ORDER_FILE_ROW)
    .where(_R.merchant_id == bindparam("merchant"), _R.person.in_(bindparam("persons", expanding=True)))
    .values(seal_key=None, cells=None)
)


def add_file(session: WriteSession, file: OrderFile) -> None:
    """Adds one. Raises StoreConflict when the same content is there."""
    session.add(ORDER_FILE, [_values(file)])


def wait_again(session: WriteSession, file: OrderFile) -> bool:
    """Lets one that was refused whole be read once more, as it was sent now; false when it is not refused any more."""
    again = _values(file) | {"state": WAITING, "code": None, "detail": "", "read_at": None}
    return session.run(update(ORDER_FILE).where(_F.id == file.id, _F.state == REFUSED).values(**again)) == 1


def file_of(session: ReadSession, merchant: str, id_: str) -> OrderFile | None:
    """One by its id."""
    row = session.first(select(ORDER_FILE).where(_F.merchant_id == merchant, _F.id == id_))
    return None if row is None else _file(row)


def file_by_digest(session: ReadSession, merchant: str, digest: str) -> OrderFile | None:
    """The one of this content."""
    row = session.first(select(ORDER_FILE).where(_F.merchant_id == merchant, _F.digest == digest))
    return None if row is None else _file(row)


def files_after(
    session: ReadSession, merchant: str, before: str, limit: int, shops: frozenset[str] | None = None
) -> Sequence[OrderFile]:
    """Files, the newest first, from behind an id; of these shops where they are named."""
    wanted = [_F.merchant_id == merchant, _F.id < before]
    if shops is not None:
        wanted.append(_F.shop.in_(sorted(shops)))
    return [_file(row) for row in session.rows(select(ORDER_FILE).where(*wanted).order_by(_F.id.desc()).limit(limit))]


def add_rows(session: WriteSession, rows: Iterable[FileRow]) -> None:
    """Adds rows of a file. Raises StoreConflict where one is there already."""
    session.add(
        ORDER_FILE_ROW,
        [
            {
                "file_id": each.file_id,
                "number": each.number,
                "merchant_id": each.merchant,
                "submission_id": each.submission_id,
                "person": each.person,
                "seal_key": each.seal_key,
                "cells": each.cells,
            }
            for each in rows
        ],
    )


def rows_of(session: ReadSession, merchant: str, file_id: str, after: int, limit: int) -> Sequence[FileRow]:
    """Rows of a file by their numbers, from behind one."""
    chosen = (
        select(*_ROW_FIELDS)
        .where(_R.merchant_id == merchant, _R.file_id == file_id, _R.number > after)
        .order_by(_R.number)
        .limit(limit)
    )
    return [_row(row) for row in session.rows(chosen)]


def states_of(session: ReadSession, merchant: str, file_id: str) -> dict[str, int]:
    """How many orders of a file wait, were decided, were refused."""
    counted = (
        select(SUBMISSION.c.state, func.count().label("orders"))
        .join(ORDER_FILE_ROW, _R.submission_id == SUBMISSION.c.id)
        .where(_R.merchant_id == merchant, _R.file_id == file_id)
        .group_by(SUBMISSION.c.state)
    )
    return {str(row.state): int(row.orders) for row in session.rows(counted)}


def acting_of(session: ReadSession, merchant: str, file_id: str) -> dict[str, int]:
    """Who acts on how many orders of a file as they stand now: `nobody` on what is admitted or cancelled, `buyer` on
    what asks, else whoever an open hold names. An order that waits for several counts for each of them."""
    standing = _standing()
    kept = standing.join(HOLD, (HOLD.c.order_id == _NOW.c.order_id) & (HOLD.c.state == "open"))
    holding = (
        select(HOLD.c.actor, func.count(func.distinct(_NOW.c.order_id)).label("orders"))
        .select_from(kept)
        .where(_R.merchant_id == merchant, _R.file_id == file_id, _NOW.c.outcome == "hold")
        .group_by(HOLD.c.actor)
    )
    plain = (
        select(_NOW.c.outcome, func.count().label("orders"))
        .select_from(standing)
        .where(_R.merchant_id == merchant, _R.file_id == file_id)
        .group_by(_NOW.c.outcome)
    )
    by = {str(row.outcome): int(row.orders) for row in session.rows(plain)}
    acting = {NOBODY: by.get("admit", 0) + by.get("cancel", 0), BUYER: by.get("ask_customer", 0)}
    acting |= {str(row.actor): int(row.orders) for row in session.rows(holding)}
    return {name: many for name, many in acting.items() if many}


def standing_after(session: ReadSession, merchant: str, file_id: str, after: int, limit: int) -> Sequence[Standing]:
    """Orders of a file by their rows, from behind one, as each stands now."""
    columns = (_R.number, _R.submission_id, SUBMISSION.c.state, SUBMISSION.c.ref, _NOW.c.order_id, _NOW.c.outcome,
               _NOW.c.reasons)  # fmt: skip
    chosen = (
        select(*columns)
        .select_from(_standing(inner=False))
        .where(_R.merchant_id == merchant, _R.file_id == file_id, _R.number > after)
        .order_by(_R.number)
        .limit(limit)
    )
    return [
        Standing(
            number=row.number,
            submission_id=row.submission_id,
            state=row.state,
            ref=row.ref,
            order_id=row.order_id,
            outcome=row.outcome,
            reasons=() if row.reasons is None else tuple(orjson.loads(row.reasons)),
        )
        for row in session.rows(chosen)
    ]


def note_read(session: WriteSession, file_id: str, read_until: int, orders: int, headers: str) -> None:
    """So far its rows were taken out."""
    far = {"read_until": read_until, "orders": _F.orders + orders, "headers": headers}
    session.run(update(ORDER_FILE).where(_F.id == file_id, _F.state == WAITING).values(**far))


def end_read(session: WriteSession, file_id: str, detail: str, at: datetime) -> None:
    """All rows were taken out: the file itself is kept no longer. `detail` says what in it was not looked at."""
    ended = {"state": READ, "read_at": microseconds(at), "detail": detail, "seal_key": None, "sealed": None}
    session.run(update(ORDER_FILE).where(_F.id == file_id, _F.state == WAITING).values(**ended))


def end_refused(session: WriteSession, file_id: str, code: str, detail: str, at: datetime) -> None:
    """Nothing can be read from it."""
    ended = {"state": REFUSED, "read_at": microseconds(at), "code": code, "detail": detail, "seal_key": None,
             "sealed": None}  # fmt: skip
    session.run(update(ORDER_FILE).where(_F.id == file_id, _F.state == WAITING).values(**ended))


def forget_file_rows(session: WriteSession, merchant: str, persons: Sequence[int]) -> int:
    """Destroys what stood in the rows of these persons; answers in how many."""
    return session.run(_FORGET, {"merchant": merchant, "persons": list(persons)}) if persons else 0


def purge_files(session: WriteSession, before: datetime, most: int) -> int:
    """Takes out some files that were sent before a moment, with their rows; answers how many files."""
    old = [str(row.id) for row in session.rows(select(_F.id).where(_F.created_at < microseconds(before)).limit(most))]
    session.run(delete(ORDER_FILE_ROW).where(_R.file_id.in_(old)))
    return session.run(delete(ORDER_FILE).where(_F.id.in_(old)))


def _standing(*, inner: bool = True) -> Join:
    """Rows with what was decided of them, and with what counts of that order now."""
    sent = ORDER_FILE_ROW.join(SUBMISSION, _R.submission_id == SUBMISSION.c.id)
    decided = sent.join(_THEN, _THEN.c.id == SUBMISSION.c.decision_id, isouter=not inner)
    current = (_NOW.c.order_id == _THEN.c.order_id) & _NOW.c.superseded_by.is_(None)
    return decided.join(_NOW, current, isouter=not inner)


def put_profile(session: WriteSession, merchant: str, profile: KeptProfile) -> None:
    """Puts it in the place of the one of this name."""
    values = {
        "content": profile.content,
        "changed_at": microseconds(profile.changed_at),
        "changed_by": profile.changed_by,
    }
    same = (_P.merchant_id == merchant, _P.name == profile.name)
    if not session.run(update(COLUMN_PROFILE).where(*same).values(**values)):
        session.add(COLUMN_PROFILE, [{"merchant_id": merchant, "name": profile.name, **values}])


def profiles_of(session: ReadSession, merchant: str) -> Sequence[KeptProfile]:
    """All of a merchant, by name."""
    chosen = select(COLUMN_PROFILE).where(_P.merchant_id == merchant).order_by(_P.name)
    return [
        KeptProfile(str(row.name), str(row.content), moment(row.changed_at), str(row.changed_by))
        for row in session.rows(chosen)
    ]


def drop_profile(session: WriteSession, merchant: str, name: str) -> bool:
    """Takes it out; false where there is none."""
    return session.run(delete(COLUMN_PROFILE).where(_P.merchant_id == merchant, _P.name == name)) == 1


def _values(file: OrderFile) -> dict[str, object]:
    return {
        "id": file.id,
        "merchant_id": file.merchant,
        "shop": file.shop,
        "kind": file.kind,
        "state": file.state,
        "digest": file.digest,
        "profile": file.profile,
        "seal_key": file.seal_key,
        "sealed": file.sealed,
        "headers": file.headers,
        "created_at": microseconds(file.created_at),
        "created_by": file.created_by,
    }


def _file(row: Row[tuple[object, ...]]) -> OrderFile:
    return OrderFile(
        id=row.id,
        merchant=row.merchant_id,
        shop=row.shop,
        kind=row.kind,
        state=row.state,
        digest=row.digest,
        created_at=moment(row.created_at),
        created_by=row.created_by,
        profile=row.profile,
        seal_key=None if row.seal_key is None else bytes(row.seal_key),
        sealed=None if row.sealed is None else bytes(row.sealed),
        headers=row.headers,
        read_until=row.read_until,
        orders=row.orders,
        code=row.code,
        detail=row.detail,
        read_at=None if row.read_at is None else moment(row.read_at),
    )


def _row(row: Row[tuple[object, ...]]) -> FileRow:
    return FileRow(
        file_id=row.file_id,
        number=row.number,
        merchant=row.merchant_id,
        submission_id=row.submission_id,
        person=row.person,
        seal_key=None if row.seal_key is None else bytes(row.seal_key),
        cells=None if row.cells is None else bytes(row.cells),
    )
