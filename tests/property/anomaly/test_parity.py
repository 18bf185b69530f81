"""What is served is what scikit-learn says, for any row, one by one or many at once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import IsolationForest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MinMaxScaler

from engine.anomaly.scoring import Scoring
from engine.anomaly.trees import Grove
from engine.training.fitting import fit_boosting
from engine.training.flattening import CannotFlatten, flat_boosting, flat_forest, flat_linear
from tests.fitted_models import (
    WIDTH,
    Matrix,
    a_boosting,
    a_forest,
    a_matrix,
    a_regression,
    a_training_matrix,
    an_artefact,
    frauds_of,
)

EXACT = 1e-12
ROWS = 10_000
# What a fact can be: whole numbers and shares of any size, or unknown; scikit-learn's forest takes single precision.
_number = st.one_of(
    st.just(np.nan), st.integers(-(10**12), 10**12).map(float), st.floats(-1e9, 1e9), st.sampled_from([0.0, 1.0])
)
rows = st.lists(_number, min_size=WIDTH, max_size=WIDTH).map(lambda row: np.array(row, dtype=np.float64))


def known(told: Matrix | None) -> Matrix:
    """What a classifier said, and there is one."""
    assert told is not None
    return told


@pytest.fixture(scope="module")
def many() -> Matrix:
    """Ten thousand rows that no model has seen, a sixth of their values unknown."""
    return a_matrix(ROWS, seed=2)


def test_forest_when_ten_thousand_rows_then_scores_are_those_of_scikit_learn(many: Matrix) -> None:
    scores = Scoring(an_artefact()).anomaly_scores(many)
    assert np.abs(scores + a_forest().score_samples(many)).max() <= EXACT


def test_boosting_when_ten_thousand_rows_then_probabilities_are_those_of_scikit_learn(many: Matrix) -> None:
    scoring = Scoring(an_artefact("boosting"))
    assert np.abs(known(scoring.probabilities(many)) - a_boosting().predict_proba(many)[:, 1]).max() <= EXACT
    assert np.abs(known(scoring.log_odds(many)) - a_boosting().decision_function(many)).max() <= EXACT


@pytest.mark.parametrize("marks", [False, True])
def test_regression_when_ten_thousand_rows_then_log_odds_are_those_of_scikit_learn(many: Matrix, marks: bool) -> None:
    model = a_regression(marks=marks)
    linear = flat_linear(model)
    odds = linear.intercept + linear.shares(many).sum(axis=1)
    assert np.abs(odds - model.decision_function(many)).max() <= EXACT * max(1, np.abs(odds).max())


@pytest.mark.parametrize("kind", ["boosting", "linear"])
def test_one_row_when_scored_alone_then_the_same_number_as_among_many(many: Matrix, kind: str) -> None:
    scoring = Scoring(an_artefact(kind))
    some = many[:300]
    alone = [(scoring.anomaly(row), scoring.fraud(row)) for row in some]
    assert [2.0**anomaly.total for anomaly, _ in alone] == list(scoring.anomaly_scores(some))
    assert [fraud.total for _, fraud in alone if fraud is not None] == list(known(scoring.log_odds(some)))


@settings(max_examples=60, deadline=None)
@given(rows)
def test_any_row_when_scored_then_as_scikit_learn_says(row: Matrix) -> None:
    scoring = Scoring(an_artefact())
    fraud = scoring.fraud(row)
    assert abs(2.0 ** scoring.anomaly(row).total + a_forest().score_samples(row[None])[0]) <= EXACT
    assert fraud is not None
    assert abs(fraud.total - a_boosting().decision_function(row[None])[0]) <= EXACT


def test_boosting_when_a_split_is_known_or_not_then_its_threshold_is_finite_and_it_still_agrees() -> None:
    features = np.where(np.random.default_rng(3).random((2000, 2)) < 0.5, np.nan, 1.0)
    model = fit_boosting(features, np.isnan(features[:, 0]), seed=1)
    flat = flat_boosting(model)
    assert any(np.isinf(tree.nodes["num_threshold"]).any() for (tree,) in model._predictors)
    assert np.isfinite(flat.trees.threshold).all()
    rows_told = np.array([[np.nan, 1.0], [1.0, np.nan], [np.inf, np.inf], [-np.inf, 0.0]])
    assert np.allclose(flat.baseline + Grove(flat.trees, 2).sums(rows_told), model.decision_function(rows_told))


def test_forest_when_its_trees_see_some_features_only_then_is_not_served() -> None:
    narrow = IsolationForest(n_estimators=3, max_features=0.5, random_state=1).fit(a_training_matrix())
    with pytest.raises(CannotFlatten):
        flat_forest(narrow)


def test_regression_when_other_steps_come_before_then_is_not_served() -> None:
    features = np.nan_to_num(a_training_matrix()[:200])
    model = Pipeline([("squeeze", MinMaxScaler()), ("weigh", LogisticRegression())])
    with pytest.raises(CannotFlatten):
        flat_linear(model.fit(features, frauds_of(features)))
