"""The bounds of ordered comparisons, and where about them tests should stand."""

from dataclasses import dataclass
from datetime import date

from engine.lexicon.spec import FactType, Value
from engine.rulebook.condition import Operator, Resolved
from engine.workbench.steps import stepped_by
from engine.workbench.written import value_text

_COMPARISONS = frozenset({Operator.GT, Operator.GTE, Operator.LT, Operator.LTE})
_TOUCHING_ZERO = frozenset({Operator.GT, Operator.LTE})


@dataclass(frozen=True, slots=True)
class Untested:
    """A place at or beside a bound where no test stands: a value there, and how to say where that is."""

    value: Value
    told: str


@dataclass(frozen=True, slots=True)
class Bound:
    """One bound of an ordered comparison, with the sides of it that tests should stand on: -1, 0, 1.

    Whole numbers and days are beside a bound when they are its neighbours, fractions when they are on that side.
    """

    value: Value
    wanted: tuple[int, ...]
    is_whole: bool

    def side(self, value: Value) -> int:
        """Where a value stands; 2 for a whole number that is no neighbour."""
        distance = _distance(value, self.value)
        if self.is_whole:
            return int(distance) if abs(distance) <= 1 else 2
        return (distance > 0) - (distance < 0)

    def has(self, side: int) -> bool:
        """Whether there is a value on that side: the calendar ends, and so do numbers that stay exact."""
        return not self.is_whole or _moved(self.value, side) is not None

    def at(self, side: int) -> Untested:
        """A value on one side, with words for it."""
        moved = _moved(self.value, side)
        value = self.value if moved is None else moved
        beside = {-1: "below ", 1: "above "}.get(side, "") if not self.is_whole else ""
        return Untested(value, f"{beside}{value_text(self.value if beside else value)}")


def _moved(value: Value, step: int) -> Value | None:
    if isinstance(value, date):
        return stepped_by(value, step)
    if isinstance(value, int):
        return stepped_by(value, step)
    return value + step if isinstance(value, float) else value


def _distance(value: Value, bound: Value) -> float:
    if isinstance(value, date) and isinstance(bound, date):
        return (value - bound).days
    if isinstance(value, (int, float)) and isinstance(bound, (int, float)):
        return value - bound
    return 2


def bounds_of(leaf: Resolved, type_: FactType) -> tuple[Bound, ...]:
    """The bounds of a leaf that compares by order; none for other leaves."""
    is_whole = type_ is not FactType.NUMBER
    if leaf.operator is Operator.BETWEEN and isinstance(leaf.expected, tuple):
        low, high = leaf.expected
        return Bound(low, (-1, 0), is_whole), Bound(high, (0, 1), is_whole)
    if leaf.operator not in _COMPARISONS or isinstance(leaf.expected, tuple):
        return ()
    at_zero = leaf.operator in _TOUCHING_ZERO and leaf.expected == 0  # below nothing there is no amount to try
    return (Bound(leaf.expected, (0, 1) if at_zero else (-1, 0, 1), is_whole),)
