"""A logistic regression as plain weights."""

from dataclasses import dataclass

import numpy as np

from engine.anomaly.trees import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linear:
    """Log-odds = `intercept` + what each feature adds.

    A known feature adds `(x - centre) / scale * weight + present`, an unknown one `missing`. `centre` is the mean of
    the training rows, so what a feature adds is its weight times the deviation from the usual.
    """

    intercept: float
    centre: Floats
    scale: Floats
    weight: Floats
    present: Floats
    missing: Floats

    def shares(self, rows: Floats) -> Floats:
        """What each feature adds to the log-odds, for one row or many."""
        known = (rows - self.centre) / self.scale * self.weight + self.present
        return np.where(np.isnan(rows), self.missing, known)
