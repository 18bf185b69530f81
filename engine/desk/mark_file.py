"""Files of marks: CSV in UTF-8 with a heading row (RFC 4180), columns in any order.

Read, values are made into tokens on the way in and are kept nowhere. Written, there are hints instead of values, so
that a file that was written cannot be read again.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from engine.desk.errors import DeskError, MarkRefused
from engine.desk.marks import Entry, Wanted, read_entry
from engine.desk.row_fault import RowFault
from engine.mark import EVERYWHERE
from engine.spreadsheets import harmless
from engine.store.marks import OF_MARK, MarkRow

MOST_BYTES = 10 << 20
MOST_ROWS = 20_000
LONGEST = {"kind": 16, "value": 512, "verdict": 16, "scope": 160, "reason": 64, "note": 1000, "until": 40}
COLUMNS = tuple(LONGEST)
NEEDED = ("kind", "value", "verdict", "reason")
WRITTEN = (
    "id", "kind", "hint", "verdict", "scope", "reason", "note", "until", "source", "source_id", "state", "since", "by",
    "revoked_at", "revoked_by", "revoked_why",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MarkFile:
    """The entries that can be taken in, and the faults of all others."""

    entries: tuple[Entry, ...]
    faults: tuple[RowFault, ...]


def read_marks(content: bytes, now: datetime) -> MarkFile:
    """Reads a file. Raises MarkRefused when it is no such file at all."""
    if len(content) > MOST_BYTES:
        raise MarkRefused("file", f"has more than {MOST_BYTES} bytes; send it in parts")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MarkRefused("file", "is not UTF-8; save it as CSV in UTF-8") from error
    entries: list[Entry] = []
    faults: list[RowFault] = []
    for line, row in _rows(text):
        found = _entry(row, line, now)
        (entries if isinstance(found, Entry) else faults).append(found)  # type: ignore[arg-type]
    return MarkFile(tuple(entries), tuple(faults))


def written_marks(rows: Iterable[MarkRow], now: datetime) -> Iterator[str]:
    """Lines of a file, the heading first."""
    yield _line(WRITTEN)
    for row in rows:
        mark = row.mark
        moments = [None if each is None else each.isoformat() for each in (mark.until, mark.since, row.revoked_at)]
        values = {
            **{name: getattr(mark, name) for name in OF_MARK},
            "hint": row.hint,
            "note": row.note,
            "until": moments[0],
            "state": row.state_at(now),
            "since": moments[1],
            "by": row.created_by,
            "revoked_at": moments[2],
            "revoked_by": row.revoked_by,
            "revoked_why": row.revoked_why,
        }
        yield _line([harmless(values[name] or "") for name in WRITTEN])


def _line(values: Sequence[str]) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerow(values)
    return made.getvalue()


def _rows(text: str) -> Iterator[tuple[int, Mapping[str | None, object]]]:
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        _check(rows.fieldnames or ())
        before = rows.line_num
        for number, row in enumerate(rows, 1):
            if number > MOST_ROWS:
                raise MarkRefused("file", f"has more than {MOST_ROWS} rows; send it in parts")
            if any(row.values()):
                yield before + 1, row
            before = rows.line_num
    except csv.Error as error:
        raise MarkRefused("file", f"has a row that is no CSV, line {rows.line_num}: {error}") from error


def _check(found: Sequence[str]) -> None:
    unknown = [name for name in found if name not in COLUMNS]
    if unknown:
        raise MarkRefused("file", f"has the column `{unknown[0]}`; columns are {', '.join(COLUMNS)}")
    if len(set(found)) != len(found) or not set(NEEDED) <= set(found):
        raise MarkRefused("file", f"needs the columns {', '.join(NEEDED)}, and each column once")


def _entry(row: Mapping[str | None, object], line: int, now: datetime) -> Entry | RowFault:
    if None in row or None in row.values():
        return RowFault(line, "", "has more or fewer values than the heading")
    values = {str(name): str(value).strip() for name, value in row.items()}
    for name, longest in LONGEST.items():
        value = values.get(name, "")
        if len(value) > longest or "\0" in value:
            return RowFault(line, name, f"must have at most {longest} characters")
    until = _moment(values.get("until", ""))
    if isinstance(until, str):
        return RowFault(line, "until", until)
    wanted = Wanted(
        verdict=values["verdict"],
        reason=values["reason"],
        scope=values.get("scope") or EVERYWHERE,
        note=values.get("note", ""),
        until=until,
    )
    entry = Entry(kind=values["kind"], value=values["value"], wanted=wanted)
    try:
        read_entry(entry, now)
    except MarkRefused as refused:
        return RowFault(line, refused.field, refused.detail)
    except DeskError as error:  # the end lies in the past
        return RowFault(line, "until", str(error))
    return entry


def _moment(text: str) -> datetime | str | None:
    """A day counts to its end, UTC."""
    if not text:
        return None
    try:
        if len(text) == len("2026-11-25"):
            return datetime.combine(date.fromisoformat(text), time.max, UTC)
        found = datetime.fromisoformat(text)
    except ValueError:
        return f"must be a day or a moment, such as 2026-11-25, not `{text[:20]}`"
    return found if found.tzinfo is not None else "must have its zone, such as 2026-11-25T12:00:00Z"
