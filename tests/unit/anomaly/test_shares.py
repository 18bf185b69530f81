"""Percentiles: from 0 to 100, never falling, honest about ties, fine at the upper end."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.anomaly.shares import shares_of

values = st.lists(st.one_of(st.integers(-50, 50).map(float), st.floats(-1e6, 1e6), st.just(float("nan"))), min_size=1)


@given(values, st.lists(st.floats(-1e7, 1e7), min_size=2))
def test_place_when_values_rise_then_never_falls_and_stays_within_bounds(
    column: list[float], asked: list[float]
) -> None:
    shares = shares_of(np.array(column)[:, None])
    places = [shares.place(0, each)[0] for each in sorted(asked)]
    assert places == sorted(places)
    assert all(0 <= each <= 100 for each in places)


@given(values)
def test_place_when_the_table_holds_every_value_then_is_exact(column: list[float]) -> None:
    known = np.array([each for each in column if each == each])
    shares = shares_of(np.array(column)[:, None])
    for each in known:
        below, equal = shares.place(0, float(each))
        assert below == pytest.approx((known < each).mean() * 100)
        assert equal == pytest.approx((known == each).mean() * 100)


@given(values, st.lists(st.floats(-1e7, 1e7), max_size=8))
def test_places_when_many_are_asked_then_as_one_by_one(column: list[float], asked: list[float]) -> None:
    shares = shares_of(np.array(column)[:, None])
    asked += [each for each in column if each == each]
    below, equal = shares.places(0, np.array(asked, dtype=np.float64))
    assert list(zip(below, equal, strict=True)) == [shares.place(0, each) for each in asked]


def test_place_when_beyond_all_then_all_are_below() -> None:
    shares = shares_of(np.arange(10.0)[:, None])
    assert [shares.place(0, each)[0] for each in (-1.0, 0.0, 9.0, 9.5)] == [0, 0, 90, 100]


def test_place_when_rows_are_many_then_the_upper_end_is_told_to_a_hundredth() -> None:
    shares = shares_of(np.random.default_rng(1).normal(size=200_000)[:, None])
    assert len(shares.value) < 400
    for percent, value in ((99.0, 2.3263), (99.9, 3.0902), (99.99, 3.719)):
        assert shares.place(0, value)[0] == pytest.approx(percent, abs=0.02)


def test_place_when_most_share_the_largest_value_then_it_is_not_called_rare() -> None:
    column = np.concatenate((np.zeros(10), np.ones(90)))
    assert shares_of(column[:, None]).place(0, 1.0) == pytest.approx((10.0, 90.0))


def test_shares_when_a_column_is_never_known_then_says_so() -> None:
    shares = shares_of(np.array([[np.nan, 1.0], [np.nan, 2.0]]))
    assert list(shares.known) == [0, 100]
    assert shares.place(0, 5.0) == (0, 0)
