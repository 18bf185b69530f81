"""The plain reading of one rule on the cases of its tests: each leaf's truth, and how the rule ends.

Coverage and mutation both ask this of thousands of rules and cases, so nothing is compiled for it: a leaf is tested
once a case, and conditions are read over these truths.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from engine.lexicon.spec import Lexicon, Scope, Value
from engine.rulebook.condition import All, Any, Condition, Leaf, Not, Resolved
from engine.rulebook.rule import Rule, RuleTest
from engine.runtime.evaluation import RuleState
from engine.runtime.leaf import Test, Truth, of_unknown, test_of
from engine.runtime.leaves import leaves_of
from engine.runtime.reference import truth_of, unresolved
from engine.runtime.values import is_blank

Facts = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a rule ends on one test, and for which parts (from 1) it fires."""

    state: RuleState
    parts: tuple[int, ...] = ()


def cases_of(rule: Rule, test: RuleTest) -> tuple[Facts, ...]:
    """What the rule is tested on: the whole, or each part with the facts of the whole beside its own."""
    if rule.scope is Scope.WHOLE:
        return (test.whole,)
    return tuple({**test.whole, **part} for part in test.parts)


def ending_of(rule: Rule, truths: Sequence[Truth]) -> Ending:
    """The ending that follows from the condition's truth on each case."""
    firing = tuple(number for number, truth in enumerate(truths, start=1) if truth is True)
    if firing:
        return Ending(RuleState.FIRES, () if rule.scope is Scope.WHOLE else firing)
    return Ending(RuleState.NOT_EVALUABLE if None in truths else RuleState.QUIET)


class Reading:
    """Conditions over one table of distinct leaves."""

    def __init__(self, conditions: Iterable[Condition], lexicon: Lexicon) -> None:
        distinct = dict.fromkeys(leaf for condition in conditions for leaf in leaves_of(condition))
        self.leaves: tuple[Resolved, ...] = tuple(distinct)
        self.places = {leaf: place for place, leaf in enumerate(self.leaves)}
        self._tests = [(leaf.fact, test_of(leaf, lexicon[leaf.fact]), of_unknown(leaf)) for leaf in self.leaves]

    def truths(self, facts: Facts) -> list[Truth]:
        """The truth of each leaf on a case, by place."""
        return [_truth(facts.get(fact), test, unknown) for fact, test, unknown in self._tests]

    def truth(self, condition: Condition, truths: Sequence[Truth]) -> Truth:
        """The truth of a condition over these truths."""
        return truth_of(condition, self.places, truths)

    def decides(self, condition: Condition, place: int, truths: Sequence[Truth]) -> bool:
        """Whether the other truth of a known leaf would, alone, change the truth of the condition."""
        truth = truths[place]
        if truth is None:
            return False
        other = [*truths[:place], not truth, *truths[place + 1 :]]
        return self.truth(condition, other) is not self.truth(condition, truths)


def _truth(value: Value | None, test: Test, unknown: Truth) -> Truth:
    return unknown if value is None or is_blank(value) else test(value)


def numbered(condition: Condition) -> Condition:
    """The same condition with every leaf marked by its number in reading order, so that no two of them are equal.

    A test that stands twice in a rule is covered twice; the executors, which share equal leaves, see one.
    """
    return _Numbering().of(condition)


class _Numbering:
    def __init__(self) -> None:
        self._next = 0

    def of(self, condition: Condition) -> Condition:
        match condition:
            case Resolved():
                self._next += 1
                return replace(condition, source=f"{self._next}")
            case Not(part):
                return Not(self.of(part))
            case All(parts):
                return All(tuple(map(self.of, parts)))
            case Any(parts):
                return Any(tuple(map(self.of, parts)))
            case Leaf():
                raise unresolved(condition)
            case _:
                assert_never(condition)
