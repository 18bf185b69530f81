"""Average precision without scikit-learn is scikit-learn's, and the spread of a gain is that of drawing days again."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from engine.anomaly.ranking import average_precision, sd_of_gain

SCORED = st.lists(st.tuples(st.booleans(), st.integers(0, 9)), min_size=1, max_size=60)


@given(SCORED)
def test_precision_when_there_is_fraud_then_is_that_of_scikit_learn(rows: list[tuple[bool, int]]) -> None:
    fraud = np.array([each for each, _ in rows])
    score = np.array([float(each) for _, each in rows])
    found = average_precision(fraud, score)
    assert math.isnan(found) if not fraud.any() else math.isclose(found, average_precision_score(fraud, score))


@given(SCORED)
def test_precision_when_rows_count_twice_then_is_that_of_rows_written_twice(rows: list[tuple[bool, int]]) -> None:
    fraud = np.array([each for each, _ in rows])
    score = np.array([float(each) for _, each in rows])
    twice = average_precision(np.repeat(fraud, 2), np.repeat(score, 2))
    once = average_precision(fraud, score, np.full(len(score), 2.0))
    assert (math.isnan(twice) and math.isnan(once)) or math.isclose(twice, once)


def test_sd_when_both_models_say_the_same_then_is_nothing() -> None:
    luck = np.random.default_rng(1)
    score, fraud = luck.random(500), luck.random(500) < 0.2
    assert sd_of_gain(fraud, score, score, np.arange(500) // 50) == 0.0


def test_sd_when_models_differ_then_days_make_a_spread_that_repeats() -> None:
    luck = np.random.default_rng(1)
    fraud, day = luck.random(500) < 0.2, np.arange(500) // 50
    spreads = [
        sd_of_gain(fraud, luck_.random(500), luck_.random(500), day) for luck_ in map(np.random.default_rng, (2, 2))
    ]
    assert spreads[0] == spreads[1] > 0
