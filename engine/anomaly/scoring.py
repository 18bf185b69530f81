"""An artefact and rows of features -> scores, with what each feature gave."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.anomaly.artefact import Artefact, Boosting
from engine.anomaly.linear import Linear
from engine.anomaly.trees import Floats, Grove, Trees

_SINGLE: Final = float(np.finfo(np.float32).max)


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A score with what each feature gave: `total` = `base` + the sum of `given`, in the model's own unit."""

    total: float
    base: float
    given: Floats


class Scoring:
    """One artefact, ready to score. Safe for several threads: nothing in it changes."""

    def __init__(self, artefact: Artefact) -> None:
        self.artefact = artefact
        width = len(artefact.names)
        self._forest = Grove(artefact.forest, width)
        classifier = artefact.classifier
        self._boosting = Grove(classifier.trees, width) if isinstance(classifier, Boosting) else None

    def anomaly(self, row: Floats) -> Told:
        """Binary logarithm of the anomaly score, in bits."""
        total, given = self._forest.walk(single(row))
        return Told(total, self._forest.base, given)

    def fraud(self, row: Floats) -> Told | None:
        """Log-odds of fraud, in nats, before calibration; none without a classifier."""
        classifier = self.artefact.classifier
        if isinstance(classifier, Linear):
            given = classifier.shares(row)
            return Told(classifier.intercept + float(given.sum()), classifier.intercept, given)
        if classifier is None or self._boosting is None:
            return None
        total, given = self._boosting.walk(row)
        return Told(classifier.baseline + total, classifier.baseline + self._boosting.base, given)

    def anomaly_scores(self, rows: Floats) -> Floats:
        """Anomaly score of each row, 0..1: `-score_samples` of scikit-learn."""
        return score_of_bits(self._forest.sums(single(rows)))

    def probabilities(self, rows: Floats) -> Floats | None:
        """Calibrated probability of fraud of each row; none without a classifier."""
        odds = self.log_odds(rows)
        return None if odds is None else self.calibrated(np.array([probability_of(float(each)) for each in odds]))

    def log_odds(self, rows: Floats) -> Floats | None:
        """Log-odds of fraud of each row, before calibration; none without a classifier."""
        classifier = self.artefact.classifier
        if isinstance(classifier, Linear):
            return np.asarray(classifier.intercept + classifier.shares(rows).sum(axis=1))
        if classifier is None or self._boosting is None:
            return None
        return np.asarray(classifier.baseline + self._boosting.sums(rows))

    def calibrated(self, probability: Floats) -> Floats:
        """Raw probability -> the share of such orders that were fraud."""
        curve = self.artefact.calibration
        return probability if curve is None else np.asarray(np.interp(probability, curve.raw, curve.calibrated))


def anomaly_scores(trees: Trees, rows: Floats) -> Floats:
    """Anomaly score of each row by a forest that is not part of an artefact yet."""
    return score_of_bits(Grove(trees, rows.shape[1]).sums(single(rows)))


def score_of_bits(bits: Floats) -> Floats:
    """Two to the power of each number. One by one: numpy's own differs in the last digit between one and many."""
    return np.array([2.0 ** float(each) for each in bits], dtype=np.float64)


def single(rows: Floats) -> Floats:
    """Rows rounded to single precision, as scikit-learn's forest reads them."""
    return np.clip(rows, -_SINGLE, _SINGLE).astype(np.float32).astype(np.float64)


def probability_of(log_odds: float) -> float:
    """Log-odds in nats -> probability."""
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    odds = math.exp(log_odds)
    return odds / (1 + odds)
