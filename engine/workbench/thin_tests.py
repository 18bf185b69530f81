"""What the tests beside rules leave open, as faults with a place and a test that would close it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from engine.lexicon.spec import Value
from engine.rulebook.book import RuleBook
from engine.rulebook.rule import Rule
from engine.rulebook.source import RuleFault
from engine.runtime.leaf import Truth
from engine.runtime.proving import ANY_DAY, in_force
from engine.workbench.coverage import LeafSeen
from engine.workbench.limits import within
from engine.workbench.proof import Proof, RuleProof, proof_of
from engine.workbench.readings import Facts, Reading, cases_of, numbered
from engine.workbench.suggesting import deciding, drafted

_EITHER: frozenset[Truth] = frozenset({True, False})


def thin_tests(proof: Proof, book: RuleBook) -> tuple[RuleFault, ...]:
    """R063 to R066 and R069: failed tests, bounds and leaves untested, and mutants that no test notices."""
    return tuple(fault for each in proof.by_rule for fault in _of_rule(each, book))


def untested(book: RuleBook, _today: date) -> Iterable[RuleFault]:
    """R063 to R066 of a book, without mutation: one of the further checks of `rules check`."""
    held = within(book)
    return thin_tests(proof_of(held, mutation=False), held)


def _of_rule(proof: RuleProof, book: RuleBook) -> Iterator[RuleFault]:
    rule = proof.rule
    for failed in proof.failed:
        message = f"{rule.id}: the test `{failed.test.name}` does not hold: {failed.detail}"
        yield RuleFault("R064", message, failed.test.span, "mend the rule, or the test if the rule is right")
    drafts = _Drafts(rule, book)
    for number, seen in enumerate(proof.coverage.leaves):
        if not seen.dead:
            yield from _of_leaf(number, seen, drafts)
    for survivor in proof.mutation.survivors if proof.mutation is not None else ():
        message = f"{rule.id}: no test notices this change: {survivor.mutant.change}"
        yield RuleFault("R069", message, survivor.mutant.span, _add(survivor.suggested))


def _of_leaf(number: int, seen: LeafSeen, drafts: "_Drafts") -> Iterator[RuleFault]:
    leaf = seen.leaf
    for place in seen.untested:
        message = f"no test gives `{leaf.fact}` {_a_value(place.told)}"
        yield RuleFault("R063", message, leaf.span, _add(drafts.at_value(number, leaf.fact, place.value)))
    for truth, met in ((True, seen.true), (False, seen.false)):
        if not met:
            message = f"this test of `{leaf.fact}` is {'true' if truth else 'false'} in no case"
            yield RuleFault("R065", message, leaf.span, _add(drafts.with_truth(number, frozenset({truth}))))
    if seen.true and seen.false and not seen.decisive:
        message = f"in no case does it depend on this test of `{leaf.fact}` how the rule ends"
        yield RuleFault("R066", message, leaf.span, _add(drafts.with_truth(number, _EITHER)))


def _a_value(told: str) -> str:
    return f"a value {told}" if " " in told else f"the value {told}"


def _add(line: str) -> str:
    return f"add {line}" if line else "if no case can show it, take it out of the condition"


class _Drafts:
    """Drafts tests of one rule, on the day of its tests that name none."""

    def __init__(self, rule: Rule, book: RuleBook) -> None:
        self._rule = rule
        self._domain = book.domain
        self._day = rule.from_ or ANY_DAY
        self._book = book

    def with_truth(self, number: int, truths: frozenset[Truth]) -> str:
        """A test in which a leaf has one of these truths and decides; empty when none was found."""
        live = in_force(self._book, self._day).get(self._rule.id)
        if live is None:
            return ""
        found = deciding(numbered(live.when), number, truths, self._starts(), self._domain.lexicon)
        return "" if found.facts is None else drafted(self._rule, self._domain, found.facts, found.truth)

    def at_value(self, number: int, fact: str, value: Value) -> str:
        """A test in which a fact has a value, all else as in a case where the leaf decides, if there is one."""
        live = in_force(self._book, self._day).get(self._rule.id)
        if live is None:
            return ""
        condition = numbered(live.when)
        reading = Reading((condition,), self._domain.lexicon)
        cases = [{**start, fact: value} for start in self._starts() or ({},)]
        truths = [reading.truths(facts) for facts in cases]
        best = next((n for n, each in enumerate(truths) if reading.decides(condition, number, each)), 0)
        return drafted(self._rule, self._domain, cases[best], reading.truth(condition, truths[best]))

    def _starts(self) -> Sequence[Facts]:
        return [facts for test in self._rule.tests for facts in cases_of(self._rule, test)]
