"""What mutation and coverage say of random rules holds when it is tried."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.rulebook.faults import Faults
from engine.rulebook.nodes import Scalar, read_yaml
from engine.rulebook.rule import Rule
from engine.runtime.evaluation import RuleState
from engine.runtime.normal import TooManyBranches
from engine.runtime.program import Program
from engine.runtime.proving import ending, in_force
from engine.workbench.coverage import cover
from engine.workbench.mutants import Mutant, MutantKind, Mutator
from engine.workbench.mutation import MutationBench
from engine.workbench.proof import proof_of
from engine.workbench.readings import Ending
from engine.workbench.written import value_text
from tests.proved_rules import a_book, ending_on, random_rule, read_test, with_tests
from tests.random_rules import TEXTS, random_sheet
from tests.toy import AIRPORT, ANY_DAY

SEEDS = st.integers(min_value=0, max_value=2**40)
TESTS = 6


def _differs(rule: Rule, mutant: Mutant) -> bool:
    """Whether some test of the rule fails on the mutant."""
    if mutant.kind is MutantKind.MISSING:
        return any(ending_on(rule, test).state is RuleState.NOT_EVALUABLE for test in rule.tests)
    ends = [(ending_on(rule, test), ending_on(mutant.rule, test), test) for test in rule.tests]
    return any(
        own.state is not other.state or (test.expect_parts is not None and own.parts != other.parts)
        for own, other, test in ends
    )


@given(SEEDS)
@settings(max_examples=60)
def test_mutants_when_judged_then_killed_are_those_on_which_a_test_fails(seed: int) -> None:
    rule = random_rule(Random(seed), TESTS)
    mutants = Mutator(a_book(rule)).mutants(rule)
    judged = MutationBench(a_book(rule)).judge(rule)
    assert judged.mutants == len(mutants)
    assert judged.killed == sum(_differs(rule, mutant) for mutant in mutants)


@given(SEEDS)
@settings(max_examples=40)
def test_mutants_when_set_aside_as_the_same_then_differ_on_no_sheet(seed: int) -> None:
    rng = Random(seed)
    rule = random_rule(rng, 0)
    judged = MutationBench(a_book(rule)).judge(rule)
    surviving = [survivor.mutant for survivor in judged.survivors]
    same = [mutant for mutant in Mutator(a_book(rule)).mutants(rule) if mutant not in surviving]
    assert len(same) == judged.equivalent
    tried = with_tests(rule, list(random_rule(rng, 30).tests))
    assert not any(_differs(tried, mutant) for mutant in same if mutant.kind is not MutantKind.MISSING)


@given(SEEDS)
@settings(max_examples=40)
def test_survivors_when_the_suggested_test_is_added_then_it_passes_and_kills(seed: int) -> None:
    rule = random_rule(Random(seed), 2)
    for survivor in MutationBench(a_book(rule)).judge(rule).survivors[:4]:
        if not survivor.suggested:
            continue
        test = read_test(survivor.suggested, rule.scope)
        if test is None:
            continue
        proved = with_tests(rule, [test])
        assert not proof_of(a_book(proved), mutation=False).failed
        assert _differs(proved, survivor.mutant)


@given(SEEDS)
@settings(max_examples=25)
def test_mutants_when_run_then_both_executors_agree_with_the_plain_reading(seed: int) -> None:
    rng = Random(seed)
    rule = random_rule(rng, 0)
    for mutant in Mutator(a_book(rule)).mutants(rule)[:3]:
        sheet = random_sheet(rng)
        try:
            program = Program([in_force(a_book(mutant.rule), ANY_DAY)[rule.id]], AIRPORT)
        except TooManyBranches:
            continue
        state, parts = ending(program.match(sheet))
        program.close()
        assert _ending(mutant.rule, sheet) == Ending(state, parts if parts != (0,) else ())


def _ending(rule: Rule, sheet: Sheet) -> Ending:
    test = random_rule(Random(0), 1).tests[0]
    whole, parts = dict(sheet.whole), tuple(map(dict, sheet.parts))
    return ending_on(rule, type(test)(name="sheet", whole=whole, parts=parts, expect=test.expect, span=test.span))


@given(SEEDS)
@settings(max_examples=60)
def test_coverage_when_measured_then_no_more_goals_are_reached_than_there_are(seed: int) -> None:
    rng = Random(seed)
    rule = random_rule(rng, TESTS)
    few = with_tests(rule, list(rule.tests[:2]))
    (all_, some) = (cover(a_book(each))[0] for each in (rule, few))
    assert 0 <= some.covered <= all_.covered <= all_.goals == 3 * len(all_.leaves)


@given(
    st.one_of(
        st.booleans(),
        st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1),
        st.floats(min_value=0, max_value=1e9).map(lambda value: round(value, 6)),
        st.sampled_from(TEXTS),
        st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), min_size=1, max_size=12),
    )
)
@settings(max_examples=200)
def test_values_when_written_then_read_as_they_were(value: Value) -> None:
    node = read_yaml("toy.yaml", f"[{value_text(value)}]", Faults())
    assert node is not None
    assert not isinstance(node, Scalar)
    (item,) = node.items  # type: ignore[union-attr]
    assert (type(item.value), item.value) == (type(value), value)  # type: ignore[union-attr]
