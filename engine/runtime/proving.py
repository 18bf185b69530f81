"""Runs the tests that stand beside the rules, on both executors."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from engine.errors import EngineFault
from engine.lexicon.sheet import Sheet
from engine.rulebook.book import RuleBook
from engine.rulebook.resolve import LiveRule, resolve
from engine.rulebook.rule import Expectation, Rule, RuleTest, Status
from engine.runtime.evaluation import Evaluation, RuleState
from engine.runtime.program import Program

ANY_DAY = date(2026, 6, 30)  # of a test that names no day, beside a rule that names none
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


def day_of(rule: Rule, test: RuleTest) -> date:
    """The day on which a test is run: its own, else the rule's first."""
    return test.at or rule.from_ or ANY_DAY


def proved(book: RuleBook) -> tuple[Rule, ...]:
    """The rules whose tests are run: all but the retired. A draft decides nothing, and still has to keep its word."""
    return tuple(rule for rule in book.rules if rule.status is not Status.RETIRED)


def in_force(book: RuleBook, day: date, placed: date | None = None) -> dict[str, LiveRule]:
    """What the rules whose tests are run mean on a day, by id; drafts are taken as if they were live. `placed` is the
    day of placing, else the same."""
    rules = {rule.id: rule for rule in proved(book)}
    awake = replace(book, rules=tuple(replace(rule, status=Status.LIVE) for rule in rules.values()))
    return {each.rule.id: LiveRule(rules[each.rule.id], each.when) for each in resolve(awake, day, placed or day)}


def prove(book: RuleBook) -> list[FailedTest]:
    """All failed tests of all rules that are not retired; empty when the book keeps its word."""
    resolved: dict[date, dict[str, LiveRule]] = {}
    failed: list[FailedTest] = []
    for rule in proved(book):
        programs: dict[date, Program] = {}
        for test in rule.tests:
            day = day_of(rule, test)
            if day not in resolved:
                resolved[day] = in_force(book, day)
            live = resolved[day].get(rule.id)
            if live is not None and day not in programs:
                programs[day] = Program([live], book.domain)
            failed.extend(_failures(rule, test, programs.get(day)))
        for program in programs.values():
            program.close()
    return failed


def _failures(rule: Rule, test: RuleTest, program: Program | None) -> Iterator[FailedTest]:
    if program is None:
        if detail := out_of_force(test):
            yield FailedTest(rule, test, None, (), detail)
        return
    try:
        evaluation = program.match(Sheet(test.whole, test.parts))
    except EngineFault as fault:
        yield FailedTest(rule, test, None, (), str(fault))
        return
    state, parts = ending(evaluation)
    if detail := otherwise(test, state, parts):
        yield FailedTest(rule, test, state, parts, detail)


def out_of_force(test: RuleTest) -> str:
    """What is wrong with the test of a day on which the rule is not in force; empty where it expects nothing."""
    quiet = test.expect is Expectation.QUIET
    return "" if quiet else f"expected {test.expect}, but the rule is not in force that day"


def otherwise(test: RuleTest, state: RuleState, parts: tuple[int, ...]) -> str:
    """In which way a rule that ends so ends otherwise than the test says; empty when it does not."""
    if state is not EXPECTED[test.expect]:
        return f"expected {test.expect}, got {state}"
    return "" if kept(test, state, parts) else f"expected parts {test.expect_parts}, fired for {parts}"


def kept(test: RuleTest, state: RuleState, parts: tuple[int, ...]) -> bool:
    """Whether a rule that ends so ends as the test says; parts count only where the test names them."""
    return state is EXPECTED[test.expect] and test.expect_parts in (None, parts)


def ending(evaluation: Evaluation) -> tuple[RuleState, tuple[int, ...]]:
    """How the one rule of a program ended, and for which parts (from 1) it fired."""
    for result in evaluation.results:
        if result.state is RuleState.FIRES:
            return RuleState.FIRES, tuple(part + 1 for part in result.parts)
    states = {result.state for result in evaluation.results}
    return next(iter(states), RuleState.QUIET), ()
