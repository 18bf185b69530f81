"""One rule with its mutants, run on the rule's tests, on the days that matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from engine.rulebook.book import RuleBook
from engine.rulebook.condition import Condition
from engine.rulebook.rule import Rule, RuleTest
from engine.runtime.evaluation import RuleState
from engine.runtime.proving import ANY_DAY, day_of, in_force, kept
from engine.workbench.lasting import Moment, every_moment
from engine.workbench.mutants import Mutant, MutantKind
from engine.workbench.readings import Ending, Reading, cases_of, ending_of
from engine.workbench.sameness import are_same, is_never_unknown
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
        self._days: dict[Moment, _Day | None] = {}
        self._known: dict[tuple[int, Moment], Searched | None] = {}

    def survivors(self) -> list[int]:
        """The numbers of the mutants that no test kills."""
        alive = list(range(len(self._mutants)))
        for test in self._rule.tests:
            day = self._day(_on(day_of(self._rule, test)))
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
            found = self._searched(number, _on(at))
            if found is not None and found.facts is not None:
                usual = self._rule.from_ or ANY_DAY
                told = None if at == usual else at
                return drafted(self._rule, self._book.domain, found.facts, found.truth, told)
        return ""

    def is_same(self, number: int) -> bool:
        """Whether a mutant certainly decides like the rule, on every day of decision and of placing."""
        both = [replace(self._rule, id=_ITSELF), self._mutants[number].rule]
        when = {*map(_on, self._test_days()), *every_moment(self._book, both)}
        searched = (self._searched(number, at) for at in sorted(when))
        return all(found is None or found.same for found in searched)

    def _searched(self, number: int, at: Moment) -> Searched | None:
        if (number, at) not in self._known:
            self._known[number, at] = self._search(number, at)
        return self._known[number, at]

    def _search(self, number: int, at: Moment) -> Searched | None:
        """Values are tried first, which shows a case; where that leaves it open, the exact analysis is asked."""
        day = self._day(at)
        if day is None:
            return None
        starts = [facts for test in self._rule.tests for facts in cases_of(self._rule, test)]
        lexicon = self._book.domain.lexicon
        if self._mutants[number].kind is MutantKind.MISSING:
            found = unknown(day.condition, starts, lexicon)
            is_open = found.facts is None and not found.same
            return replace(found, same=True) if is_open and is_never_unknown(day.condition, lexicon) else found
        changed = day.mutants[number]
        found = difference(day.condition, changed, starts, lexicon)
        is_open = found.facts is None and not found.same
        return replace(found, same=True) if is_open and are_same(day.condition, changed, lexicon) else found

    def _test_days(self) -> list[date]:
        """The day of tests that name none first."""
        days = (day_of(self._rule, test) for test in self._rule.tests)
        return list(dict.fromkeys((self._rule.from_ or ANY_DAY, *days)))

    def _day(self, at: Moment) -> _Day | None:
        if at not in self._days:
            live = {id_: each.when for id_, each in in_force(self._book, *at).items()}
            own = live.pop(_ITSELF, None)
            reading = None if own is None else Reading((own, *live.values()), self._book.domain.lexicon)
            mutants = {int(id_): when for id_, when in live.items()}
            self._days[at] = None if own is None or reading is None else _Day(own, mutants, reading)
        return self._days[at]


def _on(day: date) -> Moment:
    """Placed and decided on one day."""
    return day, day
