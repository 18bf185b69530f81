"""Figures of scores: bounds, and what must not change them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.training import metrics

SCORED = st.lists(st.tuples(st.booleans(), st.integers(0, 5), st.integers(0, 3), st.integers(0, 4)), min_size=1)
Rows = list[tuple[bool, int, int, int]]


@settings(deadline=None)
@given(SCORED, st.floats(0, 1))
def test_recall_when_rows_of_equal_score_change_places_then_the_same(rows: Rows, share: float) -> None:
    fraud, score = np.array([row[0] for row in rows]), np.array([float(row[1]) for row in rows])
    order = np.random.default_rng(len(rows)).permutation(len(rows))
    first = metrics.recall_at_share(fraud, score, share)
    assert first == pytest.approx(metrics.recall_at_share(fraud[order], score[order], share), nan_ok=True)
    assert np.isnan(first) or 0 <= first <= 1 + 1e-9


@settings(deadline=None)
@given(SCORED)
def test_card_precision_when_computed_day_by_day_then_the_same(rows: Rows) -> None:
    fraud = np.array([row[0] for row in rows])
    score = np.arange(len(rows), dtype=np.float64)
    day, card = (np.array([row[at] for row in rows]) for at in (2, 3))
    blocked: set[int] = set()
    shares = []
    for each in sorted(set(day.tolist())):
        today = [row for row in range(len(rows)) if day[row] == each and card[row] not in blocked]
        best = sorted({int(card[row]) for row in today}, key=lambda c: -max(score[r] for r in today if card[r] == c))
        found = {c for c in best[:2] if any(fraud[row] for row in today if card[row] == c)}
        blocked |= found
        shares.append(len(found) / 2)
    assert metrics.card_precision(fraud, score, day, card, top=2) == pytest.approx(np.mean(shares))


def test_calibration_error_when_chances_come_true_then_none() -> None:
    fraud = np.array([True, False, False, False] * 10)
    assert metrics.calibration_error(fraud, np.full(40, 0.25), bins=1) == pytest.approx(0)
    assert metrics.calibration_error(fraud, np.full(40, 0.75), bins=1) == pytest.approx(0.5)


def test_figures_when_nothing_is_fraud_then_none() -> None:
    fraud, score = np.zeros(3, dtype=np.bool_), np.arange(3.0)
    assert np.isnan([metrics.recall_at_share(fraud, score, 0.5), metrics.roc_auc(fraud, score)]).all()
