"""A program over a domain that knows no order: what fires, for which parts, and why a rule cannot speak."""

from dataclasses import replace

import pytest

from engine.errors import EngineFault
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Scope
from engine.rulebook.condition import All, Any, Condition, Not, Operator, Resolved
from engine.runtime.evaluation import Evaluation, RuleState
from engine.runtime.normal import TooManyBranches
from engine.runtime.trace import trace
from tests.toy import a_program, a_rule

FULL = Resolved("flight.full", Operator.EQ, True)
LATE = Resolved("flight.delay_min", Operator.GT, 60, source="$delay.late")
HEAVY = Resolved("bag.weight_g", Operator.GTE, 32_000)
TO_NORWAY = Resolved("flight.country", Operator.IN, frozenset({"NO"}), source="@cold")


def run(when: Condition, sheet: Sheet, scope: Scope = Scope.WHOLE) -> Evaluation:
    return a_program(a_rule(when, scope=scope)).match(sheet)


def state(evaluation: Evaluation) -> RuleState:
    return next((result.state for result in evaluation.results), RuleState.QUIET)


@pytest.mark.parametrize(
    ("delay", "expected"), [(60, RuleState.QUIET), (61, RuleState.FIRES), (None, RuleState.NOT_EVALUABLE)]
)
def test_rule_when_its_number_is_at_the_threshold_then_ends_on_the_right_side(
    delay: int | None, expected: RuleState
) -> None:
    sheet = Sheet({} if delay is None else {"flight.delay_min": delay})
    assert state(run(LATE, sheet)) is expected


def test_rule_of_a_part_when_two_of_three_match_then_names_them() -> None:
    bags = ({"bag.weight_g": 33_000}, {"bag.weight_g": 1}, {"bag.weight_g": 32_000})
    evaluation = run(All((FULL, HEAVY)), Sheet({"flight.full": True}, bags), Scope.PART)
    assert [result.parts for result in evaluation.fired()] == [(0, 2)]


def test_rule_when_a_fact_is_never_supplied_then_is_not_applicable() -> None:
    sheet = Sheet({"flight.full": True}, never_supplied=frozenset({"flight.delay_min"}))
    evaluation = run(All((FULL, LATE)), sheet)
    assert state(evaluation) is RuleState.NOT_APPLICABLE
    assert evaluation.results[0].wanting == ("flight.delay_min",)


def test_rule_when_another_fact_could_still_meet_it_then_is_not_evaluable() -> None:
    sheet = Sheet({}, never_supplied=frozenset({"flight.delay_min"}))
    evaluation = run(Any((FULL, LATE)), sheet)
    assert state(evaluation) is RuleState.NOT_EVALUABLE
    assert evaluation.results[0].wanting == ("flight.full",)


def test_blank_text_when_tested_then_is_unknown() -> None:
    tagged = Resolved("flight.number", Operator.STARTS_WITH, frozenset({"CW"}))
    assert state(run(tagged, Sheet({"flight.number": "  "}))) is RuleState.NOT_EVALUABLE


def test_trace_when_a_list_was_looked_up_then_shows_value_and_source() -> None:
    (traced,) = trace(run(All((TO_NORWAY, Not(FULL))), Sheet({"flight.country": "DE", "flight.full": False})))
    leaf = traced.leaves[0]
    assert (leaf.fact, leaf.actual, leaf.expected, leaf.source) == (
        "flight.country",
        "DE",
        frozenset({"NO"}),
        "@cold",
    )
    assert [each.truth for each in traced.leaves] == [False, False]
    assert traced.truth is False


def test_fact_when_it_has_the_wrong_type_then_the_engine_faults() -> None:
    with pytest.raises(EngineFault, match=r"flight\.delay_min"):
        run(LATE, Sheet({"flight.delay_min": True}))


def test_condition_when_it_unfolds_too_far_then_says_how_far() -> None:
    pairs = tuple(
        Any((Resolved("flight.delay_min", Operator.EQ, n), Resolved("flight.seats", Operator.EQ, n))) for n in range(6)
    )
    with pytest.raises(TooManyBranches, match="split the rule"):
        a_program(a_rule(All(pairs)))


def test_finding_of_a_rule_when_the_rule_changes_version_then_reads_as_other_law() -> None:
    rule = a_rule(LATE)
    newer = replace(rule, rule=replace(rule.rule, version=2))
    assert a_program(rule).law_of("TOY-001") != a_program(newer).law_of("TOY-001")
