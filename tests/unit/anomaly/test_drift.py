"""The stability index: nothing where nothing changed, and no alarm by chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.anomaly.drift import alert_rate, counted, critical_psi, histograms_of, missing_rate, psi

counts = st.lists(st.integers(0, 10_000), min_size=2, max_size=12)


@given(counts)
def test_psi_when_shares_are_the_same_then_zero(each: list[int]) -> None:
    assert psi(each, each) == pytest.approx(0, abs=1e-12)


@given(
    st.integers(2, 12).flatmap(
        lambda size: st.tuples(*[st.lists(st.integers(0, 999), min_size=size, max_size=size)] * 2)
    )
)
def test_psi_when_two_histograms_change_places_then_the_same_and_never_negative(pair: tuple[list[int], ...]) -> None:
    before, now = pair
    assert psi(before, now) == pytest.approx(psi(now, before))
    assert psi(before, now) >= 0


def test_psi_when_a_quarter_moves_then_as_computed_by_hand() -> None:
    before, now = np.array([1e9, 1e9]), np.array([0.5e9, 1.5e9])
    assert psi(before, now) == pytest.approx((0.25 - 0.5) * np.log(0.5) + (0.75 - 0.5) * np.log(1.5))


def test_critical_value_when_nothing_drifts_then_exceeded_as_rarely_as_it_says() -> None:
    random = np.random.default_rng(4)
    limit = critical_psi(10, 5000, 800, level=0.95)
    draws = [random.multinomial(size, [0.1] * 10, 2000) for size in (5000, 800)]
    exceeded = np.mean([psi(before, now) > limit for before, now in zip(*draws, strict=True)])
    assert exceeded == pytest.approx(0.05, abs=0.015)


@pytest.mark.parametrize(("freedom", "quantile"), [(1, 3.841), (9, 16.919), (11, 19.675)])
def test_critical_value_when_samples_are_counted_then_that_of_the_chi_square_table(
    freedom: int, quantile: float
) -> None:
    assert critical_psi(freedom + 1, 2, 2, level=0.95) == pytest.approx(quantile, rel=0.03)


def test_histograms_when_counted_again_then_those_of_training_and_unknown_has_its_own_bin() -> None:
    random = np.random.default_rng(2)
    columns = np.column_stack((random.normal(size=500), random.integers(0, 2, 500), np.full(500, np.nan)))
    columns[:50, 0] = np.nan
    histograms = histograms_of(columns)
    for number in range(len(histograms)):
        assert list(histograms.counted(number, columns[:, number])) == list(histograms.counts_of(number))
    assert [missing_rate(histograms.counts_of(number)) for number in range(3)] == [0.1, 0, 1]
    assert list(histograms.edges_of(1)) == [0, 1]


def test_counted_when_values_lie_on_edges_then_belong_below() -> None:
    assert list(counted(np.array([1.0, 2.0]), np.array([0.5, 1.0, 1.5, 2.0, 3.0, np.nan]))) == [2, 2, 1, 1]


def test_alert_rate_when_counted_then_share_at_or_above() -> None:
    assert alert_rate(np.array([10.0, 99.0, 99.5, 20.0]), 99) == 0.5
    assert alert_rate(np.empty(0), 99) == 0
