"""List files (CSV: value, from, until, reference, by, reason) -> dated entries, with the position of every fault."""

import csv
from collections.abc import Iterable
from datetime import date
from io import StringIO
from pathlib import PurePosixPath
from typing import NamedTuple

from engine.rulebook.book import STATED_BY, ListEntry
from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.form import parse_day
from engine.rulebook.list_kinds import ListKind, ListTerms, has_kind, like
from engine.rulebook.source import Span

COLUMNS = ("value", "from", "until", "reference", "by", "reason")
ALWAYS = COLUMNS[:5]
LONGEST_VALUE = 256
USUAL = ListTerms()


class _Row(NamedTuple):
    """The cells of one line by column, and where each stands."""

    cells: dict[str, str]
    spans: dict[str, Span]


def read_list(path: str, text: str, faults: Faults, terms: ListTerms = USUAL) -> tuple[ListEntry, ...]:
    """The entries, in the order of their values and first days, so that the order of lines says nothing."""
    found: dict[str, list[ListEntry]] = {}
    for row in _rows(path, text, faults):
        entry = _entry(row, faults, terms.kind)
        if entry is not None:
            same = found.setdefault(entry.value, [])
            _check_once(entry, row, same, faults)
            same.append(entry)
    return tuple(sorted((entry for same in found.values() for entry in same), key=_place))


def list_text(entries: Iterable[ListEntry]) -> str:
    """A list file with these entries, as `read_list` reads it; columns that none of them fills are left out."""
    rows = [_cells(each) for each in sorted(entries, key=_place)]
    columns = [name for name in COLUMNS if name in ALWAYS or any(row[name] for row in rows)]
    made = StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[name] for name in columns] for row in rows)
    return made.getvalue()


def _cells(entry: ListEntry) -> dict[str, str]:
    return {
        "value": entry.value,
        "from": "" if entry.from_ is None else entry.from_.isoformat(),
        "until": "" if entry.until is None else entry.until.isoformat(),
        "reference": entry.reference,
        "by": entry.by,
        "reason": entry.reason,
    }


def list_name(path: str) -> str:
    """`lists/name.csv` -> `name`."""
    return PurePosixPath(path).stem


def _rows(path: str, text: str, faults: Faults) -> list[_Row]:
    lines = text.splitlines()
    if not lines:
        faults.add("R005", "the list has no header", Span(path, 1, 1), f"write {','.join(COLUMNS)}")
        return []
    reader = csv.reader(lines, strict=True)
    rows: list[_Row] = []
    try:
        header = _header(path, next(reader), faults)
        rows.extend(
            _row(path, reader.line_num, lines[reader.line_num - 1], header, cells, faults) for cells in reader if cells
        )
    except csv.Error as error:
        faults.add("R001", f"this is not CSV: {error}", Span(path, reader.line_num, 1), "check the quotes")
    return rows


def _header(path: str, names: list[str], faults: Faults) -> list[str]:
    span = Span(path, 1, 1, max(1, len(",".join(names))))
    for name in names:
        if name not in COLUMNS:
            faults.add("R004", f"`{name}` is not a column of a list", span, did_you_mean(name, COLUMNS))
    for name in {name for name in names if names.count(name) > 1}:
        faults.add("R003", f"the column `{name}` is given twice", span, "keep one")
    if "value" not in names:
        faults.add("R005", "the list has no column `value`", span, f"write {','.join(COLUMNS)}")
    return names


def _row(path: str, number: int, line: str, header: list[str], cells: list[str], faults: Faults) -> _Row:
    if len(cells) != len(header):
        message = f"the line has {len(cells)} cells and the header {len(header)}"
        faults.add("R006", message, Span(path, number, 1, max(1, len(line))), "put texts with commas in quotes")
    column, spans = 1, {}
    for name, cell in zip(header, cells, strict=False):
        at = line.find(cell, column - 1) + 1 or column
        spans[name] = Span(path, number, at, max(1, len(cell)))
        column = at + len(cell)
    return _Row(dict(zip(header, (cell.strip() for cell in cells), strict=False)), spans)


def _entry(row: _Row, faults: Faults, kind: ListKind) -> ListEntry | None:
    value = row.cells.get("value", "")
    if not value or len(value) > LONGEST_VALUE:
        if "value" in row.spans:
            hint = f"write a text of at most {LONGEST_VALUE} characters"
            faults.add("R008", "the value is blank or too long", row.spans["value"], hint)
        return None
    if not has_kind(kind, value):
        message = f"`{value}` is not a value of a list of the kind `{kind}`"
        faults.add("R104", message, row.spans["value"], f"write it like {like(kind)}")
        return None
    by = row.cells.get("by") or STATED_BY[0]
    if by not in STATED_BY:
        faults.add("R024", f"`{by}` is not known as `by`", row.spans["by"], did_you_mean(by, STATED_BY))
        return None
    from_, until = _day(row, "from", faults), _day(row, "until", faults)
    if from_ is not None and until is not None and until < from_:
        faults.add("R047", "the entry ends before it begins", row.spans["until"], "exchange the two days")
    return ListEntry(value, from_, until, row.cells.get("reference", ""), by, row.cells.get("reason", ""))


def _day(row: _Row, column: str, faults: Faults) -> date | None:
    text = row.cells.get(column, "")
    if not text:
        return None
    day = parse_day(text)
    if day is None:
        faults.add("R009", f"`{column}` must be a calendar day", row.spans[column], "write it like 2026-01-31")
    return day


def _place(entry: ListEntry) -> tuple[str, date, date, str]:
    return entry.value, entry.from_ or date.min, entry.until or date.max, entry.by


def _check_once(entry: ListEntry, row: _Row, same: list[ListEntry], faults: Faults) -> None:
    """The same value twice on one day would hide which reference counts."""
    for other in same:
        if other.by == entry.by and _overlap(entry, other):
            hint = "keep one line, or let the first end before the second begins"
            faults.add("R015", f"`{entry.value}` is listed twice for the same days", row.spans["value"], hint)
            return


def _overlap(one: ListEntry, other: ListEntry) -> bool:
    first = max(one.from_ or date.min, other.from_ or date.min)
    return first <= min(one.until or date.max, other.until or date.max)
