"""A random share passes: as large as it says, the same at every look, and never past what nothing may soften."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.admission import Admission, rollout_key
from engine.decision import Decision, Finding
from engine.domains import ADMISSION
from engine.facts.context import Context
from engine.mark import Mark
from engine.order.order import Order, Totals
from engine.order.terms import PaymentStatus
from engine.policy import OutcomeStage, let_through, total_score
from engine.recall import recall
from engine.record import Recorded, record
from engine.rulebook.book import Band, Policy
from engine.rulebook.let_through_block import LET_THROUGH, LetThrough, draw
from tests.builders import a_line, a_mark, a_payment, an_order
from tests.desks import bundled
from tests.synthetic.planted import planted_orders

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CLEARWAY = bundled().admission
BANDS = (Band(60, "hold", "FRD_SCORE", "risk"),)
STAGE = OutcomeStage(ADMISSION, Policy(("fraud",), 100, BANDS))
KEYS = st.text(max_size=40)
FINDINGS = st.builds(
    Finding,
    rule=st.sampled_from(("FRD-001", "IMP-001", "PAY-001")),
    set=st.sampled_from((*ADMISSION.sets, "policy")),
    verdict=st.sampled_from(ADMISSION.precedence),
    reason=st.sampled_from(("A", "B", "DATA_MISSING", "ENGINE_FAULT")),
    severity=st.just("low"),
    actor=st.just("risk"),
    score=st.integers(0, 60),
    fingerprint=st.just("f"),
    waived_by=st.sampled_from((None, None, "ana")),
)


def letting(permille: int, most: int = 10_000_000) -> Admission:
    policy = replace(CLEARWAY.book.policy, let_through=LetThrough(permille=permille, most_value_eur_minor=most))
    return Admission(replace(CLEARWAY.book, policy=policy), CLEARWAY.knowledge)


ALL = letting(1000)  # no reader lets it be more than fifty


LINKED = Recorded({"link.confirmed_frauds": 1})


def decide(
    admission: Admission, order: Order, memory: Recorded = LINKED, marks: tuple[Mark, ...] | None = ()
) -> Decision:
    decision = admission.decide(order, Context(decided_at=NOW, velocity=memory, marks=marks))
    assert "ENGINE_FAULT" not in {each.reason for each in decision.findings}
    return decision


@pytest.mark.parametrize("permille", [1, 5, 10, 25, 50])
def test_share_when_many_keys_are_drawn_then_is_close_to_what_is_written(permille: int) -> None:
    terms = LetThrough(permille=permille)
    drawn = sum(terms.draws(f"main\x1fshop\x1fown\x1fA-{number}") for number in range(40_000))
    spread = (40_000 * permille / 1000 * (1 - permille / 1000)) ** 0.5
    assert abs(drawn - 40 * permille) < 4 * spread


@given(KEYS, st.integers(0, 50), st.integers(0, 50))
def test_share_when_it_grows_then_keeps_the_cases_that_it_had(key: str, one: int, other: int) -> None:
    small, large = sorted((one, other))
    assert LetThrough(permille=large).draws(key) or not LetThrough(permille=small).draws(key)


@given(KEYS)
def test_share_when_it_is_none_then_nothing_is_drawn(key: str) -> None:
    assert not LetThrough().draws(key)
    assert 0 <= draw(key) < 1000


@given(st.lists(FINDINGS, max_size=6))
def test_outcome_when_drawn_then_is_as_it_was_or_the_case_passes(findings: list[Finding]) -> None:
    score = total_score(findings, STAGE.policy)
    before = STAGE.settle(findings, score)[0]
    after, settled = STAGE.settle(findings, score, by_chance=True)
    assert after in {before, ADMISSION.neutral}
    assert [each.rule for each in settled] == [each.rule for each in STAGE.settle(findings, score)[1]]


@given(st.lists(FINDINGS, max_size=6))
def test_findings_when_drawn_then_only_signs_of_fraud_are_waived(findings: list[Finding]) -> None:
    waived = [each for each in let_through(findings, ADMISSION) if each.waived_by == LET_THROUGH]
    assert {each.set for each in waived} <= {"fraud", "policy"}
    assert {each.reason for each in waived}.isdisjoint({"DATA_MISSING", "ENGINE_FAULT"})
    assert {each.verdict for each in waived}.isdisjoint({"cancel", "admit"})


@given(st.lists(FINDINGS, max_size=5), FINDINGS.filter(lambda each: each.set == "imports"))
def test_outcome_when_imports_stop_a_case_then_chance_changes_nothing(findings: list[Finding], law: Finding) -> None:
    standing = replace(law, waived_by=None, verdict="hold")
    assert let_through([*findings, standing], ADMISSION) == (*findings, standing)


def test_order_when_drawn_then_passes_with_its_reasons_and_the_share() -> None:
    decision = decide(ALL, an_order())
    assert (decision.outcome, decision.let_through_percent) == ("admit", 100.0)
    assert {each.waived_by for each in decision.findings if each.verdict != "admit"} == {LET_THROUGH}
    assert decision.score == decide(CLEARWAY, an_order()).score >= 60


def test_order_when_the_share_is_off_then_is_held_and_says_nothing_of_chance() -> None:
    decision = decide(CLEARWAY, an_order())
    assert (decision.outcome, decision.let_through_percent) == ("hold", None)


def test_order_when_nothing_stops_it_then_no_share_is_told() -> None:
    decision = decide(ALL, an_order(), Recorded({}))
    assert (decision.outcome, decision.let_through_percent) == ("admit", None)


@given(st.integers(0, 10**6), st.integers(1, 9))
def test_draw_when_an_order_changes_then_stays(number: int, quantity: int) -> None:
    order = an_order(id=f"A-{number}")
    changed = replace(order, lines=(a_line(quantity=quantity),), ip="192.0.2.9")
    assert rollout_key(order) == rollout_key(changed)
    assert draw(rollout_key(order)) == draw(rollout_key(changed))


@pytest.mark.parametrize(("most", "outcome"), [(4487, "hold"), (4488, "admit"), (4489, "admit")])
def test_order_when_worth_more_than_the_most_then_is_held(most: int, outcome: str) -> None:
    assert decide(letting(1000, most), an_order()).outcome == outcome


def test_order_when_its_worth_in_euro_is_unknown_then_is_held() -> None:
    order = an_order(currency="XTS", totals=Totals(total=4488, goods=3998, shipping=490))
    assert decide(ALL, order).outcome != "admit"


def test_order_when_its_buyer_is_blocked_then_is_held() -> None:
    assert decide(ALL, an_order(), marks=(a_mark(),)).outcome == "hold"


def test_order_when_nobody_was_asked_who_is_blocked_then_is_held() -> None:
    assert decide(ALL, an_order(), marks=None).outcome == "hold"


def test_order_when_its_payment_failed_too_then_all_findings_stand() -> None:
    order = an_order(payment=a_payment(status=PaymentStatus.FAILED))
    assert decide(CLEARWAY, order).outcome == "hold"
    assert decide(ALL, order).findings == decide(CLEARWAY, order).findings


def test_orders_when_something_else_than_fraud_stops_them_then_chance_changes_nothing() -> None:
    planted = [each.order for each in planted_orders(60, seed=7)]
    before = {each.id: decide(CLEARWAY, each) for each in planted}
    stopped = [each for each in planted if _stopped_by_others(before[each.id])]
    assert len(stopped) >= 20
    assert [decide(ALL, each).findings for each in stopped] == [before[each.id].findings for each in stopped]


def _stopped_by_others(decision: Decision) -> bool:
    return any(each.verdict != "admit" and each.set not in {"fraud", "policy"} for each in decision.findings)


def test_record_when_an_order_was_let_through_then_it_says_the_share_and_is_recalled() -> None:
    order, context = an_order(), Context(decided_at=NOW, velocity=LINKED, marks=())
    decision = ALL.decide(order, context)
    kept = record(decision, context, LINKED.values, ADMISSION.lexicon)
    recalled = recall(kept, ALL).decision
    assert recalled.let_through_percent == decision.let_through_percent == 100.0
    assert recalled.findings == decision.findings
    assert b"let_through" not in record(CLEARWAY.decide(order, context), context, {}, ADMISSION.lexicon).content
