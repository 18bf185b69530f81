"""What the tests beside rules leave open, as faults with a place and a test that would close it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from engine.lexicon.spec import Value
from engine.rulebook.book import RuleBook
from engine.rulebook.rule import Rule, RuleTest
from engine.rulebook.source import RuleFault
from engine.runtime.leaf import Truth
from engine.runtime.proving import ANY_DAY, in_force
from engine.workbench.coverage import Coverage, LeafSeen, cover
from engine.workbench.limits import within
from engine.workbench.plain_tests import plainly_failed
from engine.workbench.proof import Proof, RuleProof
from engine.workbench.readings import Facts, Reading, cases_of, numbered
from engine.workbench.suggesting import deciding, drafted

_EITHER: frozenset[Truth] = frozenset({True, False})
MOST_DRAFTED = 20
TESTING_DRAFTS = "testing this rule drafts a test that would notice"


def thin_tests(proof: Proof, book: RuleBook) -> tuple[RuleFault, ...]:
    """R063 to R066 and R069: failed tests, bounds and leaves untested, and mutants that no test notices."""
    return tuple(fault for each in proof.by_rule for fault in _of_rule(each, book))


def untested(book: RuleBook, _today: date) -> Iterator[RuleFault]:
    """R063 to R066 of a book by the plain reading alone: one of the further checks of `rules check`.

    A thousand rules are read before an analyst looks up; both executors run the tests in `rules test`. Only the first
    few faults come with a test that would mend them, since each has to be searched for.
    """
    held, allowance = within(book), Allowance(MOST_DRAFTED)
    for rule, test, detail in plainly_failed(held):
        yield _failed(rule, test, detail)
    for coverage in cover(held):
        yield from _of_leaves(coverage, _Drafts(coverage.rule, held, allowance))


def _of_rule(proof: RuleProof, book: RuleBook) -> Iterator[RuleFault]:
    rule = proof.rule
    for failed in proof.failed:
        yield _failed(rule, failed.test, failed.detail)
    yield from _of_leaves(proof.coverage, _Drafts(rule, book))
    for survivor in proof.mutation.survivors if proof.mutation is not None else ():
        message = f"{rule.id}: no test notices this change: {survivor.mutant.change}"
        yield RuleFault("R069", message, survivor.mutant.span, _add(survivor.suggested))


def _failed(rule: Rule, test: RuleTest, detail: str) -> RuleFault:
    message = f"{rule.id}: the test `{test.name}` does not hold: {detail}"
    return RuleFault("R064", message, test.span, "mend the rule, or the test if the rule is right", rule.id)


def _of_leaves(coverage: Coverage, drafts: "_Drafts") -> Iterator[RuleFault]:
    for number, seen in enumerate(coverage.leaves):
        yield from _of_leaf(number, seen, drafts)


def _of_leaf(number: int, seen: LeafSeen, drafts: "_Drafts") -> Iterator[RuleFault]:
    leaf, rule = seen.leaf, drafts.rule.id
    for place in seen.untested:
        message = f"no test gives `{leaf.fact}` {_a_value(place.told)}"
        hint = drafts.hint(partial(drafts.at_value, number, leaf.fact, place.value))
        yield RuleFault("R063", message, leaf.span, hint, rule)
    for truth, met in ((True, seen.true), (False, seen.false)):
        if not met:
            message = f"this test of `{leaf.fact}` is {'true' if truth else 'false'} in no case"
            hint = drafts.hint(partial(drafts.with_truth, number, frozenset({truth})))
            yield RuleFault("R065", message, leaf.span, hint, rule)
    if seen.true and seen.false and not seen.decisive:
        message = f"in no case does it depend on this test of `{leaf.fact}` how the rule ends"
        yield RuleFault("R066", message, leaf.span, drafts.hint(partial(drafts.with_truth, number, _EITHER)), rule)


def _a_value(told: str) -> str:
    return f"a value {told}" if " " in told else f"the value {told}"


def _add(line: str) -> str:
    return f"add {line}" if line else "if no case can show it, take it out of the condition"


class Allowance:
    """How many tests may still be searched for."""

    def __init__(self, left: int) -> None:
        self._left = left

    def take(self) -> bool:
        """Takes one, if there is one."""
        self._left -= 1
        return self._left >= 0


class _Drafts:
    """Drafts tests of one rule, on the day of its tests that name none."""

    def __init__(self, rule: Rule, book: RuleBook, allowance: Allowance | None = None) -> None:
        self.rule = rule
        self._domain = book.domain
        self._day = rule.from_ or ANY_DAY
        self._book = replace(book, rules=(rule,))  # what other rules mean that day is nobody's question here
        self._allowance = allowance

    def hint(self, draft: Callable[[], str]) -> str:
        """The test that is to be added; where no more are searched for, that testing drafts it."""
        if self._allowance is not None and not self._allowance.take():
            return TESTING_DRAFTS
        return _add(draft())

    def with_truth(self, number: int, truths: frozenset[Truth]) -> str:
        """A test in which a leaf has one of these truths and decides; empty when none was found."""
        live = in_force(self._book, self._day).get(self.rule.id)
        if live is None:
            return ""
        found = deciding(numbered(live.when), number, truths, self._starts(), self._domain.lexicon)
        return "" if found.facts is None else drafted(self.rule, self._domain, found.facts, found.truth)

    def at_value(self, number: int, fact: str, value: Value) -> str:
        """A test in which a fact has a value, all else as in a case where the leaf decides, if there is one."""
        live = in_force(self._book, self._day).get(self.rule.id)
        if live is None:
            return ""
        condition = numbered(live.when)
        reading = Reading((condition,), self._domain.lexicon)
        cases = [{**start, fact: value} for start in self._starts() or ({},)]
        truths = [reading.truths(facts) for facts in cases]
        best = next((n for n, each in enumerate(truths) if reading.decides(condition, number, each)), 0)
        return drafted(self.rule, self._domain, cases[best], reading.truth(condition, truths[best]))

    def _starts(self) -> Sequence[Facts]:
        return [facts for test in self.rule.tests for facts in cases_of(self.rule, test)]
