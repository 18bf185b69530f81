"""Shares, suppressions and demotions quiet what may be quieted and nothing else, also past the reader."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.decision import Finding
from engine.programs import Programs
from engine.rulebook.book import RuleBook
from engine.rulebook.condition import Operator, Resolved
from engine.rulebook.quieting import bucket, rests
from engine.rulebook.rule import Rule
from engine.runtime.trace import trace
from tests.quiet_books import ended, plain_rules, quieted_book
from tests.random_rules import random_sheet
from tests.toy import AIRPORT, ANY_DAY, a_rule

KEYS = st.text(max_size=20)
SEEDS = st.integers(0, 1 << 32)
SHARES = st.integers(1, 100)


def nothing_may_soften(finding: Finding) -> bool:
    return (
        finding.set in AIRPORT.protected_sets
        or finding.verdict in AIRPORT.final_verdicts
        or finding.reason == AIRPORT.missing_reason
    )


def a_comfort_rule(share: int) -> Rule:
    return replace(a_rule(Resolved("flight.night", Operator.EQ, True)).rule, rollout=share)


@given(seed=SEEDS, key=KEYS)
@settings(max_examples=150)
def test_protected_findings_when_the_book_is_quieted_in_every_way_then_count_as_before(seed: int, key: str) -> None:
    rng = Random(seed)
    rules, sheet = plain_rules(rng), random_sheet(rng)
    before = ended(RuleBook(domain=AIRPORT, rules=rules), sheet, key)
    after = ended(quieted_book(rng, rules), sheet, key)
    kept = {(each.rule, each.part, each.verdict) for each in before.findings if nothing_may_soften(each)}
    assert kept <= after.counting()
    worst = AIRPORT.worst(*(verdict for _, _, verdict in kept))
    assert AIRPORT.precedence.index(after.outcome) <= AIRPORT.precedence.index(worst)


@given(seed=SEEDS, key=KEYS)
@settings(max_examples=100)
def test_findings_when_quieted_then_none_is_lost_and_none_is_new(seed: int, key: str) -> None:
    rng = Random(seed)
    rules, sheet = plain_rules(rng), random_sheet(rng)
    before = ended(RuleBook(domain=AIRPORT, rules=rules), sheet, key)
    after = ended(quieted_book(rng, rules), sheet, key)
    told = [sorted(str((each.rule, each.part)) for each in (*it.findings, *it.shadow)) for it in (before, after)]
    assert told[0] == told[1]
    assert after.counting() <= before.counting()


@given(seed=SEEDS)
@settings(max_examples=60)
def test_suppressions_when_met_then_mark_just_the_findings_for_which_they_are_true(seed: int) -> None:
    rng = Random(seed)
    rules, sheet = plain_rules(rng), random_sheet(rng)
    book = replace(quieted_book(rng, rules), rules=rules)
    program = Programs(book).on(ANY_DAY, ANY_DAY)
    suppressions = program.suppressing
    true = {
        (suppressions[each.rule].rule, each.part) for each in trace(program.match(sheet))
        if each.rule in suppressions and each.truth
    }  # fmt: skip
    marked = {(each.rule, each.part) for each in ended(book, sheet, "").findings if each.waived_by is not None}
    may = {(each.rule, each.part) for each in ended(book, sheet, "").findings if not nothing_may_soften(each)}
    assert marked == true & may


@given(rule=st.from_regex(r"\A[A-Z]{2,4}-[0-9]{1,4}\Z"), key=KEYS)
def test_bucket_when_drawn_then_is_stable_and_within_bounds(rule: str, key: str) -> None:
    assert bucket(rule, key) == bucket(rule, key)
    assert 0 <= bucket(rule, key) <= 99


@given(share=SHARES, more=SHARES, keys=st.lists(KEYS, max_size=50))
def test_share_when_it_grows_then_only_adds_cases(share: int, more: int, keys: list[str]) -> None:
    low, high = (a_comfort_rule(each) for each in sorted((share, more)))
    acts = [{key for key in keys if not rests(rule, key, AIRPORT)} for rule in (low, high)]
    assert acts[0] <= acts[1]
    assert not [key for key in keys if rests(a_comfort_rule(100), key, AIRPORT)]
