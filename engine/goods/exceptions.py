"""Reviewed exceptions: what takes a restriction out, for which goods, by whom, why, and until when.

A `misread` says that the restriction finds goods which its law does not mean, so it names those goods, and may lift
anything. A `permit` says that an authority lets the goods pass, and never lifts a prohibition of high confidence: for
that, the law itself must change in its country file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path

from engine.goods.faults import Faults
from engine.goods.files import read_csv
from engine.goods.record import Record
from engine.goods.restriction import Kind, Restriction, Trust
from engine.order.line import Line

COLUMNS = frozenset({"restriction", "kind", "hs_prefix", "sku", "author", "date", "until", "reason"})


class ExceptionKind(StrEnum):
    MISREAD = "misread"
    PERMIT = "permit"


@dataclass(frozen=True, slots=True, kw_only=True)
class LawException:
    """One row. `sku` is a pattern with * and ?; both ends of its time count."""

    restriction: str
    kind: ExceptionKind
    hs_prefix: str | None
    sku: str | None
    author: str
    since: date
    until: date
    reason: str

    def covers(self, line: Line, on: date) -> bool:
        """It is in force, and the line is of the goods it names."""
        if not self.since <= on <= self.until:
            return False
        if self.hs_prefix is not None and not (line.hs_code or "").startswith(self.hs_prefix):
            return False
        return self.sku is None or (line.sku is not None and fnmatchcase(line.sku, self.sku))


class Exceptions:
    """Rows by the restriction that they take out."""

    def __init__(self, rows: Iterable[LawException] = ()) -> None:
        self.all = tuple(rows)
        self._by_restriction: dict[str, list[LawException]] = {}
        for row in self.all:
            self._by_restriction.setdefault(row.restriction, []).append(row)

    def lift(self, restriction: Restriction, line: Line, on: date) -> bool:
        """A row in force takes the restriction out for this line."""
        rows = self._by_restriction.get(restriction.id)
        return rows is not None and any(row.covers(line, on) for row in rows)


def load_exceptions(
    path: Path, restrictions: Mapping[str, Restriction], faults: Faults | None = None
) -> tuple[tuple[LawException, Record], ...]:
    """The rows of `exceptions.csv` with their places. Raises DataRejected for what may not be lifted."""
    found = []
    for record in read_csv(path, COLUMNS, faults):
        before = 0 if faults is None else len(faults)
        row = _row(record)
        _check(row, record, restrictions)
        if faults is None or len(faults) == before:
            found.append((row, record))
    return tuple(found)


def _row(record: Record) -> LawException:
    row = LawException(
        restriction=record.text("restriction"),
        kind=ExceptionKind(record.choice("kind", frozenset(ExceptionKind))),
        hs_prefix=record.optional("hs_prefix"),
        sku=record.optional("sku"),
        author=record.text("author"),
        since=record.needed_day("date"),
        until=record.needed_day("until"),
        reason=record.text("reason"),
    )
    record.close()
    return row


def _check(row: LawException, record: Record, restrictions: Mapping[str, Restriction]) -> None:
    restriction = restrictions.get(row.restriction)
    if restriction is None:
        record.refuse("restriction", f"excepts from the unknown restriction `{row.restriction}`")
    if row.until < row.since:
        record.refuse("until", "ends before it begins; exchange `date` and `until`")
    if row.hs_prefix is not None and not row.hs_prefix.isdigit():
        record.refuse("hs_prefix", "`hs_prefix` must be digits such as 854340")
    if row.kind is ExceptionKind.MISREAD and row.hs_prefix is None and row.sku is None:
        record.refuse("kind", "a misread must name the goods it means; give `hs_prefix` or `sku`")
    if row.kind is ExceptionKind.PERMIT and restriction is not None and _is_certain_ban(restriction):
        record.refuse("kind", f"no permit lifts `{row.restriction}`, a certain prohibition; end its validity instead")


def _is_certain_ban(restriction: Restriction) -> bool:
    return restriction.kind is Kind.PROHIBITED and restriction.trust is Trust.HIGH
