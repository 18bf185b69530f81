"""How well scores put frauds first, and how sure that is: for gates of models, without scikit-learn."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.anomaly.trees import Floats

Marks = NDArray[np.bool_]
Days = NDArray[np.int64]
DRAWS: Final = 200


def average_precision(fraud: Marks, score: Floats, weight: Floats | None = None) -> float:
    """Area under the curve of precision over recall, by steps; rows of one score count together. NaN without fraud.

    `weight` says how often a row counts, once unless given.
    """
    if not len(score):
        return math.nan
    return _precision(_Sorted(fraud, score), np.ones(len(score)) if weight is None else weight)


def sd_of_gain(fraud: Marks, before: Floats, after: Floats, day: Days, *, draws: int = DRAWS, seed: int = 0) -> float:
    """Standard deviation of the gain in average precision from `before` to `after`, by drawing whole days again
    (block bootstrap: B. Efron, R. Tibshirani, "An Introduction to the Bootstrap", 1993). NaN without fraud."""
    if not fraud.any():
        return math.nan
    days, place = np.unique(day, return_inverse=True)
    old, new = _Sorted(fraud, before), _Sorted(fraud, after)
    luck = np.random.default_rng(seed)
    gains = []
    for _ in range(draws):
        times = np.bincount(luck.integers(0, len(days), len(days)), minlength=len(days))
        weight = times[place].astype(np.float64)
        gains.append(_precision(new, weight) - _precision(old, weight))
    known = [each for each in gains if not math.isnan(each)]  # a draw may have only days without fraud
    return float(np.std(known)) if known else math.nan


class _Sorted:
    """Rows from the highest score down; `ends` are the last rows of each score."""

    def __init__(self, fraud: Marks, score: Floats) -> None:
        self.order = np.argsort(-score, kind="stable")
        falling = score[self.order]
        self.ends = np.append(np.flatnonzero(np.diff(falling)), len(falling) - 1)
        self.fraud = fraud[self.order].astype(np.float64)


def _precision(rows: _Sorted, weight: Floats) -> float:
    counted = weight[rows.order]
    found = np.cumsum(counted * rows.fraud)[rows.ends]
    every = np.cumsum(counted)[rows.ends]
    if not found[-1]:
        return math.nan
    precision = np.divide(found, every, out=np.zeros_like(found), where=every > 0)
    return float((np.diff(found, prepend=0.0) * precision).sum() / found[-1])
