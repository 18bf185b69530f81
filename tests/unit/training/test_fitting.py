"""Models fitted with the project's defaults."""

import numpy as np
import pytest

from engine.training import fitting
from engine.training.fitting import Kind, kind_for
from engine.training.flattening import flat_linear

DRAW = np.random.default_rng(3)
FEATURES = DRAW.normal(size=(600, 4))
FEATURES[:, 3] = 1.0
FRAUD = FEATURES[:, 0] + DRAW.normal(size=600) > 1.5
FEATURES[DRAW.random((600, 4)) < 0.1] = np.nan


def test_line_when_a_feature_is_never_known_then_fitted() -> None:
    unknown = np.column_stack([FEATURES, np.full(600, np.nan)])
    assert np.isfinite(flat_linear(fitting.fit_linear(unknown, FRAUD, seed=1)).weight).all()


@pytest.mark.parametrize("fit", [fitting.fit_linear, fitting.fit_boosting, fitting.fit_random_forest])
def test_classifier_when_fitted_again_then_bit_identical(fit: fitting.Fit) -> None:
    first, second = (fitting.probability(fit(FEATURES, FRAUD, seed=4), FEATURES) for _ in range(2))
    assert (first == second).all()


def test_forest_when_fitted_again_then_bit_identical() -> None:
    first, second = (fitting.strangeness(fitting.fit_forest(FEATURES, seed=4), FEATURES) for _ in range(2))
    assert (first == second).all()


def test_calibration_when_applied_then_order_stays_and_chances_are_true_on_average() -> None:
    score = np.nan_to_num(FEATURES[:, 0])
    chance = fitting.fit_calibration(score, FRAUD).predict(score)
    assert (np.diff(chance[np.argsort(score)]) >= 0).all()
    assert chance.mean() == pytest.approx(FRAUD.mean())


@pytest.mark.parametrize(
    ("frauds", "kind"), [(49, Kind.NONE), (50, Kind.LINEAR), (199, Kind.LINEAR), (200, Kind.BOOSTING)]
)
def test_kind_when_so_many_frauds_are_known_then_what_they_carry(frauds: int, kind: Kind) -> None:
    assert kind_for(frauds) is kind
