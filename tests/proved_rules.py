"""Random rules of the toy domain as they would stand in a file, with tests that they pass; from a seed."""

from dataclasses import replace
from datetime import date
from random import Random

from engine.lexicon.spec import Scope, Value
from engine.rulebook.book import RuleBook
from engine.rulebook.cases import CaseReader
from engine.rulebook.condition import All, Any, Condition, Leaf, Not, Operand, Operator, Resolved
from engine.rulebook.faults import Faults
from engine.rulebook.nodes import Sequence, read_yaml
from engine.rulebook.rule import Expectation, Rule, RuleTest
from engine.rulebook.rule_shape import rule_shapes
from engine.runtime.evaluation import RuleState
from engine.runtime.proving import in_force
from engine.workbench.readings import Ending, Reading, cases_of, ending_of
from tests.random_rules import random_condition, random_sheet
from tests.toy import AIRPORT, ANY_DAY, NOWHERE, TOY_LEXICON, a_rule

EXPECTS = {
    RuleState.FIRES: Expectation.FIRES,
    RuleState.QUIET: Expectation.QUIET,
    RuleState.NOT_EVALUABLE: Expectation.NOT_EVALUABLE,
}


def as_written(condition: Condition) -> Condition:
    """The condition that a file would hold for this resolved one."""
    match condition:
        case Resolved():
            return Leaf(condition.fact, condition.operator, _operand(condition), NOWHERE)
        case Not(part):
            return Not(as_written(part), NOWHERE)
        case All(parts):
            return All(tuple(map(as_written, parts)), NOWHERE)
        case Any(parts):
            return Any(tuple(map(as_written, parts)), NOWHERE)
    return condition


def _operand(leaf: Resolved) -> Operand:
    expected = leaf.expected
    if leaf.operator is Operator.CONTAINS and isinstance(expected, str):
        return (expected,)
    if isinstance(expected, frozenset):
        return tuple(sorted(expected))
    if isinstance(expected, tuple):
        low, high = map(_plain, expected)
        return low, high
    return _plain(expected)


def _plain(value: Value) -> bool | int | float | str:
    assert not isinstance(value, frozenset)
    return value.isoformat() if isinstance(value, date) else value


def a_book(rule: Rule) -> RuleBook:
    """A book of one rule."""
    return RuleBook(domain=AIRPORT, rules=(rule,))


def ending_on(rule: Rule, test: RuleTest) -> Ending:
    """How a rule ends on a test."""
    when = in_force(a_book(rule), ANY_DAY)[rule.id].when
    reading = Reading((when,), TOY_LEXICON)
    return ending_of(rule, [reading.truth(when, reading.truths(facts)) for facts in cases_of(rule, test)])


def random_rule(rng: Random, tests: int) -> Rule:
    """A rule with so many tests, each of which it passes; about half of them name the parts it fires for."""
    scope = rng.choice((Scope.WHOLE, Scope.PART))
    facts = [fact for fact in TOY_LEXICON.values() if scope is Scope.PART or fact.scope is Scope.WHOLE]
    chosen = rng.sample(facts, 4)
    rule = replace(a_rule(as_written(random_condition(rng, chosen, 2)), scope=scope).rule)
    return with_tests(rule, [_random_test(rng, rule, number) for number in range(tests)])


def with_tests(rule: Rule, tests: list[RuleTest]) -> Rule:
    """The rule with other tests."""
    return replace(rule, tests=tuple(tests))


def _random_test(rng: Random, rule: Rule, number: int) -> RuleTest:
    sheet = random_sheet(rng)
    test = RuleTest(
        name=f"{number}", whole=dict(sheet.whole), parts=tuple(map(dict, sheet.parts)), expect=Expectation.QUIET,
        span=NOWHERE,
    )  # fmt: skip
    ending = ending_on(rule, test)
    named = ending.parts if ending.parts and rng.random() < 0.5 else None
    return replace(test, expect=EXPECTS[ending.state], expect_parts=named)


def read_test(line: str, scope: Scope) -> RuleTest | None:
    """The test that a line of a rule file holds; None for one with a number larger than files may hold."""
    faults = Faults()
    node = read_yaml("toy.yaml", line, faults)
    assert isinstance(node, Sequence)
    (test,) = CaseReader(AIRPORT, rule_shapes(AIRPORT), faults).tests(node.items, scope)
    assert {fault.code for fault in faults.found} <= {"R018"}
    return None if faults.found else test
