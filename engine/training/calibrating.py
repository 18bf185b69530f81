"""Makes what a classifier says a probability: a line through log-odds, fitted on weeks that it had not seen.

After J. Platt, "Probabilistic outputs for support vector machines" (1999). Two numbers cannot overfit a few frauds, and
as the line rises, the order of rows stays as it is.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from engine.training.rows import Flags, Matrix

LEAST_FRAUDS: Final = 20  # fewer say nothing about a line
SURE: Final = 1e-9  # a probability is held this far from 0 and 1 before its odds are taken
REACH: Final = 14.0  # log-odds from which on all is flat
POINTS: Final = 225


def line(probability: Matrix, fraud: Flags) -> Mapping[str, float] | None:
    """Slope and intercept in log-odds; None where there are too few frauds, or where the line would fall."""
    if min(fraud.sum(), (~fraud).sum()) < LEAST_FRAUDS:
        return None
    odds, sure = _odds(probability)[:, None], _targets(fraud)
    both = np.concatenate((odds, odds)), np.repeat([True, False], len(odds))
    fitted = LogisticRegression(C=1e6, max_iter=1000).fit(*both, sample_weight=np.concatenate((sure, 1 - sure)))
    slope, intercept = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    return {"slope": slope, "intercept": intercept} if slope > 0 else None


def curve(drawn: Mapping[str, float] | None) -> tuple[Matrix, Matrix] | None:
    """The line as points, raw probabilities and calibrated ones, both rising from 0 to 1."""
    if drawn is None:
        return None
    odds = np.linspace(-REACH, REACH, POINTS)
    raw, found = _share(odds), _share(odds * drawn["slope"] + drawn["intercept"])
    return np.concatenate(([0.0], raw, [1.0])), np.concatenate(([0.0], found, [1.0]))


def _targets(fraud: Flags) -> Matrix:
    """Platt's targets, a little off 1 and 0, so that weeks in which frauds were easy make nobody too sure."""
    frauds, others = int(fraud.sum()), int((~fraud).sum())
    return np.where(fraud, (frauds + 1) / (frauds + 2), 1 / (others + 2))


def _odds(probability: Matrix) -> Matrix:
    held = np.clip(probability, SURE, 1 - SURE)
    return np.asarray(np.log(held / (1 - held)))


def _share(odds: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-odds)))
