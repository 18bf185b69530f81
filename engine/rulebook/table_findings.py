"""What a person wants to know of a table: the cases that no row takes, and the rows that share cases."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

from engine.rulebook.operand_reading import Known
from engine.rulebook.rule import Status
from engine.rulebook.table import Table
from engine.rulebook.table_boxes import Box, Case
from engine.rulebook.table_days import Days, first_day, grids_of
from engine.rulebook.table_values import TooManyValues


class Findings(NamedTuple):
    """What a person wants to know of a table: gaps with their first day, and pairs of rows that share a case.

    `all_seen` is false when the columns tell too many cases apart; then nothing is listed.
    """

    gaps: tuple[tuple[date, Box], ...]
    overlaps: tuple[tuple[str, str, Case], ...]
    all_seen: bool = True


def findings_of(table: Table, known: Known) -> Findings:
    """The gaps between the live rows of a table, and every pair of its rows that both take a case."""
    try:
        grids = grids_of(table, known)
        pairs = [(one, other, shares(grids, one, other)) for one, other in combinations(range(len(table.rows)), 2)]
        ids = [row.rule.id for row in table.rows]
        overlaps = tuple((ids[one], ids[other], case) for one, other, case in pairs if case is not None)
        return Findings(gaps_of(table, grids, first_day(table, known)), overlaps)
    except TooManyValues:
        return Findings((), (), all_seen=False)


def shares(grids: Sequence[Days], one: int, other: int) -> Case | None:
    """A case that two rows both take on some day. None when there is none."""
    return next((each.grid.shared(one, other) for each in grids if each.grid.meets(one, other)), None)


def gaps_of(table: Table, grids: Sequence[Days], from_: date) -> tuple[tuple[date, Box], ...]:
    """The cases that no live row takes, as cells by fact without those that say nothing; each with its first day."""
    live = [number for number, row in enumerate(table.rows) if row.rule.status is Status.LIVE]
    found: dict[tuple[tuple[str, str], ...], date] = {}
    for each in grids:
        rows = [number for number in live if number in each.grid.rows]
        if rows and each.decided_on >= from_:
            for gap in each.grid.gaps(rows):
                found.setdefault(tuple((fact, cell) for fact, cell in gap.items() if cell != "-"), each.decided_on)
    return tuple((day, dict(gap)) for gap, day in found.items())


def told(case: Case | Box) -> str:
    """A case in words."""
    parts = [f"{fact} {value}" if isinstance(value, str) else f"{fact} {_value(value)}" for fact, value in case.items()]
    return " and ".join(parts) or "every case"


def _value(value: object) -> str:
    if value is None:
        return "missing"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{{{', '.join(sorted(value))}}}" if isinstance(value, frozenset) else str(value)
