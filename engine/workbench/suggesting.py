"""A case that tells a changed rule from the rule: the test that is wanting.

The search begins at the cases that the rule's tests have already, changes one fact, then two, and at last tries all
combinations of values that the two conditions can tell apart. When these are complete and none differs, the two rules
are the same, and no test can be asked for.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import combinations, islice, product
from math import prod

from engine.lexicon.spec import Lexicon, Scope, Value
from engine.rulebook.condition import Condition
from engine.rulebook.domain import Domain
from engine.rulebook.rule import Expectation, Rule
from engine.runtime.leaf import Truth
from engine.workbench.neighbours import Neighbours, neighbours
from engine.workbench.readings import Facts, Reading
from engine.workbench.written import case_line

EXPECTATIONS: Mapping[Truth, Expectation] = {
    True: Expectation.FIRES,
    False: Expectation.QUIET,
    None: Expectation.NOT_EVALUABLE,
}
MOST_CASES = 20_000
MOST_STARTS = 12
MARK = 6  # hexadecimal digits: among a hundred tests of a rule, two share them once in three thousand


@dataclass(frozen=True, slots=True)
class Searched:
    """The facts of a case, with the first condition's truth on it; None, and `same` when there certainly is none."""

    facts: Mapping[str, Value] | None = None
    truth: Truth = None
    same: bool = False


def difference(
    condition: Condition, other: Condition, starts: Sequence[Facts], lexicon: Lexicon, *, most: int = MOST_CASES
) -> Searched:
    """A case on which the conditions differ, as near to one of `starts` as can be found in `most` tries."""
    search = _Search((condition, other), starts, lexicon)
    return search.first(lambda seen: seen.truth is not search.reading.truth(other, seen.truths), most)


def unknown(condition: Condition, starts: Sequence[Facts], lexicon: Lexicon, *, most: int = MOST_CASES) -> Searched:
    """A case on which the condition is neither true nor false."""
    return _Search((condition,), starts, lexicon).first(lambda seen: seen.truth is None, most)


def deciding(
    marked: Condition, number: int, truths: frozenset[Truth], starts: Sequence[Facts], lexicon: Lexicon
) -> Searched:
    """A case on which a leaf, by its number from 0 in a `numbered` condition, has one of these truths and decides."""
    search = _Search((marked,), starts, lexicon)

    def is_wanted(seen: _Seen) -> bool:
        truth = seen.truths[number]
        return truth in truths and search.reading.decides(marked, number, seen.truths)

    return search.first(is_wanted, MOST_CASES)


@dataclass(frozen=True, slots=True)
class _Seen:
    """One case: the leaves' truths, and the truth of the first condition."""

    truths: Sequence[Truth]
    truth: Truth


def drafted(rule: Rule, domain: Domain, facts: Facts, truth: Truth, at: date | None = None) -> str:
    """The test that this case makes, as it can stand under `tests:`; a person should give it a name that tells why.

    Until then it is named by how it ends and a mark of its own, so that several can be taken as they are.
    """
    scopes = {name: domain.lexicon[name].scope for name in facts}
    whole = {name: value for name, value in facts.items() if scopes[name] is Scope.WHOLE}
    part = {name: value for name, value in facts.items() if scopes[name] is Scope.PART}
    expect = EXPECTATIONS[truth]
    parts = (part,) if rule.scope is Scope.PART else ()
    unnamed = case_line("", whole, parts, expect, domain, at)
    name = f"{expect.replace('_', ' ')} {sha256(unnamed.encode()).hexdigest()[:MARK]}"
    return case_line(name, whole, parts, expect, domain, at)


class _Search:
    def __init__(self, conditions: Sequence[Condition], starts: Sequence[Facts], lexicon: Lexicon) -> None:
        self._condition = conditions[0]
        self.reading = Reading(conditions, lexicon)
        names = dict.fromkeys(leaf.fact for leaf in self.reading.leaves)
        near = ({name: start[name] for name in names if name in start} for start in starts[:MOST_STARTS])
        self._starts = tuple(near) or ({},)
        self._choices = [self._choice(name, starts, lexicon) for name in names]

    def _choice(self, name: str, starts: Sequence[Facts], lexicon: Lexicon) -> Neighbours:
        seen = [start[name] for start in starts if name in start]
        leaves = [leaf for leaf in self.reading.leaves if leaf.fact == name]
        return neighbours(lexicon[name], leaves, seen)

    def first(self, is_wanted: Callable[[_Seen], bool], most: int) -> Searched:
        for facts in islice(self._cases(), most):
            truths = self.reading.truths(facts)
            truth = self.reading.truth(self._condition, truths)
            if is_wanted(_Seen(truths, truth)):
                return Searched(facts, truth)
        return Searched(same=self._is_complete(most))

    def _is_complete(self, most: int) -> bool:
        """Whether every case there is has been tried."""
        near = sum(1 for _ in islice(self._near(), most))
        every = prod(len(choice.values) for choice in self._choices)
        return all(choice.complete for choice in self._choices) and near + every <= most

    def _cases(self) -> Iterator[dict[str, Value]]:
        yield from self._near()
        names = [choice.fact for choice in self._choices]
        for values in product(*(choice.values for choice in self._choices)):
            yield _known(dict(zip(names, values, strict=True)))

    def _near(self) -> Iterator[dict[str, Value]]:
        for count in (1, 2):
            for start in self._starts:
                for chosen in combinations(self._choices, count):
                    for values in product(*(choice.values for choice in chosen)):
                        changed = {choice.fact: value for choice, value in zip(chosen, values, strict=True)}
                        yield _known({**start, **changed})


def _known(facts: Mapping[str, Value | None]) -> dict[str, Value]:
    return {name: value for name, value in facts.items() if value is not None}
