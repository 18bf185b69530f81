"""One rule with its mutants, run on the rule's tests, on the days that matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from engine.rulebook.book import RuleBook
from engine.rulebook.condition import Condition, ListRef
from engine.rulebook.governance import leaves, param_names
from engine.rulebook.rule import Rule, RuleTest
from engine.runtime.evaluation import RuleState
from engine.runtime.proving import ANY_DAY, day_of, in_force, kept
from engine.workbench.mutants import Mutant, MutantKind
from engine.workbench.readings import Ending, Reading, cases_of, ending_of
from engine.workbench.suggesting import Searched, difference, drafted, unknown

_ITSELF = "itself"


@dataclass(frozen=True, slots=True)
class _Day:
    """What a rule and its mutants mean on one day."""

    condition: Condition
    mutants: Mapping[int, Condition]
    reading: Reading


class Herd:
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
