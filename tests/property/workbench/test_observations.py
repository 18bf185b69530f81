"""Every observation on random rule books: brute force agrees, and each witness does what it is said to do."""

from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Scope
from engine.rulebook.book import RuleBook
from engine.rulebook.cases import CaseReader
from engine.rulebook.condition import Condition, Operator
from engine.rulebook.domain import Domain
from engine.rulebook.faults import Faults
from engine.rulebook.nodes import read_yaml
from engine.rulebook.resolve import resolve
from engine.rulebook.rule import Consequence
from engine.rulebook.rule_shape import rule_shapes
from engine.runtime.leaves import leaves_of
from engine.runtime.program import Program
from engine.workbench.analysis import observations
from engine.workbench.branches import branches, without
from engine.workbench.observation import Observation
from engine.workbench.written import given_text
from tests.analysis_books import (
    a_book,
    a_condition,
    a_written_rule,
    facts_of,
    grid,
    is_opaque,
    some_facts,
    truth_on,
)
from tests.random_rules import random_sheet
from tests.toy import AIRPORT

SEEDS = st.integers(min_value=0, max_value=2**40)
TODAY = date(2026, 6, 30)
_PRESENCE = frozenset({Operator.MISSING, Operator.PRESENT})


def _seen(seed: int) -> tuple[RuleBook, dict[str, Condition], tuple[Observation, ...]]:
    rng = Random(seed)
    facts = some_facts(rng)
    rules = [a_written_rule(a_condition(rng, facts), number, rng.choice(AIRPORT.precedence)) for number in range(1, 4)]
    book = a_book(*rules)
    conditions = {live.rule.id: live.when for live in resolve(book, TODAY, TODAY)}
    return book, conditions, observations(book, TODAY)


def _of(observed: tuple[Observation, ...], *codes: str) -> list[Observation]:
    return [each for each in observed if each.code in codes]


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_rules_when_never_or_always_firing_then_every_case_agrees(seed: int) -> None:
    _, conditions, observed = _seen(seed)
    never = {each.rule for each in _of(observed, "R041")}
    always = {each.rule for each in _of(observed, "R042")}
    for name, condition in conditions.items():
        asks = {leaf.fact for leaf in leaves_of(condition) if leaf.operator in _PRESENCE}
        facts = facts_of(condition)
        fires = [(case, truth_on(condition, case) is True) for case in grid(condition)]
        known = [fired for case, fired in fires if {fact.name for fact in facts} <= case.keys() | asks]
        if not is_opaque(condition):
            assert (name in never) is (not any(fired for _, fired in fires))
            assert (name in always) is all(known)
        assert name not in never or not any(fired for _, fired in fires)
        assert name not in always or all(known)


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_rule_when_subsumed_then_the_other_fires_on_all_its_cases(seed: int) -> None:
    book, conditions, observed = _seen(seed)
    verdicts = {rule.id: rule.then.verdict for rule in book.rules}
    for each in _of(observed, "R043"):
        one, other = conditions[each.rule], conditions[each.other]
        assert AIRPORT.worst(verdicts[each.rule], verdicts[each.other]) == verdicts[each.other]
        assert all(truth_on(other, case) is True for case in grid(one, other) if truth_on(one, case) is True)


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_parts_when_without_effect_then_the_rule_fires_alike_without_them(seed: int) -> None:
    book, conditions, observed = _seen(seed)
    rules = {rule.id: rule for rule in book.rules}
    for name, when in conditions.items():
        spans = {each.span for each in _of(observed, "R045", "R046") if each.rule == name}
        found = branches(rules[name].when, when, rules[name].span)
        less = when
        for path in sorted((branch.path for branch in found if branch.span in spans), reverse=True):
            less = without(less, path)
        assert all((truth_on(when, case) is True) is (truth_on(less, case) is True) for case in grid(when))


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_witness_when_run_by_both_executors_then_rules_fire_as_said(seed: int) -> None:
    book, _, observed = _seen(seed)
    shown = [each for each in observed if each.witness is not None]
    assume(shown)
    program = Program(resolve(book, TODAY, TODAY), AIRPORT)
    for each in shown:
        assert each.witness is not None
        fired = {result.rule.id for result in program.match(each.witness.sheet).fired()}
        assert {each.rule, each.other or each.rule} <= fired
        assert each.wins in {"", *fired}
    program.close()


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_rules_when_their_order_changes_then_the_same_is_observed(seed: int) -> None:
    book, _, observed = _seen(seed)
    turned = observations(replace(book, rules=tuple(reversed(book.rules))), TODAY)
    assert sorted(map(_said, turned)) == sorted(map(_said, observed))


def _said(each: Observation) -> tuple[str, str, str, str]:
    return each.code, each.rule, each.other, each.message


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_rule_when_it_says_the_same_as_another_then_one_of_them_is_needless(seed: int) -> None:
    rng = Random(seed)
    condition = a_condition(rng, some_facts(rng))
    first, second = (a_written_rule(condition, number, "inspect") for number in (1, 2))
    worse = replace(second, then=Consequence(verdict="offload", reason="TOY", actor="crew", severity="low"))
    assume(not _of(observations(a_book(first), TODAY), "R041") and not is_opaque(condition))
    assert [each.rule for each in _of(observations(a_book(first, second), TODAY), "R043")] == [second.id]
    assert [each.rule for each in _of(observations(a_book(first, worse), TODAY), "R043")] == [first.id]


@given(SEEDS)
@settings(max_examples=200, deadline=None)
def test_case_when_written_and_read_then_is_the_same(seed: int) -> None:
    sheet = random_sheet(Random(seed))
    assume(all(value != 1e22 for facts in (sheet.whole, *sheet.parts) for value in facts.values()))
    assert _read(given_text(sheet.whole, sheet.parts, AIRPORT.part), AIRPORT) == sheet


def _read(text: str, domain: Domain) -> Sheet:
    faults = Faults()
    node = read_yaml("case.yaml", text, faults)
    assert node is not None
    whole, parts = CaseReader(domain, rule_shapes(domain), faults).facts(node)
    assert faults.found == ()
    return Sheet(whole, parts)


def test_scopes_when_they_differ_then_a_rule_of_parts_makes_none_of_the_whole_needless() -> None:
    whole = a_written_rule(a_condition(Random(1), some_facts(Random(1))), 1, "inspect", Scope.WHOLE)
    part = replace(whole, id="TOY-002", scope=Scope.PART)
    assert {each.rule for each in _of(observations(a_book(whole, part), TODAY), "R043")} <= {"TOY-002"}
