"""Small fitted models and their artefacts, made once a run."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier, IsolationForest
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from engine.anomaly.artefact import Artefact
from engine.anomaly.features import FEATURES
from engine.anomaly.packing import published
from engine.training.fitting import fit_boosting, fit_forest
from engine.training.flattening import flatten

Matrix = NDArray[np.float64]
NAMES = FEATURES[:22]  # enough to be varied, few enough to be fast
WIDTH = len(NAMES)


def a_matrix(rows: int, seed: int = 1) -> Matrix:
    """Rows as orders give them: skewed amounts, counts, flags, and unknowns; one feature is never known."""
    random = np.random.default_rng(seed)
    features = random.lognormal(3, 1.5, (rows, WIDTH))
    features[:, ::4] = np.floor(random.exponential(2, (rows, len(range(0, WIDTH, 4)))))
    features[:, 1::4] = random.integers(0, 2, (rows, len(range(1, WIDTH, 4))))
    features[random.random(features.shape) < 0.15] = np.nan
    features[:, WIDTH - 1] = np.nan
    return features


def frauds_of(features: Matrix) -> NDArray[np.bool_]:
    """Rows of which the first and second feature, or the lack of the third, make fraud likely."""
    strange = np.nan_to_num(features[:, 0]) + 2 * np.nan_to_num(features[:, 1]) + 2 * np.isnan(features[:, 2])
    return np.asarray(np.random.default_rng(7).random(len(features)) < 1 / (1 + np.exp(6 - strange)))


@cache
def a_training_matrix() -> Matrix:
    """The rows that all models here are fitted on."""
    return a_matrix(3000)


@cache
def a_forest() -> IsolationForest:
    """A forest with the project's defaults."""
    return fit_forest(a_training_matrix(), seed=1)


@cache
def a_boosting() -> HistGradientBoostingClassifier:
    """Boosting with the project's defaults; the last feature is never known."""
    return fit_boosting(a_training_matrix(), frauds_of(a_training_matrix()), seed=1)


@cache
def a_regression(*, marks: bool = False) -> Pipeline:
    """Logistic regression; `marks` adds a column for each feature that says whether it was unknown."""
    impute = SimpleImputer(strategy="median", keep_empty_features=True, add_indicator=marks)
    steps = [("impute", impute), ("scale", StandardScaler()), ("weigh", LogisticRegression(max_iter=1000))]
    return Pipeline(steps).fit(a_training_matrix(), frauds_of(a_training_matrix()))


@cache
def an_artefact(kind: str = "boosting") -> Artefact:
    """A published artefact with a classifier of this kind: boosting, linear or none."""
    return packed(kind)[1]


@cache
def packed(kind: str = "boosting") -> tuple[bytes, Artefact]:
    """Its bytes too."""
    classifier = {"boosting": a_boosting, "linear": a_regression}[kind]() if kind != "none" else None
    curve = (np.array([0.0, 0.2, 1.0]), np.array([0.0, 0.1, 0.9])) if kind == "linear" else None
    return published(flatten(a_forest(), classifier, a_training_matrix(), NAMES, card="c" * 64, calibration=curve))


@cache
def an_artefact_of(names: tuple[str, ...]) -> Artefact:
    """A published forest over any features, such as all that orders are given."""
    features = np.floor(np.random.default_rng(5).lognormal(3, 1.5, (2000, len(names))))
    return published(flatten(fit_forest(features, seed=1), None, features, names))[1]
