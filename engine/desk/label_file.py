"""Labels from a CSV file: each row judged by itself, so that a faulty one keeps no other from being taken.

Columns are `order_id` (its id here, or the merchant's own), `kind`, `source`, and, if wanted, `reason_code`,
`known_at`, `note` and `shop`, which tells orders of one number apart. So the files of `clearway simulate` can be taken
as they are; their `scheme` is not read, and rows of what nobody ever learns are passed over.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TypeAlias

from engine.anomaly.kept_label import EVERY_KIND
from engine.desk.desk import Caller, Desk
from engine.desk.labelling import note_label
from engine.desk.row_fault import RowFault
from engine.spreadsheets import bare
from engine.store.decision_rows import current_of, listed
from engine.store.order_rows import newest_version
from engine.store.sessions import ReadSession, WriteSession

NEEDED = ("order_id", "kind", "source")
MAY_BE = ("reason_code", "known_at", "note", "shop", "scheme")
SOURCES = ("chargeback", "analyst", "refund", "trusted")  # the usual ones; others are kept as they are
LONGEST = {"source": 64, "reason_code": 64, "note": 1000, "order_id": 128, "shop": 128}
SEVERAL = 2
AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A label that a row asks for."""

    order_id: str
    kind: str
    source: str
    reason_code: str | None
    note: str
    known_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a file came to: labels `added`, `moved` to an earlier moment, that `stood` already; and faulty rows."""

    counted: Mapping[str, int]
    faults: tuple[RowFault, ...]


class _Bad(Exception):
    """A value that cannot be used."""

    def __init__(self, column: str, said: str) -> None:
        self.column = column
        self.said = said


Judged: TypeAlias = Wanted | RowFault


class _NothingKeptError(Exception):
    """Undoes what was written on trial."""


def try_labels(desk: Desk, caller: Caller, lines: Iterable[str]) -> Taken:
    """What taking a file would come to; nothing is kept."""
    with desk.database.read() as session:
        judged = list(_judged(session, caller, lines, desk.clock.now()))
    wanted = [each for each in judged if isinstance(each, Wanted)]
    counted: Counter[str] = Counter()

    def tried() -> None:
        with desk.database.write() as session:
            counted.update(_noted(desk, session, caller, wanted))
            raise _NothingKeptError

    with suppress(_NothingKeptError):
        tried()
    return Taken(counted=counted, faults=tuple(each for each in judged if isinstance(each, RowFault)))


def take_labels(desk: Desk, caller: Caller, lines: Iterable[str], *, strict: bool = False) -> Taken:
    """Takes the labels of a file that can be taken; with `strict` none where one row is faulty."""
    with desk.database.read() as session:
        judged = list(_judged(session, caller, lines, desk.clock.now()))
    faults = tuple(each for each in judged if isinstance(each, RowFault))
    wanted = [each for each in judged if isinstance(each, Wanted)]
    counted: Counter[str] = Counter()
    if not (strict and faults):
        for start in range(0, len(wanted), AT_ONCE):
            counted.update(_written(desk, caller, wanted[start : start + AT_ONCE]))
    return Taken(counted=counted, faults=faults)


def _written(desk: Desk, caller: Caller, wanted: Sequence[Wanted]) -> list[str]:
    with desk.database.write() as session:
        return _noted(desk, session, caller, wanted)


def _noted(desk: Desk, session: WriteSession, caller: Caller, wanted: Sequence[Wanted]) -> list[str]:
    return [
        note_label(
            desk,
            session,
            caller,
            each.order_id,
            each.kind,
            source=each.source,
            note=each.note,
            known_at=each.known_at,
            reason_code=each.reason_code,
        ).came_to
        for each in wanted
    ]


def _judged(session: ReadSession, caller: Caller, lines: Iterable[str], now: datetime) -> Iterator[Judged]:
    reader = csv.DictReader(lines, restkey="", strict=True)
    try:
        header = [name.strip() for name in reader.fieldnames or ()]
        reader.fieldnames = header
        missing = [name for name in NEEDED if name not in header]
        strange = [name for name in header if name not in {*NEEDED, *MAY_BE}]
        if missing or strange or len(set(header)) < len(header):
            yield RowFault(1, "", _of_header(missing, strange))
            return
        for row in reader:
            if row.get("scheme") and not row.get("source") and not row.get("known_at"):
                continue  # planted, and nobody ever learned of it
            yield _row(session, caller, reader.line_num, row, now)
    except csv.Error as error:
        yield RowFault(reader.line_num, "", f"this is no CSV from here on ({error}); the rest was not read")


def _of_header(missing: Sequence[str], strange: Sequence[str]) -> str:
    if missing:
        return f"the header lacks {', '.join(missing)}"
    known = ", ".join((*NEEDED, *MAY_BE))
    return f"the header names {', '.join(strange)}; there is {known}" if strange else "the header names a column twice"


def _row(session: ReadSession, caller: Caller, line: int, row: Mapping[str, object], now: datetime) -> Judged:
    if row.get(""):
        return RowFault(line, "", "the row has more values than the header has columns")
    values = {name: bare(str(value or "").strip()) for name, value in row.items()}
    try:
        for name, most in LONGEST.items():
            _short(name, values.get(name, ""), most)
        kind, source = _one_of("kind", values["kind"], EVERY_KIND), _source(values["source"])
        known_at = _moment(values.get("known_at", ""), now)
        order_id = _order(session, caller, values["order_id"], values.get("shop") or None)
        _after_its_order(session, caller.merchant, order_id, known_at)
    except _Bad as bad:
        return RowFault(line, bad.column, bad.said)
    return Wanted(
        order_id=order_id,
        kind=kind,
        source=source,
        reason_code=values.get("reason_code") or None,
        note=values.get("note", ""),
        known_at=known_at,
    )


def _short(name: str, value: str, most: int) -> None:
    if len(value) > most or "\x00" in value:
        raise _Bad(name, f"write up to {most} characters")


def _one_of(name: str, value: str, words: Sequence[str]) -> str:
    if value not in words:
        raise _Bad(name, f"`{value[:40]}` is none of {', '.join(words)}")
    return value


def _source(value: str) -> str:
    """Whoever said so: disputes and the API name sources of their own, and what is exported can be imported again."""
    if not value.isprintable() or not value:
        raise _Bad("source", f"write who said so, such as {', '.join(SOURCES)}")
    return value


def _moment(text: str, now: datetime) -> datetime:
    if not text:
        return now
    try:
        found = datetime.combine(date.fromisoformat(text), time(), UTC) if len(text) == len("2026-01-31") else None
        found = datetime.fromisoformat(text) if found is None else found
    except ValueError as error:
        raise _Bad("known_at", "write a day such as 2026-01-31, or a moment such as 2026-01-31T09:30:00Z") from error
    if found.tzinfo is None:
        raise _Bad("known_at", "the moment has no zone; end it with Z or an offset such as +08:00")
    if found > now:
        raise _Bad("known_at", "nothing is known in the future")
    return found


def _order(session: ReadSession, caller: Caller, named: str, shop: str | None) -> str:
    if not named:
        raise _Bad("order_id", "write the order's id here, or the merchant's own")
    known = current_of(session, caller.merchant, named)
    if known is not None and (caller.shops is None or known.shop in caller.shops):
        return named
    found = listed(session, caller.merchant, SEVERAL, ref=named, shop=shop, shops=caller.shops)
    if not found:
        raise _Bad("order_id", f"there is no order `{named}`")
    if len(found) > 1:
        raise _Bad("order_id", f"several orders are called `{named}`; name its shop, or its id here")
    return found[0].order_id


def _after_its_order(session: ReadSession, merchant: str, order_id: str, known_at: datetime) -> None:
    version = newest_version(session, merchant, order_id)
    if version is not None and known_at < version.placed_at.replace(hour=0, minute=0, second=0, microsecond=0):
        raise _Bad("known_at", f"it lies before the order, which was placed at {version.placed_at.isoformat()}")
