"""A condition tree as an expression of another language: the few points in which the languages differ."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from engine.rulebook.condition import All, Any, Condition, Not, Operator, Resolved

_COMPARED = {
    Operator.EQ: "==", Operator.NE: "!=", Operator.GT: ">", Operator.GTE: ">=", Operator.LT: "<", Operator.LTE: "<=",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a language joins, negates, lists and tests. `name` turns a fact's name into a reference to its value."""

    conjunction: str
    disjunction: str
    negation: str
    starts_with: str
    name: Callable[[str], str]
    true: str = "true"
    false: str = "false"

    def expression(self, when: Condition) -> str:
        """The condition in this language."""
        match when:
            case All(parts):
                return f"({self.conjunction.join(map(self.expression, parts))})"
            case Any(parts):
                return f"({self.disjunction.join(map(self.expression, parts))})"
            case Not(part):
                return self.negation.format(self.expression(part))
            case Resolved():
                return self.leaf(when)
        msg = f"{when} is not resolved"
        raise TypeError(msg)

    def leaf(self, leaf: Resolved) -> str:
        """One test."""
        name, expected = self.name(leaf.fact), leaf.expected
        if isinstance(expected, tuple):
            low, high = expected
            return f"({name} >= {low}{self.conjunction}{name} <= {high})"
        if isinstance(expected, frozenset):
            words = sorted(expected)
            if leaf.operator is Operator.IN:
                return f"({name} in [{', '.join(map(json.dumps, words))}])"
            tests = (self.starts_with.format(name, json.dumps(word)) for word in words)
            return f"({self.disjunction.join(tests)})"
        return f"({name} {_COMPARED[leaf.operator]} {self.literal(expected)})"

    def literal(self, value: object) -> str:
        """A value as the language writes it."""
        if isinstance(value, bool):
            return self.true if value else self.false
        return json.dumps(value)
