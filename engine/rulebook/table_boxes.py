"""The cases of a table as a grid: which rows share a case, which cases no row takes, whether a row ever counts.

Exact over the table's own columns: each column's values fall into finitely many classes that its cells tell apart, and
a row is a box of classes. *Unknown* is a class of its own; as a gap it counts only where some cell speaks of it.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import NamedTuple

from engine.lexicon.spec import Fact, Value
from engine.rulebook.condition import Condition, Operator
from engine.rulebook.table_truth import leaves_of, truth_of_cell
from engine.rulebook.table_values import UNKNOWN, Sample, TooManyValues, joined, samples

MOST_GAPS = 100
MOST_STEPS = 50_000
Cells = tuple[Condition | None, ...]
Case = dict[str, Value | None]
Box = dict[str, str]


class _Class(NamedTuple):
    """One sample of a column, with the rows (as bits) whose cell takes it, and those whose cell might."""

    sample: Sample
    takes: int
    may_take: int


class Grid:
    """The rows of a table that are in force together, by their number in it. Raises TooManyValues."""

    def __init__(self, facts: Sequence[Fact], rows: Mapping[int, Cells]) -> None:
        self.rows = rows
        self._facts = tuple(facts)
        self._axes = tuple(
            _axis(fact, {row: cells[at] for row, cells in rows.items()}) for at, fact in enumerate(facts)
        )
        self._told = tuple(
            _classes_told(axis, [cells[at] for cells in rows.values()]) for at, axis in enumerate(self._axes)
        )
        self._steps = 0
        self._partners: dict[int, int] = {}

    def meets(self, one: int, other: int) -> bool:
        """Whether both rows are in force and take a case together."""
        if one not in self.rows:
            return False
        if one not in self._partners:
            self._partners[one] = reduce(and_, (_taken_with(axis, 1 << one) for axis in self._axes))
        return bool(self._partners[one] >> other & 1)

    def shared(self, one: int, other: int) -> Case | None:
        """A case that both rows take: the facts that either tests. None when there is none."""
        both = 1 << one | 1 << other
        case: Case = {}
        for at, axis in enumerate(self._axes):
            found = [each.sample for each in axis if each.takes & both == both]
            if not found:
                return None
            if self.rows[one][at] is not None or self.rows[other][at] is not None:
                case[self._facts[at].name] = found[0].value
        return case

    def implies(self, one: int, other: int, column: int) -> bool:
        """Whether a value that the one row's cell takes is always taken by the other row's."""
        first, second = 1 << one, 1 << other
        return all(each.takes & second for each in self._axes[column] if each.takes & first)

    def takes_unknown(self, row: int, column: int) -> bool:
        """Whether the row's cell takes an unknown value."""
        return bool(self._axes[column][-1].takes & 1 << row)

    def counts(self, row: int, others: Sequence[int], *, past_unknown: bool) -> bool:
        """Whether some case is the row's and no other's; others that are unknown are in its way, or not."""
        seen: set[tuple[int, int]] = set()
        against = sum(1 << other for other in others)

        def reaches(column: int, left: int) -> bool:
            if column == len(self._axes):
                return not left
            if (column, left) in seen:
                return False
            seen.add((column, left))
            self._step()
            fit = [each for each in self._axes[column] if each.takes & 1 << row]
            return any(reaches(column + 1, left & (each.takes if past_unknown else each.may_take)) for each in fit)

        return reaches(0, against)

    def gaps(self, rows: Sequence[int]) -> tuple[Box, ...]:
        """The cases that none of these rows takes, as cells by fact: at most MOST_GAPS, none of them twice."""
        known: dict[tuple[int, int], tuple[tuple[str, ...], ...]] = {}

        def from_(column: int, left: int) -> tuple[tuple[str, ...], ...]:
            if not left:
                return (("-",) * (len(self._axes) - column),)
            if column == len(self._axes):
                return ()
            if (column, left) not in known:
                self._step()
                known[column, left] = tuple(
                    (name, *rest) for name, after in self._groups(column, left) for rest in from_(column + 1, after)
                )[:MOST_GAPS]
            return known[column, left]

        names = [fact.name for fact in self._facts]
        return tuple(dict(zip(names, box, strict=True)) for box in from_(0, sum(1 << row for row in rows)))

    def _groups(self, column: int, left: int) -> list[tuple[str, int]]:
        """The classes of a column by which of the rows they leave, each group with its name."""
        told = self._told[column]
        groups: dict[int, list[int]] = {}
        for index, each in enumerate(told):
            groups.setdefault(each.takes & left, []).append(index)
        every = tuple(each.sample for each in told)
        return [(joined(every, chosen), after) for after, chosen in groups.items()]

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise TooManyValues


def _taken_with(axis: tuple[_Class, ...], row: int) -> int:
    """The rows that take some value of this column together with the row."""
    return reduce(or_, (each.takes for each in axis if each.takes & row), 0)


def _axis(fact: Fact, cells: Mapping[int, Condition | None]) -> tuple[_Class, ...]:
    rows_by_cell: dict[Condition | None, int] = {}
    for row, cell in cells.items():
        rows_by_cell[cell] = rows_by_cell.get(cell, 0) | 1 << row
    tests = {leaf for cell in rows_by_cell for leaf in leaves_of(cell)}
    return tuple(_class(sample, rows_by_cell) for sample in (*samples(fact, tests), UNKNOWN))


def _class(sample: Sample, rows_by_cell: Mapping[Condition | None, int]) -> _Class:
    takes = may_take = 0
    for cell, rows in rows_by_cell.items():
        truth = truth_of_cell(cell, sample.value)
        takes |= rows if truth is True else 0
        may_take |= 0 if truth is False else rows
    return _Class(sample, takes, may_take)


def _classes_told(axis: tuple[_Class, ...], cells: list[Condition | None]) -> tuple[_Class, ...]:
    """Without *unknown* where no cell speaks of it: then a row that cannot be evaluated says so itself."""
    states = {Operator.MISSING, Operator.PRESENT}
    spoken_of = any(leaf.operator in states for cell in cells for leaf in leaves_of(cell))
    return axis if spoken_of else axis[:-1]
