"""Literals as durable_rules can test them: typed comparisons of one field, or booleans made in Python.

The engine compares integers, booleans and short words reliably and treats a missing field as "no" whatever the
operator, which is what an unknown fact must be. Everything else (text parts, numbers with fractions, dates, sets,
long alternatives) becomes a boolean that is in the fact only when it is true, one for the leaf and one for its
negation, so that unknown is neither.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.lexicon.spec import Fact, FactType
from engine.rulebook.condition import Operator, Resolved
from engine.runtime.normal import Literal

EXACT = frozenset({FactType.BOOLEAN, FactType.INTEGER, FactType.ENUM, FactType.COUNTRY})
LARGEST_INTEGER = 2**53 - 1
LONGEST_TEXT = 4096  # bytes; the engine keeps lengths in 16 bits and wraps

_ENGINE_NAMES = {
    Operator.EQ: "$eq",
    Operator.NE: "$neq",
    Operator.GT: "$gt",
    Operator.GTE: "$gte",
    Operator.LT: "$lt",
    Operator.LTE: "$lte",
}
_OPPOSITE = {
    Operator.EQ: Operator.NE,
    Operator.NE: Operator.EQ,
    Operator.GT: Operator.LTE,
    Operator.LTE: Operator.GT,
    Operator.LT: Operator.GTE,
    Operator.GTE: Operator.LT,
}
_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "$eq": operator.eq,
    "$neq": operator.ne,
    "$gt": operator.gt,
    "$gte": operator.ge,
    "$lt": operator.lt,
    "$lte": operator.le,
}


@dataclass(frozen=True, slots=True)
class Atom:
    """One test as the engine does it. `field` is a short name made by the compiler."""

    field: str
    operator: str
    operand: int | str | bool

    def holds(self, value: object) -> bool:
        """Whether a known value passes the test."""
        return _HOLDS[self.operator](value, self.operand)

    def expression(self) -> dict[str, object]:
        """The test in the engine's own notation."""
        if self.operator == "$eq":
            return {self.field: self.operand}
        return {self.operator: {self.field: self.operand}}


def is_exact(leaf: Resolved, fact: Fact) -> bool:
    """Whether the engine itself compares this leaf's fact."""
    return fact.type in EXACT and (leaf.operator in _ENGINE_NAMES or leaf.operator is Operator.BETWEEN)


def exact_atoms(literal: Literal, field: str) -> tuple[tuple[Atom, ...], ...]:
    """The literal as alternatives of atoms: one atom as a rule, two for `between`, two branches for its negation."""
    leaf = literal.leaf
    if leaf.operator is Operator.BETWEEN:
        assert isinstance(leaf.expected, tuple)  # noqa: S101 - the reader made a pair of it
        low, high = (_operand(bound) for bound in leaf.expected)
        if literal.positive:
            return ((Atom(field, "$gte", low), Atom(field, "$lte", high)),)
        return ((Atom(field, "$lt", low),), (Atom(field, "$gt", high),))
    test = leaf.operator if literal.positive else _OPPOSITE[leaf.operator]
    return ((Atom(field, _ENGINE_NAMES[test], _operand(leaf.expected)),),)


def _operand(value: object) -> int | str | bool:
    if isinstance(value, bool | int | str):
        return value
    msg = f"{value!r} cannot be compared by the engine"
    raise TypeError(msg)
