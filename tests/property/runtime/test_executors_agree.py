"""durable_rules and the plain reading find the same, on rule books and sheets that nobody wrote by hand."""

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Scope
from engine.rulebook.condition import All, Any, Not, Operator
from engine.rulebook.resolve import LiveRule
from engine.runtime.compiled import holding, possible
from engine.runtime.evaluation import RuleState
from engine.runtime.leaves import LeafTable
from engine.runtime.normal import TooManyBranches
from engine.runtime.program import Program
from engine.runtime.reference import truth_of
from tests.random_rules import random_book, random_condition, random_leaf, random_sheet
from tests.toy import AIRPORT, TOY_LEXICON, a_program, a_rule

SHEETS_A_BOOK = 4
SEEDS = st.integers(min_value=0, max_value=2**40)
WHOLE = [fact for fact in TOY_LEXICON.values() if fact.scope is Scope.WHOLE]


@pytest.fixture(autouse=True, scope="module")
def learns_early() -> Iterator[None]:
    """Half of each book's sheets come after the program has learned what is rare."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.runtime.habits.ENOUGH", SHEETS_A_BOOK // 2)
        yield


def agreeing_cases(seed: int) -> int:
    """Evaluates one random book on some random sheets; `match` raises where the executors differ."""
    rng = Random(seed)
    try:
        program = Program(random_book(rng), AIRPORT)
    except TooManyBranches:
        return 0
    for _ in range(SHEETS_A_BOOK):
        program.match(random_sheet(rng))
    program.close()
    return SHEETS_A_BOOK


@given(SEEDS)
@settings(max_examples=500)
def test_executors_when_rules_and_facts_are_random_then_agree(seed: int) -> None:
    assert agreeing_cases(seed) in {0, SHEETS_A_BOOK}


@pytest.mark.proof
def test_executors_when_there_are_two_hundred_thousand_cases_then_agree() -> None:
    cases = seed = 0
    while cases < 200_000:
        cases += agreeing_cases(seed)
        seed += 1
    print(f"{cases} cases, {seed} rule books: durable_rules and the reference agree on all")
    assert cases >= 200_000


@given(SEEDS)
@settings(max_examples=300)
def test_compiled_rules_when_truths_are_random_then_read_as_the_tree_does(seed: int) -> None:
    rng = Random(seed)
    conditions = [random_condition(rng, WHOLE) for _ in range(3)]
    places = LeafTable(conditions, TOY_LEXICON).places
    truths = [rng.choice((True, False, None)) for _ in places]
    plain = [truth_of(condition, places, truths) for condition in conditions]
    numbered = list(enumerate(conditions))
    assert holding(numbered, places)(truths) == [n for n, truth in enumerate(plain) if truth is True]
    assert possible(numbered, places)(truths) == [n for n, truth in enumerate(plain) if truth is not False]


@given(SEEDS)
@settings(max_examples=100)
def test_rules_when_their_order_changes_then_nothing_else_does(seed: int) -> None:
    rng = Random(seed)
    book, sheet = random_book(rng), random_sheet(rng)
    shuffled = rng.sample(book, len(book))

    def found(rules: list[LiveRule]) -> set[tuple[str, str, tuple[int, ...]]]:
        results = a_program(*rules).match(sheet).results
        return {(each.rule.id, each.state, each.parts) for each in results}

    try:
        assert found(book) == found(shuffled)
    except TooManyBranches:
        return


@given(SEEDS)
@settings(max_examples=200)
def test_rule_when_a_condition_and_its_negation_are_tried_then_never_both_fire(seed: int) -> None:
    rng = Random(seed)
    condition, sheet = random_condition(rng, WHOLE), random_sheet(rng)
    both = (a_rule(condition, id_="TOY-001"), a_rule(Not(condition), id_="TOY-002"))
    try:
        states = [result.state for result in a_program(*both).match(sheet).results]
    except TooManyBranches:
        return
    assert states in ([RuleState.FIRES], [RuleState.NOT_EVALUABLE] * 2)


@given(SEEDS)
@settings(max_examples=200)
def test_rule_when_a_fact_becomes_known_then_a_firing_rule_does_not_fall_silent(seed: int) -> None:
    """Knowing more decides what was open and never overturns what was decided, `missing` and `present` apart."""
    rng = Random(seed)
    leaves = [random_leaf(rng, rng.choice(WHOLE)) for _ in range(8)]
    leaves = [leaf for leaf in leaves if leaf.operator not in {Operator.MISSING, Operator.PRESENT}][:3]
    program = a_program(a_rule(rng.choice((All, Any))(tuple(leaves))))
    more = random_sheet(rng).whole
    fewer = {name: value for name, value in more.items() if rng.random() < 0.6}
    if list(program.match(Sheet(fewer)).fired()):
        assert list(program.match(Sheet(more)).fired())
