"""What follows from one fact's value, made once for all values that no test tells apart.

Values repeat from order to order, amounts hardly ever; but between two thresholds all amounts are alike.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from engine.lexicon.spec import Fact, FactType, Value
from engine.rulebook.condition import Operator, Resolved
from engine.runtime.atoms import EXACT, LARGEST_INTEGER
from engine.runtime.leaf import PYTHON_TYPES, Test, Truth, of_unknown, test_of
from engine.runtime.values import check, is_blank

MOST_REMEMBERED = 4096  # values a fact
REPEATING = EXACT | {FactType.SET}  # texts and sums hardly repeat; most sets are empty, or are like others

T = TypeVar("T")
Truths = tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class Probe:
    """A test of known values, what it is when the value is unknown, and the leaf that it was made of."""

    leaf: Resolved
    test: Test
    unknown: Truth


class Column(Generic[T]):
    """One fact of one scope. `follows` says what follows when probes, all of this fact, find these truths."""

    def __init__(self, fact: Fact, probes: Sequence[Probe], follows: Callable[[Truths], tuple[T, ...]]) -> None:
        self.name = fact.name
        self.type = PYTHON_TYPES[fact.type][0]
        self.entries: dict[Value, tuple[T, ...]] = {}
        self._fact = fact
        self._follows = follows
        self._tests = tuple(probe.test for probe in probes)
        self._by_truths: dict[Truths, tuple[T, ...]] = {}
        self.unknown = follows(tuple(probe.unknown for probe in probes))

    def entry(self, value: Value) -> tuple[T, ...]:
        """What follows from a value seen for the first time.

        Raises EngineFault for a value that is not of the fact's type, or that the engine would misread.
        """
        entry = self._worked_out(value)
        if self._fact.type in REPEATING:
            if len(self.entries) >= MOST_REMEMBERED:
                self.entries.clear()
            self.entries[value] = entry  # returned from here: another thread may clear the memory meanwhile
        return entry

    def _worked_out(self, value: Value) -> tuple[T, ...]:
        check(self._fact, value)
        if is_blank(value):
            return self.unknown
        truths = tuple([test(value) for test in self._tests])
        entry = self._by_truths.get(truths)
        if entry is None:
            entry = self._by_truths[truths] = self._follows(truths)
        return entry


class IntegerColumn(Column[T]):
    """Works out each stretch between thresholds once; a caller finds it by bisection.

    `edges` are where stretches begin. Numbers that the engine cannot hold exactly lie in stretches that are never
    filled.
    """

    def __init__(self, fact: Fact, probes: Sequence[Probe], follows: Callable[[Truths], tuple[T, ...]]) -> None:
        super().__init__(fact, probes, follows)
        edges = {edge for probe in probes for edge in _edges(probe.leaf)} | {-LARGEST_INTEGER, LARGEST_INTEGER + 1}
        self.edges = sorted(edges)
        self.shapes: list[tuple[T, ...] | None] = [None] * (len(edges) + 1)

    def entry(self, value: Value) -> tuple[T, ...]:
        """What follows from a number of a stretch met for the first time. Raises EngineFault as the plain column."""
        entry = self._worked_out(value)
        self.shapes[bisect_right(self.edges, cast("int", value))] = entry
        return entry


class Columns(Generic[T]):
    """The columns of one scope, with what the loops over all facts need of each within their reach."""

    def __init__(self, columns: Sequence[Column[T]]) -> None:
        self._numbers = [
            (each.name, each.edges, each.shapes, each) for each in columns if isinstance(each, IntegerColumn)
        ]
        self._others = [
            (each.name, each.type, each.entries.get, each) for each in columns if not isinstance(each, IntegerColumn)
        ]

    def found(self, facts: Mapping[str, Value]) -> list[T]:
        """All that follows, column by column. Raises EngineFault for a value that a column refuses."""
        found: list[T] = []
        value_of = facts.get
        for name, edges, shapes, number in self._numbers:
            value = value_of(name)
            if type(value) is int:
                entry = shapes[bisect_right(edges, value)]
                if entry is None:
                    entry = number.entry(value)
            else:
                entry = number.unknown if value is None else number.entry(value)  # which refuses it
            if entry:
                found += entry
        for name, kind, remembered, column in self._others:
            value = value_of(name)
            if value is None:
                entry = column.unknown
            else:  # `True` and `1` are one key to a dict: the type is looked at first
                entry = remembered(value) if type(value) is kind else None
                if entry is None:
                    entry = column.entry(value)
            if entry:
                found += entry
        return found


def column_of(fact: Fact, probes: Sequence[Probe], follows: Callable[[Truths], tuple[T, ...]]) -> Column[T]:
    """The kind of column that suits the fact."""
    kind = IntegerColumn if fact.type is FactType.INTEGER else Column
    return kind(fact, probes, follows)


def truths_of(fact: Fact, leaves: Sequence[Resolved]) -> Column[Truth]:
    """The truths of the fact's leaves, in their order."""
    return column_of(fact, [Probe(leaf, test_of(leaf, fact), of_unknown(leaf)) for leaf in leaves], tuple)


def _edges(leaf: Resolved) -> list[int]:
    """Where the truth of a leaf may change: at its threshold, behind it, or both."""
    expected = leaf.expected if isinstance(leaf.expected, tuple | frozenset) else (leaf.expected,)
    bounds = [bound for bound in expected if type(bound) is int]  # what `missing` expects is no number
    if leaf.operator in {Operator.LT, Operator.GTE}:
        return bounds
    if leaf.operator in {Operator.GT, Operator.LTE}:
        return [bound + 1 for bound in bounds]
    return [edge for bound in bounds for edge in (bound, bound + 1)]
