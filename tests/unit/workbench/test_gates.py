"""Which gates open, and what they say to somebody who stands before a closed one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rulebook.book import Bar
from engine.workbench.gates import (
    BacktestFigures,
    CheckFigures,
    Evidence,
    Gate,
    GateState,
    ProofFigures,
    all_open,
    gates,
)

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
BAR = Bar()
PROOF = ProofFigures(tests=10, leaf_coverage=1.0, mutation_score=0.95)
TRIED = BacktestFigures(id="run_1", finished_at=NOW - timedelta(days=1), orders=1000)
GOOD = Evidence(check=CheckFigures(), compile_fault="", proof=PROOF, history=5000, backtest=TRIED)


def one(name: str, evidence: Evidence, bar: Bar = BAR) -> Gate:
    return next(each for each in gates(evidence, bar, NOW) if each.name == name)


def test_gates_when_all_is_well_then_all_are_passed() -> None:
    assert {each.state for each in gates(GOOD, BAR, NOW)} == {GateState.PASSED}


@pytest.mark.parametrize(("name", "evidence", "told"), [
    ("check", replace(GOOD, check=CheckFigures(warnings=1, first="a.yaml:1:1 odd")), "mend what the check finds"),
    ("compile", replace(GOOD, compile_fault="the engine cannot hold rule `X`"), "`X`"),
    ("tests", replace(GOOD, proof=replace(PROOF, failed=("PAY-001 `paid`",))), "mend them"),
    ("coverage", replace(GOOD, proof=replace(PROOF, leaf_coverage=0.999)), "99.9 % of all leaves"),
    ("mutation", replace(GOOD, proof=replace(PROOF, mutation_score=0.8999999)), "89.99 % of all mutants"),
    ("backtest", replace(GOOD, backtest=None), "backtest it"),
    ("backtest", replace(GOOD, backtest=replace(TRIED, finished_at=NOW - timedelta(days=8))), "older than 7 days"),
    ("backtest", replace(GOOD, backtest=replace(TRIED, orders=999)), "wanted: 1000"),
    ("ladder", replace(GOOD, ladder=("PAY-001 met 3 orders", "b")), "and 1 more"),
])  # fmt: skip
def test_gate_when_something_is_wanting_then_it_alone_is_closed_and_says_what_to_do(
    name: str, evidence: Evidence, told: str
) -> None:
    assert [each.name for each in gates(evidence, BAR, NOW) if not each.is_open] == [name]
    assert told in one(name, evidence).detail


@given(st.integers(1, 100))
def test_share_when_it_is_just_what_is_wanted_then_enough(percent: int) -> None:
    measured = replace(GOOD, proof=replace(PROOF, leaf_coverage=percent / 100))
    assert one("coverage", measured, replace(BAR, leaf_coverage=percent)).is_open


def test_backtest_when_fewer_orders_are_stored_than_wanted_then_all_of_them_do() -> None:
    assert one("backtest", replace(GOOD, history=12, backtest=replace(TRIED, orders=12))).is_open


def test_backtest_when_nothing_is_stored_yet_then_none_is_needed() -> None:
    gate = one("backtest", replace(GOOD, history=0, backtest=None))
    assert (gate.state, "no order is stored" in gate.detail) == (GateState.NOT_NEEDED, True)


def test_gates_when_the_policy_asks_for_nothing_then_tests_and_check_still_count() -> None:
    bar = Bar(leaf_coverage=0, mutation_score=0, backtest_orders=0)
    bad = replace(GOOD, proof=ProofFigures(tests=1, failed=("one",)), backtest=None)
    assert [each.name for each in gates(bad, bar, NOW) if not each.is_open] == ["tests"]


BARS = st.builds(
    Bar,
    leaf_coverage=st.integers(0, 100),
    mutation_score=st.integers(0, 100),
    backtest_days=st.integers(1, 30),
    backtest_orders=st.integers(0, 2000),
)


@given(BARS, BARS)
def test_bar_when_joined_then_what_takes_it_takes_both(one_bar: Bar, other: Bar) -> None:
    joined = one_bar.or_stricter(other)
    assert joined == other.or_stricter(one_bar)
    if all_open(gates(GOOD, joined, NOW)):
        assert all_open(gates(GOOD, one_bar, NOW))
        assert all_open(gates(GOOD, other, NOW))
