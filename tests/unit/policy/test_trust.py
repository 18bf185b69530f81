"""Trust waives signs of fraud, and nothing else: whatever the findings are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.decision import Finding
from engine.domains import ADMISSION
from engine.lexicon.spec import Value
from engine.mark import KINDS
from engine.policy import OutcomeStage, Releases, total_score, trust_of, trusted, waived
from engine.rulebook.book import Band, Policy
from engine.waiver import Waiver
from tests.unit.policy.test_policy import FINDINGS, NOW, a_finding, rank

POLICY = Policy(("fraud",), 100, (Band(60, "hold", "FRD_SCORE", "risk"),))
STAGE = OutcomeStage(ADMISSION, POLICY)
TRUST = "trust:email"
SOMETHING = st.lists(FINDINGS, max_size=8)


def settled(findings: list[Finding], trust: str | None) -> tuple[str, tuple[Finding, ...]]:
    standing = trusted(findings, trust, ADMISSION)
    return STAGE.settle(standing, total_score(standing, POLICY))


@pytest.mark.parametrize(
    ("facts", "trust"),
    [
        ({"mark.trusted": frozenset({"email", "card"}), "mark.blocked": frozenset()}, "trust:card,email"),
        ({"mark.trusted": frozenset({"email"}), "mark.blocked": frozenset({"address"})}, None),
        ({"mark.trusted": frozenset(), "mark.blocked": frozenset()}, None),
        ({"mark.trusted": frozenset({"email"})}, None),
        ({}, None),
    ],
)
def test_trust_when_something_is_blocked_or_nothing_is_known_then_counts_not(
    facts: dict[str, Value], trust: str | None
) -> None:
    assert trust_of(facts, ADMISSION) == trust


@pytest.mark.parametrize("verdict", ["hold", "ask_customer"])
def test_sign_of_fraud_when_trusted_then_stays_visible_and_holds_nothing(verdict: str) -> None:
    outcome, (finding,) = settled([a_finding(verdict)], TRUST)
    assert (outcome, finding.waived_by, finding.verdict) == ("admit", TRUST, verdict)


def test_scores_when_trusted_then_reach_no_band() -> None:
    scored = [a_finding("admit", score=40, reason=reason) for reason in "AB"]
    assert settled(scored, None)[0] == "hold"
    outcome, findings = settled(scored, TRUST)
    assert (outcome, {each.waived_by for each in findings}) == ("admit", {TRUST})


def test_remark_when_trusted_then_is_not_waived() -> None:
    assert settled([a_finding("admit")], TRUST)[1][0].waived_by is None


def test_release_when_somebody_trusts_too_then_keeps_its_name() -> None:
    released = waived(
        [a_finding("hold")], [Waiver(rule="FRD-001", fingerprint="f", by="ana", why="known")], ADMISSION, NOW
    )
    assert trusted(released, TRUST, ADMISSION)[0].waived_by == "ana"


@given(SOMETHING)
def test_trust_when_given_then_changes_nothing_but_signs_of_fraud(findings: list[Finding]) -> None:
    changed = [
        before
        for before, after in zip(findings, trusted(findings, TRUST, ADMISSION), strict=True)
        if after.waived_by is not None
    ]
    assert all(each.set == "fraud" and each.verdict != "cancel" for each in changed)
    assert all(each.reason not in {"DATA_MISSING", "ENGINE_FAULT"} for each in changed)


@given(SOMETHING)
def test_outcome_when_trusted_then_is_never_worse_nor_milder_than_what_no_trust_covers(findings: list[Finding]) -> None:
    outcome = settled(findings, TRUST)[0]
    firm = [each for each in findings if each.set != "fraud" or each.verdict == "cancel"]
    firm += [each for each in findings if each.reason in {"DATA_MISSING", "ENGINE_FAULT"}]
    assert rank(settled(findings, None)[0]) <= rank(outcome) <= rank(settled(firm, None)[0])


@given(SOMETHING, st.sets(st.sampled_from(KINDS), min_size=1))
def test_outcome_when_a_key_is_blocked_too_then_trust_changes_nothing(
    findings: list[Finding], blocked: set[str]
) -> None:
    facts = {"mark.trusted": frozenset({"email"}), "mark.blocked": frozenset(blocked)}
    assert settled(findings, trust_of(facts, ADMISSION)) == settled(findings, None)


@given(SOMETHING)
def test_release_of_a_band_when_trusted_then_raises_nothing(findings: list[Finding]) -> None:
    standing = trusted(findings, TRUST, ADMISSION)
    score = total_score(standing, POLICY)
    assert STAGE.settle(standing, score, Releases((), NOW))[0] == STAGE.settle(standing, score)[0]


def test_domain_when_stated_then_trust_covers_nothing_that_is_protected() -> None:
    assert ADMISSION.softenable_sets == {"fraud"}
    assert ADMISSION.softenable_sets.isdisjoint(ADMISSION.protected_sets)
    assert {ADMISSION.trusting_fact, ADMISSION.blocking_fact} <= set(ADMISSION.lexicon)
