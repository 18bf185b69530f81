"""Runs the tests that stand beside the rules, on both executors."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.errors import EngineFault
from engine.lexicon.sheet import Sheet
from engine.rulebook.book import RuleBook
from engine.rulebook.resolve import LiveRule, resolve
from engine.rulebook.rule import Expectation, Rule, RuleTest
from engine.runtime.evaluation import Evaluation, RuleState
from engine.runtime.program import Program

EXPECTED = {
    Expectation.FIRES: RuleState.FIRES,
    Expectation.QUIET: RuleState.QUIET,
    Expectation.NOT_EVALUABLE: RuleState.NOT_EVALUABLE,
}


@dataclass(frozen=True, slots=True)
class FailedTest:
    """A test that did not end as it says. `parts` are those that fired, from 1."""

    rule: Rule
    test: RuleTest
    state: RuleState | None
    parts: tuple[int, ...]
    detail: str

    def __str__(self) -> str:
        return f"{self.test.span}: {self.rule.id} `{self.test.name}`: {self.detail}"


def prove(book: RuleBook) -> list[FailedTest]:
    """All failed tests of all rules that are not retired; empty when the book keeps its word."""
    resolved: dict[date, dict[str, LiveRule]] = {}
    failed: list[FailedTest] = []
    for rule in book.rules:
        programs: dict[date, Program] = {}
        for test in rule.tests:
            day = test.at or rule.from_ or date(2026, 6, 30)
            if day not in resolved:
                resolved[day] = {each.rule.id: each for each in resolve(book, day, day)}
            live = resolved[day].get(rule.id)
            if live is not None and day not in programs:
                programs[day] = Program([live], book.domain)
            failed.extend(_failures(rule, test, programs.get(day)))
        for program in programs.values():
            program.close()
    return failed


def _failures(rule: Rule, test: RuleTest, program: Program | None) -> Iterator[FailedTest]:
    if program is None:  # not in force on that day
        if test.expect is not Expectation.QUIET:
            yield FailedTest(rule, test, None, (), f"expected {test.expect}, but the rule is not in force that day")
        return
    try:
        evaluation = program.match(Sheet(test.whole, test.parts))
    except EngineFault as fault:
        yield FailedTest(rule, test, None, (), str(fault))
        return
    state, parts = ending(evaluation)
    if state is not EXPECTED[test.expect]:
        yield FailedTest(rule, test, state, parts, f"expected {test.expect}, got {state}")
    elif test.expect_parts is not None and parts != test.expect_parts:
        yield FailedTest(rule, test, state, parts, f"expected parts {test.expect_parts}, fired for {parts}")


def ending(evaluation: Evaluation) -> tuple[RuleState, tuple[int, ...]]:
    """How the one rule of a program ended, and for which parts (from 1) it fired."""
    for result in evaluation.results:
        if result.state is RuleState.FIRES:
            return RuleState.FIRES, tuple(part + 1 for part in result.parts)
    states = {result.state for result in evaluation.results}
    return next(iter(states), RuleState.QUIET), ()
