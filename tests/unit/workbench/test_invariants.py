"""Invariants: read from the policy, proved of our own book, and refuted with what breaks them as soon as it is bent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from engine.decision import Finding
from engine.domains import ADMISSION
from engine.policy import OutcomeStage
from engine.rulebook.book import Band, Policy, RuleBook
from engine.rulebook.folder import load_rulebook
from engine.rulebook.governance import leaves
from engine.rulebook.invariant import PROPERTIES, Promise
from engine.rulebook.let_through_block import LetThrough
from engine.rulebook.resolve import resolve
from engine.rulebook.rule import OnMissing, Status
from engine.runtime.evaluation import RuleState
from engine.runtime.program import Program
from engine.waiver import Waiver
from engine.workbench.judging import judge_invariants, observed
from engine.workbench.properties import Decide, Properties, deciding, trusting
from engine.workbench.verdicts import NotDecided, Proved, Refuted
from tests.airport_rules import RULES, SOUND, bent, codes_of, read
from tests.toy import AIRPORT

TODAY = date(2026, 11, 26)
POLICY = "policy.yaml"
LIVE = "    scope: flight\n    status: live\n"


@pytest.fixture(scope="module")
def own_book() -> RuleBook:
    return load_rulebook(Path(__file__).parents[3] / "rules", ADMISSION)


def _with_invariants(*written: str) -> dict[str, str]:
    return bent("[score_never_cancels]", f"[{', '.join(written)}]", POLICY)


def _promising(when: str) -> RuleBook:
    return read(_with_invariants(f"{{name: batteries, scope: bag, outcome: offload, when: {when}}}"))


def test_own_book_when_judged_then_every_invariant_is_proved(own_book: RuleBook) -> None:
    judged = judge_invariants(own_book, TODAY)
    assert {each.invariant.name for each in judged if isinstance(each.result, Proved)} == {
        each.name for each in own_book.policy.invariants
    }
    assert {*PROPERTIES} <= {each.invariant.name for each in judged}


def test_own_promises_when_proved_then_name_the_rules_that_keep_them(own_book: RuleBook) -> None:
    by_name = {each.invariant.name: each.result for each in judge_invariants(own_book, TODAY)}
    assert by_name["an embargoed destination cancels"] == Proved(("IMP-020",))
    assert by_name["goods that nobody carries anywhere are never sent unseen"] == Proved(("IMP-003", "IMP-004"))


def test_own_promises_when_a_keeper_is_taken_away_then_are_refuted_by_a_case(own_book: RuleBook) -> None:
    promises = [each for each in own_book.policy.invariants if isinstance(each, Promise)]
    keepers = {"IMP-020", "IMP-001", "IMP-003", "IMP-120", "IMP-021", "IMP-081", "IMP-060", "PAY-005", "IMP-252"}
    rules = tuple(replace(rule, status=Status.SHADOW) if rule.id in keepers else rule for rule in own_book.rules)
    weaker = replace(own_book, rules=rules)
    refuted = [each for each in judge_invariants(weaker, TODAY) if isinstance(each.result, Refuted)]
    assert len(refuted) >= 9
    assert {each.invariant for each in refuted} <= set(promises)


def test_counterexample_when_run_then_no_live_rule_wants_what_was_promised(own_book: RuleBook) -> None:
    rules = tuple(replace(rule, status=Status.SHADOW) if rule.id == "IMP-003" else rule for rule in own_book.rules)
    weaker = replace(own_book, rules=rules)
    broken = next(each for each in judge_invariants(weaker, TODAY) if isinstance(each.result, Refuted))
    assert isinstance(broken.result, Refuted)
    assert broken.result.witness is not None
    program = Program(resolve(weaker, TODAY, TODAY), ADMISSION)
    results = program.match(broken.result.witness.sheet).results
    fired = [each.rule for each in results if each.state is RuleState.FIRES and each.rule.status is Status.LIVE]
    program.close()
    assert {rule.then.verdict for rule in fired} <= {"admit", "ask_customer"}


def test_promise_when_rules_keep_it_then_is_proved() -> None:
    book = _promising('{all: [{bag.contents: battery}, {flight.country: {in: "@strict"}}]}')
    assert [each.result for each in judge_invariants(book, date(2026, 3, 1))] == [Proved(("SAF-001",))]


def test_promise_when_it_says_more_than_the_rules_then_a_case_breaks_it() -> None:
    book = _promising("{bag.contents: battery}")
    (judged,) = judge_invariants(book, date(2026, 3, 1))
    assert isinstance(judged.result, Refuted)
    assert judged.result.witness is not None
    assert judged.result.witness.text("bag") == "{flight.country: CH, bags: [{contents: [battery]}]}"


def test_promise_when_a_list_ends_then_is_refuted_from_that_day() -> None:
    book = _promising("{all: [{bag.contents: battery}, {flight.country: DE}]}")
    before, after = (judge_invariants(book, date(2026, month, 1))[0].result for month in (6, 7))
    assert isinstance(before, Proved)
    assert isinstance(after, Refuted)


def test_promise_when_the_rule_is_not_firm_then_is_refuted() -> None:
    book = _promising('{all: [{bag.contents: battery}, {flight.country: {in: "@strict"}}]}')
    (judged,) = judge_invariants(book, date(2026, 3, 1), lambda rule: rule.id != "SAF-001")
    assert isinstance(judged.result, Refuted)


def test_promise_when_a_parameter_has_no_value_yet_then_is_not_decided() -> None:
    book = read(_with_invariants("{name: late, outcome: inspect, when: {flight.delay_min: {gte: $delay.long}}}"))
    (judged,) = judge_invariants(book, date(2025, 12, 1))
    assert isinstance(judged.result, NotDecided)
    assert [each.code for each in observed([judged])] == ["R091"]


def test_promise_when_a_keeper_unfolds_too_far_then_is_not_decided() -> None:
    groups = (
        ", ".join(f"{{{name}: {n}}}" for n in (1, 2, 3))
        for name in ("flight.seats", "flight.delay_min", "bag.weight_g")
    )
    wide = f"{{all: [{', '.join(f'{{any: [{group}]}}' for group in groups)}]}}"
    kept = _promising("{bag.contents: battery}").texts
    before, after = kept["safety/bags.yaml"].split("    when:\n")
    text = f"{before}    when: {wide}\n    then:{after.split('    then:')[1]}"
    (judged,) = judge_invariants(read({**kept, "safety/bags.yaml": text}), date(2026, 3, 1))
    assert isinstance(judged.result, NotDecided)


def test_promise_about_the_whole_when_only_parts_are_judged_then_is_refuted() -> None:
    book = read(_with_invariants("{name: all of it, outcome: offload, when: {flight.country: NO}}"))
    (judged,) = judge_invariants(book, date(2026, 3, 1))
    assert [each.code for each in observed([judged])] == ["R090"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("score_never_cancel", "R024"),
        ("score_never_cancels, score_never_cancels", "R015"),
        ("{name: x, outcome: load, when: {flight.night: true}}", "R024"),
        ("{name: x, outcome: inspect}", "R005"),
        ("{name: x, outcome: inspect, when: {flight.nihgt: true}}", "R020"),
        ("{name: x, outcome: inspect, when: {bag.fragile: true}}", "R025"),
        ("12", "R007"),
    ],
)
def test_invariant_when_wrongly_written_then_is_a_fault(written: str, code: str) -> None:
    assert code in codes_of(_with_invariants(written))


def test_digest_when_a_promise_changes_then_is_another() -> None:
    assert _promising("{bag.contents: battery}").digest != _promising("{bag.contents: acid}").digest


def _properties(decide: Decide | None = None, policy: Policy | None = None) -> Properties:
    used = policy or read(SOUND).policy
    stage = OutcomeStage(AIRPORT, used)
    return Properties(AIRPORT, used, decide or deciding(stage), decide or trusting(stage))


@pytest.mark.parametrize("name", PROPERTIES)
def test_properties_when_the_policy_is_the_real_one_then_have_no_counterexample(name: str) -> None:
    assert _properties().counterexample(name) is None


@pytest.mark.parametrize("name", PROPERTIES)
def test_properties_when_a_share_passes_by_chance_then_hold_for_the_drawn_ones(name: str) -> None:
    policy = Policy(("fraud",), 100, (Band(60, "hold", "S", "risk"),), let_through=LetThrough(permille=50))
    stage = OutcomeStage(ADMISSION, policy)
    assert Properties(ADMISSION, policy, deciding(stage), trusting(stage)).counterexample(name) is None


def test_promises_when_a_share_passes_by_chance_then_rules_that_give_way_keep_none(own_book: RuleBook) -> None:
    policy = replace(own_book.policy, let_through=LetThrough(permille=1))
    judged = judge_invariants(replace(own_book, policy=policy), TODAY)
    keepers = {rule for each in judged if isinstance(each.result, Proved) for rule in each.result.by}
    assert all(isinstance(each.result, Proved) for each in judged)
    told = {
        rule.id for rule in own_book.rules if any(leaf.fact in ADMISSION.decided_facts for leaf in leaves(rule.when))
    }
    assert {rule for rule in keepers if rule.startswith("FRD")} <= told


def test_score_that_cancels_when_a_policy_has_one_then_findings_show_it() -> None:
    policy = Policy(score_sets=("comfort",), bands=(Band(60, "offload", "SCORE", "crew"),))
    found = _properties(policy=policy).counterexample("score_never_cancels")
    assert found is not None
    assert sum(each.score for each in found) >= 60


def _mildest(findings: Sequence[Finding], waivers: Sequence[Waiver]) -> tuple[str, tuple[Finding, ...]]:
    verdicts = [each.verdict for each in findings] or [AIRPORT.neutral]
    return max(verdicts, key=AIRPORT.precedence.index), tuple(findings)


def _first(findings: Sequence[Finding], waivers: Sequence[Waiver]) -> tuple[str, tuple[Finding, ...]]:
    return findings[0].verdict if findings else AIRPORT.neutral, tuple(findings)


def _waiving_all(findings: Sequence[Finding], waivers: Sequence[Waiver]) -> tuple[str, tuple[Finding, ...]]:
    released = {each.rule for each in waivers}
    standing = (each.verdict for each in findings if each.rule not in released)
    return AIRPORT.worst(*standing), tuple(findings)


@pytest.mark.parametrize(
    ("name", "decide"),
    [
        ("monotone", _mildest),
        ("order_never_matters", _first),
        ("nothing_waives_what_is_final", _waiving_all),
        ("missing_data_holds", _waiving_all),
        ("trust_is_bounded", _mildest),
    ],
)
def test_property_when_the_policy_breaks_it_then_findings_show_it(name: str, decide: Decide) -> None:
    assert _properties(decide).counterexample(name)


def test_missing_data_when_a_rule_holds_on_it_then_the_real_gathering_says_so(own_book: RuleBook) -> None:
    assert any(rule.on_missing is OnMissing.HOLD for rule in own_book.rules)
    judged = {each.invariant.name: each.result for each in judge_invariants(own_book, TODAY)}
    assert judged["missing_data_holds"] == Proved()


def test_promise_when_a_case_was_placed_under_another_value_then_is_refuted_with_that_day() -> None:
    texts = _with_invariants("{name: late, outcome: inspect, when: {flight.delay_min: {gte: 60}}}")
    values = "{unit: minutes, by: placed_at, values: [{from: 2026-01-01, value: 90}, {from: 2026-10-01, value: 45}]}"
    texts |= {"params.yaml": f"delay.long: {values}\n", RULES: texts[RULES].replace("    scope: flight\n", LIVE)}
    (judged,) = judge_invariants(read(texts), TODAY)
    assert isinstance(judged.result, Refuted)
    assert judged.result.placed == date(2026, 1, 1)
    assert "if it was placed on 2026-01-01" in next(observed([judged])).message


def test_promise_when_its_keeper_is_rolled_out_to_all_then_is_proved() -> None:
    texts = _with_invariants("{name: late, outcome: inspect, when: {flight.seats: {gt: 100}}}")
    rule = texts[RULES].replace("    scope: flight\n", LIVE)
    results = []
    for percent in (100, 99):
        rolled = rule.replace("    references:", f"    rollout: {{percent: {percent}}}\n    references:")
        results.append(judge_invariants(read({**texts, RULES: rolled}), TODAY)[0].result)
    assert [type(each) for each in results] == [Proved, Refuted]
