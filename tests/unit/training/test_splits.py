"""Rows are split by time, and labels are those that were known."""

import numpy as np
import pytest

from engine.training.errors import SplitRefused
from engine.training.splits import (
    DAY,
    WEEK,
    Fold,
    Period,
    as_known,
    ensure_by_time,
    last_folds,
    random_split,
)

TIMES = np.arange(10, dtype=np.int64) * DAY


def test_split_when_at_random_then_refused_with_the_reason() -> None:
    with pytest.raises(SplitRefused, match="lets a model see the future"):
        random_split(TIMES, 0.2)


def test_split_when_a_trained_row_is_not_older_than_the_test_then_refused() -> None:
    with pytest.raises(SplitRefused, match="3 rows"):
        ensure_by_time(TIMES, TIMES[7:])


def test_label_when_masked_then_a_fraud_nobody_knew_of_looks_honest() -> None:
    fraud = np.array([True, True, False])
    assert as_known(fraud, TIMES[:3], 0).tolist() == [True, False, False]


def test_fold_when_training_reaches_into_the_test_then_refused() -> None:
    with pytest.raises(SplitRefused, match="a test comes after training"):
        Fold(Period(0, 5 * DAY), Period(4 * DAY, 6 * DAY), 4 * DAY)


def test_last_folds_when_two_then_back_to_back_until_the_last_whole_day() -> None:
    first, second = last_folds(np.array([0, 29 * DAY + 5]), 2, delay=WEEK)
    assert (first.test, second.test) == (Period(16 * DAY, 23 * DAY), Period(23 * DAY, 30 * DAY))
    assert second.train.end == second.as_of - WEEK
