"""What a condition asks of one fact: that a test of it succeeds, or that it does not.

A literal is true on known values only, `missing` and `present` apart, so that to *fail* it is more than to pass its
negation: an unknown value fails both.
"""

from dataclasses import dataclass
from typing import NamedTuple

from engine.lexicon.spec import Fact, Value
from engine.rulebook.condition import Resolved
from engine.runtime.leaf import Test, of_unknown, test_of
from engine.runtime.normal import Literal


@dataclass(frozen=True, slots=True)
class Demand:
    """`wanted` is what the leaf must say of a known value, `of_unknown` whether an unknown value will do."""

    fact: Fact
    leaf: Resolved
    wanted: bool
    of_unknown: bool
    test: Test

    def met_by(self, value: Value) -> bool:
        """Whether a known value does what is asked."""
        return self.test(value) is self.wanted


class Clause(NamedTuple):
    """A literal as two questions, by their numbers: that it is true, and that it is not."""

    fact: str
    holds: int
    fails: int


Way = tuple[Clause, ...]


def demand_of(literal: Literal, fact: Fact, *, holds: bool) -> Demand:
    """The demand that a literal is true, or that it is not."""
    return Demand(
        fact=fact,
        leaf=literal.leaf,
        wanted=literal.positive is holds,
        of_unknown=(of_unknown(literal.leaf) is literal.positive) is holds,
        test=test_of(literal.leaf, fact),
    )


def said(leaf: Resolved, *, positive: bool = True) -> str:
    """A test as rules are written, for messages: `flight.seats: {gt: 100}`."""
    expected = leaf.source if leaf.source and "," not in leaf.source else _written(leaf.expected)
    text = f"{leaf.fact}: {{{leaf.operator}: {expected}}}"
    return text if positive else f"not: {{{text}}}"


def _written(expected: object) -> str:
    if isinstance(expected, bool):
        return "true" if expected else "false"
    if isinstance(expected, tuple | frozenset):
        values = sorted(map(str, expected)) if isinstance(expected, frozenset) else list(map(str, expected))
        shown = values if len(values) <= 4 else [*values[:3], f"… {len(values)} in all"]
        return f"[{', '.join(shown)}]"
    return str(expected)
