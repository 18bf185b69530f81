"""Hit policies: rows of a table whose cases other rows take, and the conditions that keep them apart.

UNIQUE refuses rows that share a case. FIRST takes out of a row what a row above it takes, PRIORITY what a graver row
takes, COLLECT nothing. Only live rows stand in another's way, so that a draft or a shadow row changes nothing.
Source: OMG, Decision Model and Notation 1.5, 2024, section on hit policies.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

from engine.rulebook.condition import All, Any, Condition, Leaf, Not, Operator
from engine.rulebook.condition_reading import MOST_TESTS
from engine.rulebook.faults import Faults
from engine.rulebook.governance import leaves
from engine.rulebook.operand_reading import Known
from engine.rulebook.rule import Rule, Status
from engine.rulebook.rule_shape import SEVERITIES
from engine.rulebook.table import HitPolicy, Row, Table
from engine.rulebook.table_days import Days, branches, first_day, grids_of
from engine.rulebook.table_findings import gaps_of, shares, told
from engine.rulebook.table_values import TooManyValues

# What the engine takes; a test holds them equal to the bounds of engine/runtime/normal.py.
MOST_BRANCHES = 24
MOST_LITERALS = 16
_SHOWN_GAPS = 5


def apply_policy(table: Table, known: Known, faults: Faults) -> tuple[Rule, ...]:
    """The rows as rules, other rows' cases taken out as the hit policy says; what cannot be so is reported."""
    try:
        return _Policy(table, known, faults).rules()
    except TooManyValues:
        message = "the columns tell more cases apart than can be looked at"
        faults.add("R057", message, table.span, "split the table, or leave columns out")
        return tuple(row.rule for row in table.rows)


class _Policy:
    def __init__(self, table: Table, known: Known, faults: Faults) -> None:
        self._table = table
        self._faults = faults
        asked = table.complete or table.hit_policy is not HitPolicy.COLLECT
        self._grids = grids_of(table, known) if asked else ()
        self._from = first_day(table, known)
        self._precedence = known.domain.precedence

    def rules(self) -> tuple[Rule, ...]:
        if self._table.hit_policy is HitPolicy.UNIQUE:
            self._check_unique()
        rows = self._table.rows
        rules = tuple(replace(row.rule, when=self._when(number, row)) for number, row in enumerate(rows))
        if self._table.complete:
            self._check_complete()
        for rule in rules:
            self._check_size(rule)
        return rules

    def _when(self, number: int, row: Row) -> Condition:
        """The row's own condition, and that none of the rows that stand in its way takes the case."""
        others = [other for other in self._before(number) if shares(self._grids, number, other) is not None]
        if not others:
            return row.rule.when
        for other in others:
            self._check_days(row, self._table.rows[other])
        self._check_counts(number, others)
        clauses = [clause for other in others if (clause := self._outside(number, other))]
        kept = [clause for clause in clauses if not any(set(other) < set(clause) for other in clauses)]
        distinct = dict.fromkeys(kept)
        own = () if all(cell is None for cell in row.cells) else _parts(row.rule.when)
        parts = own + tuple(each[0] if len(each) == 1 else Any(each, row.rule.span) for each in distinct)
        return All(parts, row.rule.span) if parts else row.rule.when

    def _before(self, number: int) -> Iterator[int]:
        """The live rows that take a case away from this one where both match."""
        policy, rows = self._table.hit_policy, self._table.rows
        if policy not in {HitPolicy.FIRST, HitPolicy.PRIORITY} or rows[number].rule.status is Status.RETIRED:
            return
        for other, row in enumerate(rows):
            before = other < number if policy is HitPolicy.FIRST else self._rank(other) < self._rank(number)
            if before and row.rule.status is Status.LIVE:
                yield other

    def _rank(self, number: int) -> tuple[int, int, int]:
        """The graver outcome first, then the graver severity, then the upper row: output order from left to right."""
        then = self._table.rows[number].rule.then
        return self._precedence.index(then.verdict), -SEVERITIES.index(then.severity), number

    def _outside(self, number: int, other: int) -> tuple[Condition, ...]:
        """Ways in which a case of the row can lie outside the other's: a cell that does not take it."""
        milder = self._table.hit_policy is HitPolicy.PRIORITY
        ways: list[Condition] = []
        for column, cell in enumerate(self._table.rows[other].cells):
            if cell is None or all(each.grid.implies(number, other, column) for each in self._both(number, other)):
                continue
            span = next(leaves(cell)).span
            ways.append(Not(cell, span))
            if milder and any(each.grid.takes_unknown(number, column) for each in self._both(number, other)):
                # A graver row that cannot be judged must not silence a milder one.
                ways.append(Leaf(self._table.columns[column], Operator.MISSING, True, span))
        return tuple(ways)

    def _both(self, number: int, other: int) -> list[Days]:
        return [each for each in self._grids if number in each.grid.rows and other in each.grid.rows]

    def _check_unique(self) -> None:
        live = [number for number, row in enumerate(self._table.rows) if row.rule.status is Status.LIVE]
        for one, other in combinations(live, 2):
            case = shares(self._grids, one, other)
            if case is not None:
                rules = self._table.rows[one].rule, self._table.rows[other].rule
                message = f"{rules[1].id} and {rules[0].id} both take {told(case)}, and the table is UNIQUE"
                hint = "let one end where the other begins, or choose FIRST, PRIORITY or COLLECT"
                self._faults.add("R053", message, rules[1].span, hint)

    def _check_counts(self, number: int, others: Sequence[int]) -> None:
        milder = self._table.hit_policy is HitPolicy.PRIORITY
        # A row waits for the parameters of those that stand in its way, so it counts only with all of them.
        grids = [each.grid for each in self._grids if {number, *others} <= each.grid.rows.keys()]
        if not any(grid.counts(number, others, past_unknown=milder) for grid in grids):
            rule = self._table.rows[number].rule
            named = ", ".join(self._table.rows[other].rule.id for other in others)
            hint = "move it up, take it out, or write `missing` where it stands for what is unknown"
            self._faults.add("R054", f"{rule.id} never counts: all its cases are taken by {named}", rule.span, hint)

    def _check_days(self, row: Row, other: Row) -> None:
        """A row that ends before the other would leave a hole where it was, since conditions know no days."""
        mine, its = row.rule, other.rule
        begins = (its.from_ or date.min) <= (mine.from_ or date.min)
        ends = (its.until or date.max) >= (mine.until or date.max)
        if not (begins and ends):
            message = f"{its.id} takes cases away from {mine.id}, and does not count on all its days"
            hint = "give both the same days, or let the rows share no case"
            self._faults.add("R058", message, mine.span, hint)

    def _check_complete(self) -> None:
        for day, gap in gaps_of(self._table, self._grids, self._from)[:_SHOWN_GAPS]:
            hint = "add a row for it, or take `complete` out of the head"
            self._faults.add("R056", f"no row takes {told(gap)} ({day})", self._table.span, hint)

    def _check_size(self, rule: Rule) -> None:
        many, longest = branches(rule.when)
        tests = sum(1 for _ in leaves(rule.when))
        if many > MOST_BRANCHES or longest > MOST_LITERALS or tests > MOST_TESTS:
            bounds = f"{MOST_BRANCHES} of {MOST_LITERALS}"
            message = f"{rule.id} unfolds to {many} branches of up to {longest} tests; the engine takes {bounds}"
            hint = "let fewer rows share cases, or split the table"
            self._faults.add("R057", message, rule.span, hint)


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, All) else (condition,)
