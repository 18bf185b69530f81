"""The grids of a table: one for each pair of days on which its rows, lists and parameters say something else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

from engine.rulebook.book import RuleBook
from engine.rulebook.condition import All, Condition, ListRef, Not
from engine.rulebook.condition import Any as Either
from engine.rulebook.governance import leaves, param_names
from engine.rulebook.operand_reading import Known
from engine.rulebook.resolve import change_days, resolve
from engine.rulebook.rule import Status
from engine.rulebook.table import Row, Table
from engine.rulebook.table_boxes import Cells, Grid

MOST_PAIRS = 256
_ANY_DAY = date(2026, 1, 1)


class Days(NamedTuple):
    """A grid with the first of the days on which it is true."""

    decided_on: date
    grid: Grid


def grids_of(table: Table, known: Known) -> tuple[Days, ...]:
    """The table's grids, each once, without those in which no row counts. Raises TooManyValues.

    Where lists and parameters change on so many days that their pairs would be too many, both times are taken to be
    the same day.
    """
    book = _alone(table, known)
    by_id = {row.rule.id: (number, row) for number, row in enumerate(table.rows)}
    facts = [known.domain.lexicon[name] for name in table.columns]
    found: dict[tuple[tuple[int, Cells], ...], Days] = {}
    for decided_on, placed_on in _pairs(book):
        live = [(by_id[each.rule.id], each.when) for each in resolve(book, decided_on, placed_on)]
        cells = tuple((number, cells_of(row, when) or ()) for (number, row), when in live)
        if cells and cells not in found:
            found[cells] = Days(decided_on, Grid(facts, dict(cells)))
    return tuple(found.values())


def cells_of(row: Row, when: Condition) -> Cells | None:
    """A row's condition, parted into its cells again; None when it has not a part for each that tests something."""
    tested = [at for at, cell in enumerate(row.cells) if cell is not None]
    parts = when.parts if len(tested) > 1 and isinstance(when, All) else (when,) if tested else ()
    if len(parts) < len(tested):
        return None
    by_column = dict(zip(tested, parts, strict=True))
    return tuple(by_column.get(at) for at in range(len(row.cells)))


def first_day(table: Table, known: Known) -> date:
    """The day from which every parameter of the table has a value."""
    named = {name for row in table.rows for leaf in leaves(row.rule.when) for name in param_names(leaf)}
    return max((known.params[name].entries[0].from_ for name in named), default=date.min)


def _alone(table: Table, known: Known) -> RuleBook:
    """The rows as a book of their own, drafts too, with only the lists and parameters that they name."""
    tests = [leaf for row in table.rows for leaf in leaves(row.rule.when)]
    lists = {leaf.operand.name for leaf in tests if isinstance(leaf.operand, ListRef)}
    params = {name for leaf in tests for name in param_names(leaf)}
    rules = (row.rule for row in table.rows if row.rule.status is not Status.RETIRED)
    return RuleBook(
        domain=known.domain,
        rules=tuple(replace(rule, status=Status.LIVE) for rule in rules),
        lists={name: known.lists[name] for name in lists},
        params={name: known.params[name] for name in params},
    )


def _pairs(book: RuleBook) -> Sequence[tuple[date, date]]:
    decided, placed = (_with_day_before(days) for days in change_days(book))
    if len(decided) * len(placed) <= MOST_PAIRS:
        return list(product(decided, placed))
    return [(day, day) for day in sorted({*decided, *placed})]


def _with_day_before(days: tuple[date, ...]) -> tuple[date, ...]:
    if not days:
        return (_ANY_DAY,)
    return days if days[0] == date.min else (days[0] - timedelta(days=1), *days)


def branches(condition: Condition, *, positive: bool = True) -> tuple[int, int]:
    """How many conjunctions a condition unfolds to at most, and of how many tests the longest is."""
    if isinstance(condition, Not):
        return branches(condition.part, positive=not positive)
    if not isinstance(condition, (All, Either)):
        return 1, 1
    found = [branches(part, positive=positive) for part in condition.parts]
    if isinstance(condition, All) is positive:
        many = 1
        for number, _ in found:
            many *= number
        return many, sum(length for _, length in found)
    return sum(number for number, _ in found), max(length for _, length in found)
