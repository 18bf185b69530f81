"""The condition tree: all, any, not, and leaves that test one fact each. Every node knows where it stands."""

from dataclasses import dataclass
from enum import StrEnum

from engine.lexicon.spec import Value
from engine.rulebook.source import Span


class Operator(StrEnum):
    """Every test there is. No arithmetic, no functions, no loops: what needs them is a fact.

    `in`/`not_in` take several values or a list; on a set fact `contains` and `in` ask whether any of the values
    is among its words. `between` is inclusive at both ends.
    """

    EQ = "eq"
    NE = "ne"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"
    BETWEEN = "between"
    IN = "in"
    NOT_IN = "not_in"
    MISSING = "missing"
    PRESENT = "present"
    STARTS_WITH = "starts_with"
    ENDS_WITH = "ends_with"
    CONTAINS = "contains"
    MATCHES = "matches"


@dataclass(frozen=True, slots=True)
class ListRef:
    """`@name`: the values of a list on the day of the decision."""

    name: str


@dataclass(frozen=True, slots=True)
class ParamRef:
    """`$name`: a dated threshold."""

    name: str


Scalar = bool | int | float | str
Operand = Scalar | tuple[Scalar, ...] | ListRef | ParamRef | tuple[Scalar | ParamRef, Scalar | ParamRef]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One test of one fact, as written. `between` holds a pair, `in` a tuple, `missing` and `present` True."""

    fact: str
    operator: Operator
    operand: Operand
    span: Span


@dataclass(frozen=True, slots=True)
class Resolved:
    """A leaf with its operand looked up for one day: what the executors test.

    `expected` is a single value, a pair for `between`, or a frozenset of texts for the membership and prefix
    tests. `source` names the list or parameter it came from, for the trace.
    """

    fact: str
    operator: Operator
    expected: Value | tuple[Value, Value]
    source: str = ""


@dataclass(frozen=True, slots=True)
class All:
    """True when every part is."""

    parts: tuple["Condition", ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Any:
    """True when a part is."""

    parts: tuple["Condition", ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """True when its part is false; unknown when its part is."""

    part: "Condition"
    span: Span | None = None


Condition = All | Any | Not | Leaf | Resolved
