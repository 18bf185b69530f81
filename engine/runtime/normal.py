"""Conditions in disjunctive normal form: what durable_rules gets, one engine rule a conjunction.

Valid in three-valued logic too: De Morgan and distribution hold in Kleene's, so a condition is true exactly when
some conjunction has only true literals.
"""

from dataclasses import dataclass
from typing import ClassVar, assert_never

from engine.errors import ClearwayError
from engine.rulebook.condition import All, Any, Condition, Leaf, Not, Resolved
from engine.runtime.reference import unresolved

MOST_CONJUNCTIONS = 24
MOST_LITERALS = 16


@dataclass(frozen=True, slots=True)
class Literal:
    """A leaf, or its negation."""

    leaf: Resolved
    positive: bool = True


Conjunction = tuple[Literal, ...]


class TooManyBranches(ClearwayError):
    """the condition has too many branches for the engine; split the rule"""

    code: ClassVar[str] = "too_many_branches"

    def __init__(self, branches: int, literals: int) -> None:
        self.branches = branches
        self.literals = literals
        super().__init__(
            f"the condition unfolds to {branches} branches of up to {literals} tests, "
            f"at most {MOST_CONJUNCTIONS} of {MOST_LITERALS} are possible; split the rule"
        )


def conjunctions(condition: Condition) -> tuple[Conjunction, ...]:
    """The condition as alternatives of literals. Raises TooManyBranches beyond the engine's bounds."""
    found = _absorbed(_unfold(condition, positive=True))
    longest = max((len(each) for each in found), default=0)
    if len(found) > MOST_CONJUNCTIONS or longest > MOST_LITERALS:
        raise TooManyBranches(len(found), longest)
    return tuple(found)


def _unfold(condition: Condition, *, positive: bool) -> list[Conjunction]:
    match condition:
        case Resolved():
            return [(Literal(condition, positive),)]
        case Not(part):
            return _unfold(part, positive=not positive)
        case All(parts) if positive:
            return _product(parts, positive=True)
        case Any(parts) if not positive:
            return _product(parts, positive=False)
        case All(parts) | Any(parts):
            return [each for part in parts for each in _unfold(part, positive=positive)]
        case Leaf():
            raise unresolved(condition)
        case _:
            assert_never(condition)


def _product(parts: tuple[Condition, ...], *, positive: bool) -> list[Conjunction]:
    rows: list[Conjunction] = [()]
    for part in parts:
        alternatives = _unfold(part, positive=positive)
        rows = [_merged(row, each) for row in rows for each in alternatives]
        if len(rows) > MOST_CONJUNCTIONS * 8:
            raise TooManyBranches(len(rows), max(len(row) for row in rows))
    return rows


def _merged(left: Conjunction, right: Conjunction) -> Conjunction:
    return left + tuple(literal for literal in right if literal not in left)


def _absorbed(rows: list[Conjunction]) -> list[Conjunction]:
    """Without conjunctions that a shorter one already covers: A or (A and B) is A."""
    sets = [frozenset(row) for row in rows]
    kept: list[Conjunction] = []
    for index, row in enumerate(rows):
        weaker = any(
            other < sets[index] or (other == sets[index] and position < index)
            for position, other in enumerate(sets)
            if position != index
        )
        if not weaker:
            kept.append(row)
    return kept
