"""Would the tests beside a rule notice a slip? Every mutant of the rule is run on them.

A test kills a mutant when the mutant does not end as the test says. A mutant that differs in `on_missing` alone is
killed by a test in which the rule cannot be evaluated: there the one holds the case and the other passes it. Mutants
that no case tells from the rule are set aside. The score is what was killed of the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import ndiff

from engine.rulebook.book import RuleBook
from engine.rulebook.condition import Condition, ListRef
from engine.rulebook.governance import leaves, param_names
from engine.rulebook.rule import Rule, RuleTest
from engine.runtime.evaluation import RuleState
from engine.runtime.proving import ANY_DAY, day_of, in_force, kept
from engine.workbench.mutants import Equivalence, Mutant, MutantKind, Mutator, never_equivalent
from engine.workbench.readings import Ending, Reading, cases_of, ending_of
from engine.workbench.suggesting import Searched, difference, drafted, unknown
from engine.workbench.written import condition_lines

_ITSELF = "itself"


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no test notices: the lines that differ, and a test that would (empty when none was found)."""

    mutant: Mutant
    diff: tuple[str, ...]
    suggested: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """What became of a rule's mutants. `equivalent` are those that provably decide the same."""

    rule: Rule
    mutants: int
    killed: int
    equivalent: int
    survivors: tuple[Survivor, ...]

    @property
    def score(self) -> float:
        """Killed of those that differ from the rule, 0..1; 1 when none does."""
        return share(self.killed, self.mutants - self.equivalent)


def share(part: int, whole: int) -> float:
    """A part of a whole, 0..1; of nothing it is all."""
    return part / whole if whole else 1.0


class MutationBench:
    """Mutates the rules of one book, and runs them on the plain reading."""

    def __init__(self, book: RuleBook, is_equivalent: Equivalence = never_equivalent) -> None:
        self._mutator = Mutator(book)
        self._is_equivalent = is_equivalent

    def judge(self, rule: Rule) -> Mutation:
        """Runs every mutant of one rule on the rule's tests."""
        mutants = self._mutator.mutants(rule)
        herd = _Herd(rule, mutants, self._mutator.book)
        alive = herd.survivors()
        equivalent = 0
        survivors: list[Survivor] = []
        for number in alive:
            mutant = mutants[number]
            if self._is_equivalent(rule, mutant):
                equivalent += 1
                continue
            suggested = herd.suggestion(number)
            if not suggested and herd.is_same(number):
                equivalent += 1
            else:
                survivors.append(Survivor(mutant, _diff(rule, mutant), suggested))
        return Mutation(
            rule=rule,
            mutants=len(mutants),
            killed=len(mutants) - len(alive),
            equivalent=equivalent,
            survivors=tuple(survivors),
        )


@dataclass(frozen=True, slots=True)
class _Day:
    """What a rule and its mutants mean on one day."""

    condition: Condition
    mutants: Mapping[int, Condition]
    reading: Reading


class _Herd:
    """One rule with its mutants, on the days that matter."""

    def __init__(self, rule: Rule, mutants: Sequence[Mutant], book: RuleBook) -> None:
        self._rule = rule
        self._mutants = mutants
        named = (replace(mutant.rule, id=f"{number}") for number, mutant in enumerate(mutants))
        self._book = replace(book, rules=(replace(rule, id=_ITSELF), *named))
        self._days: dict[date, _Day | None] = {}
        self._known: dict[tuple[int, date], Searched | None] = {}

    def survivors(self) -> list[int]:
        """The numbers of the mutants that no test kills."""
        alive = list(range(len(self._mutants)))
        for test in self._rule.tests:
            day = self._day(day_of(self._rule, test))
            if day is not None and alive:
                alive = self._left(test, day, alive)
        return alive

    def _left(self, test: RuleTest, day: _Day, alive: list[int]) -> list[int]:
        cases = [day.reading.truths(facts) for facts in cases_of(self._rule, test)]

        def ending(condition: Condition) -> Ending:
            return ending_of(self._rule, [day.reading.truth(condition, truths) for truths in cases])

        own = ending(day.condition)
        if not kept(test, own.state, own.parts):
            return alive  # a test that fails on the rule itself shows nothing
        left: list[int] = []
        for number in alive:
            if self._mutants[number].kind is MutantKind.MISSING:
                killed = own.state is RuleState.NOT_EVALUABLE
            else:
                changed = ending(day.mutants[number])
                killed = not kept(test, changed.state, changed.parts)
            if not killed:
                left.append(number)
        return left

    def suggestion(self, number: int) -> str:
        """A test that would kill a mutant; empty when none was found."""
        for at in self._test_days():
            found = self._searched(number, at)
            if found is not None and found.facts is not None:
                usual = self._rule.from_ or ANY_DAY
                told = None if at == usual else at
                return drafted(self._rule, self._book.domain, found.facts, found.truth, told)
        return ""

    def is_same(self, number: int) -> bool:
        """Whether a mutant certainly decides like the rule, on every day on which what they name changes."""
        searched = [self._searched(number, at) for at in {*self._test_days(), *self._days_of_change()}]
        return all(found is None or found.same for found in searched)

    def _searched(self, number: int, at: date) -> Searched | None:
        if (number, at) not in self._known:
            self._known[number, at] = self._search(number, at)
        return self._known[number, at]

    def _search(self, number: int, at: date) -> Searched | None:
        day = self._day(at)
        if day is None:
            return None
        starts = [facts for test in self._rule.tests for facts in cases_of(self._rule, test)]
        lexicon = self._book.domain.lexicon
        if self._mutants[number].kind is MutantKind.MISSING:
            return unknown(day.condition, starts, lexicon)
        return difference(day.condition, day.mutants[number], starts, lexicon)

    def _test_days(self) -> list[date]:
        """The day of tests that name none first."""
        days = (day_of(self._rule, test) for test in self._rule.tests)
        return list(dict.fromkeys((self._rule.from_ or ANY_DAY, *days)))

    def _days_of_change(self) -> set[date]:
        """Days on which a list or parameter of the rule begins to say something else."""
        named = list(leaves(self._rule.when))
        params = {name for leaf in named for name in param_names(leaf)}
        lists = {leaf.operand.name for leaf in named if isinstance(leaf.operand, ListRef)}
        days = {entry.from_ for name in params for entry in self._book.params[name].entries}
        edges = (edge for name in lists for entry in self._book.lists[name] for edge in (entry.from_, entry.until))
        return days | {edge for edge in edges if edge is not None}

    def _day(self, at: date) -> _Day | None:
        if at not in self._days:
            live = {id_: each.when for id_, each in in_force(self._book, at).items()}
            own = live.pop(_ITSELF, None)
            reading = None if own is None else Reading((own, *live.values()), self._book.domain.lexicon)
            mutants = {int(id_): when for id_, when in live.items()}
            self._days[at] = None if own is None or reading is None else _Day(own, mutants, reading)
        return self._days[at]


def _diff(rule: Rule, mutant: Mutant) -> tuple[str, ...]:
    """The lines that differ: `-` as the rule has them, `+` as the mutant has."""
    before, after = ([*condition_lines(each.when), f"on_missing: {each.on_missing}"] for each in (rule, mutant.rule))
    return tuple(f"{line[0]} {line[2:].strip()}" for line in ndiff(before, after) if line[0] in "-+")
