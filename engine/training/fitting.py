"""Fits models with the defaults that the project stands for. Refits on the same rows and seed are bit-identical."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier, IsolationForest

Matrix = NDArray[np.float64]

TREES: Final = 200
ROWS_A_TREE: Final = 1024  # with scikit-learn's 256, further features make the forest worse rather than better


def fit_forest(features: Matrix, *, seed: int) -> IsolationForest:
    """An isolation forest over rows of features; NaN stands for unknown."""
    rows = min(ROWS_A_TREE, len(features))
    return IsolationForest(n_estimators=TREES, max_samples=rows, max_features=1.0, random_state=seed).fit(features)


def fit_boosting(features: Matrix, fraud: NDArray[np.bool_], *, seed: int) -> HistGradientBoostingClassifier:
    """Gradient boosting that does not collapse on rare classes: slow, small trees, large leaves."""
    return HistGradientBoostingClassifier(
        learning_rate=0.05,
        max_iter=200,
        max_leaf_nodes=15,
        min_samples_leaf=40,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=seed,
    ).fit(features, fraud)
