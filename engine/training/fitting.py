"""Fits models with the defaults that the project stands for. Refits on the same rows and seed are bit-identical."""

from enum import StrEnum
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier, IsolationForest, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

Matrix = NDArray[np.float64]
Matrix32 = NDArray[np.float32]
Flags = NDArray[np.bool_]

TREES: Final = 200
ROWS_A_TREE: Final = 1024  # with scikit-learn's 256, further features make the forest worse rather than better
FEWEST_FOR_LINEAR: Final = 50
FEWEST_FOR_BOOSTING: Final = 200


class Classifier(Protocol):
    """What gives each row the chance of being honest and of being fraud."""

    def predict_proba(self, features: Matrix) -> Matrix: ...


class Fit(Protocol):
    """How a classifier is fitted: rows of features, which of them are fraud, and a seed."""

    def __call__(self, features: Matrix, fraud: Flags, *, seed: int) -> Classifier: ...


class Kind(StrEnum):
    """Which classifier so many confirmed frauds can carry."""

    NONE = "none"
    LINEAR = "linear"
    BOOSTING = "boosting"


def kind_for(frauds: int) -> Kind:
    """Below 50 confirmed frauds the forest is better than any classifier, below 200 a line is better than trees."""
    if frauds < FEWEST_FOR_LINEAR:
        return Kind.NONE
    return Kind.LINEAR if frauds < FEWEST_FOR_BOOSTING else Kind.BOOSTING


def fit_forest(features: Matrix | Matrix32, *, seed: int) -> IsolationForest:
    """An isolation forest over rows of features; NaN stands for unknown."""
    rows = min(ROWS_A_TREE, len(features))
    return IsolationForest(n_estimators=TREES, max_samples=rows, max_features=1.0, random_state=seed).fit(features)


def strangeness(forest: IsolationForest, features: Matrix | Matrix32) -> Matrix:
    """What the forest says of each row; higher is stranger."""
    return np.asarray(-forest.score_samples(features), dtype=np.float64)


def fit_linear(features: Matrix, fraud: Flags, *, seed: int) -> Pipeline:
    """Logistic regression over standardised features; an unknown value counts as the median of its feature.

    Three parts, `impute`, `scale` and `weigh`, that `engine.training.flattening` turns into one weight a feature.
    """
    return Pipeline([
        ("impute", SimpleImputer(strategy="median", keep_empty_features=True)),
        ("scale", StandardScaler()),
        ("weigh", LogisticRegression(max_iter=1000, random_state=seed)),
    ]).fit(features, fraud)  # fmt: skip


def fit_boosting(features: Matrix, fraud: Flags, *, seed: int) -> HistGradientBoostingClassifier:
    """Gradient boosting that does not collapse on rare classes: slow, small trees, large leaves."""
    # scikit-learn cannot bin a feature that is never known; a constant is never split on, so it reads nothing.
    features = np.where(np.isnan(features).all(axis=0), 0.0, features)
    return HistGradientBoostingClassifier(
        learning_rate=0.05,
        max_iter=200,
        max_leaf_nodes=15,
        min_samples_leaf=40,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=seed,
    ).fit(features, fraud)


def fit_calibration(score: Matrix, fraud: Flags) -> IsotonicRegression:
    """The step from scores to chances of fraud that keeps their order; only for scores that were fitted without labels.

    Boosting and logistic regression need none: trained without class weights, they are calibrated as they are.
    """
    return IsotonicRegression(out_of_bounds="clip", y_min=0.0, y_max=1.0).fit(score, fraud.astype(np.float64))


def fit_random_forest(features: Matrix, fraud: Flags, *, seed: int) -> RandomForestClassifier:
    """A hundred deep trees, as a reference that others publish; never served."""
    return RandomForestClassifier(n_estimators=100, random_state=seed, n_jobs=2).fit(features, fraud)


def probability(model: Classifier, features: Matrix) -> Matrix:
    """The chance of fraud that a classifier gives each row."""
    return np.asarray(model.predict_proba(features)[:, 1], dtype=np.float64)
