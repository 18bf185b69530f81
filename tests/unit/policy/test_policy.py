"""How findings become an outcome."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.decision import Finding
from engine.domains import ADMISSION
from engine.policy import OutcomeStage, Releases, total_score, waived
from engine.rulebook.book import Band, Policy
from engine.waiver import Waiver

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
POLICY = Policy(("fraud",), 100, (Band(60, "hold", "FRD_SCORE", "risk"),))
STAGE = OutcomeStage(ADMISSION, POLICY)


def a_finding(
    verdict: str, *, set_: str = "fraud", score: int = 0, reason: str = "R", rule: str = "FRD-001"
) -> Finding:
    return Finding(
        rule=rule, set=set_, verdict=verdict, reason=reason, severity="low", actor="risk", score=score, fingerprint="f"
    )


FINDINGS = st.builds(
    a_finding,
    st.sampled_from(ADMISSION.precedence),
    set_=st.sampled_from(ADMISSION.sets),
    score=st.integers(0, 60),
    reason=st.sampled_from(("A", "B", "C", "DATA_MISSING", "ENGINE_FAULT")),
    rule=st.sampled_from(("FRD-001", "IMP-001", "PAY-001")),
)


def rank(outcome: str) -> int:
    return ADMISSION.precedence.index(outcome)


@pytest.mark.parametrize(
    ("verdicts", "outcome"),
    [
        ((), "admit"),
        (("admit", "ask_customer"), "ask_customer"),
        (("ask_customer", "hold", "admit"), "hold"),
        (("hold", "cancel"), "cancel"),
    ],
)
def test_outcome_when_findings_differ_then_is_the_worst(verdicts: tuple[str, ...], outcome: str) -> None:
    assert STAGE.settle([a_finding(verdict) for verdict in verdicts], 0)[0] == outcome


@pytest.mark.parametrize(("score", "outcome"), [(59, "admit"), (60, "hold"), (100, "hold")])
def test_outcome_when_only_the_score_speaks_then_may_hold(score: int, outcome: str) -> None:
    settled, findings = STAGE.settle([], score)
    assert settled == outcome
    assert [each.reason for each in findings] == (["FRD_SCORE"] if score >= 60 else [])


def test_score_when_a_reason_repeats_then_counts_once_at_its_highest() -> None:
    findings = [a_finding("admit", score=20, reason="A"), a_finding("admit", score=30, reason="A")]
    assert total_score(findings, POLICY) == 30
    assert total_score([*findings, a_finding("admit", score=90, reason="B")], POLICY) == 100
    assert total_score([a_finding("hold", set_="payment", score=50)], POLICY) == 0


@given(st.lists(FINDINGS, max_size=8), FINDINGS)
def test_outcome_when_a_finding_is_added_then_never_softens(findings: list[Finding], more: Finding) -> None:
    before = STAGE.settle(findings, total_score(findings, POLICY))[0]
    together = [*findings, more]
    after = STAGE.settle(together, total_score(together, POLICY))[0]
    assert rank(after) <= rank(before)


@given(st.lists(FINDINGS, max_size=8), st.randoms())
def test_outcome_when_findings_come_in_another_order_then_stays(findings: list[Finding], rng: "st.DataObject") -> None:
    shuffled = list(findings)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert STAGE.settle(shuffled, 0)[0] == STAGE.settle(findings, 0)[0]


def a_waiver(rule: str = "FRD-001", *, until: datetime | None = None, fingerprint: str = "f") -> Waiver:
    return Waiver(rule=rule, fingerprint=fingerprint, by="ana", why="known customer", until=until)


def test_waiver_when_rule_and_values_are_the_same_then_quiets_the_hold() -> None:
    (finding,) = waived([a_finding("hold")], [a_waiver()], ADMISSION, NOW)
    assert finding.waived_by == "ana"
    assert STAGE.settle([finding], 0)[0] == "admit"


@pytest.mark.parametrize(
    "waiver",
    [a_waiver("FRD-002"), a_waiver(fingerprint="other"), a_waiver(until=NOW), a_waiver(until=NOW - timedelta(days=1))],
)
def test_waiver_when_rule_values_or_time_differ_then_counts_no_more(waiver: Waiver) -> None:
    (finding,) = waived([a_finding("hold")], [waiver], ADMISSION, NOW)
    assert finding.waived_by is None


@given(st.lists(FINDINGS, max_size=8))
def test_waivers_when_given_for_everything_then_soften_nothing_that_is_protected(findings: list[Finding]) -> None:
    everything = [a_waiver(rule) for rule in ("FRD-001", "IMP-001", "PAY-001")]
    protected = [
        each
        for each in waived(findings, everything, ADMISSION, NOW)
        if each.set == "imports" or each.verdict == "cancel" or each.reason in {"DATA_MISSING", "ENGINE_FAULT"}
    ]
    assert all(each.waived_by is None for each in protected)
    assert rank(STAGE.settle(protected, 0)[0]) == min((rank(each.verdict) for each in protected), default=3)


def test_release_of_a_score_when_the_policy_asks_for_more_then_counts_no_more() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    scored = [a_finding(verdict="admit", score=70)]

    def settled(verdict: str, *waivers: Waiver) -> tuple[str, tuple[Finding, ...]]:
        band = Band(at_least=60, verdict=verdict, reason="FRD_SCORE", actor="risk")
        stage = OutcomeStage(ADMISSION, Policy(bands=(band,), score_sets=("fraud",), score_cap=100))
        return stage.settle(scored, 70, Releases(waivers, at))

    asked = settled("ask_customer")[1][-1]
    released = a_waiver(asked.rule, fingerprint=asked.fingerprint)
    assert settled("ask_customer", released)[0] == "admit"
    assert settled("hold", released)[0] == "hold"
