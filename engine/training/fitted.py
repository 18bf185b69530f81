"""A forest and, where enough frauds are known, a classifier, fitted on the same rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import TypeAlias

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, IsolationForest
from sklearn.pipeline import Pipeline

from engine.anomaly.artefact import Artefact
from engine.training.fitting import Kind, fit_boosting, fit_forest, fit_linear, kind_for, probability
from engine.training.flattening import flatten
from engine.training.known import Known
from engine.training.rows import Matrix, Vectors

Classifier: TypeAlias = Pipeline | HistGradientBoostingClassifier
_FITS = {Kind.LINEAR: fit_linear, Kind.BOOSTING: fit_boosting}


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """What was fitted, and on which rows. The forest reads all of them, the classifier those of which one knows."""

    forest: IsolationForest
    classifier: Classifier | None
    kind: Kind
    rows: Vectors

    def flat(self, calibration: tuple[Matrix, Matrix] | None = None) -> Artefact:
        """The plain arrays that serve."""
        own = None if self.classifier is None else calibration
        return flatten(self.forest, self.classifier, self.rows.features, self.rows.names, calibration=own)

    def probabilities(self, features: Matrix) -> Matrix:
        """What the classifier says before it is calibrated; NaN where there is none."""
        if self.classifier is None:
            return np.full(len(features), np.nan)
        return probability(self.classifier, features)

    def parameters(self) -> Mapping[str, Mapping[str, float]]:
        """The numbers that the libraries were given or took for defaults."""
        found = {"forest": _numbers(self.forest.get_params())}
        if isinstance(self.classifier, Pipeline):
            found["linear"] = _numbers(self.classifier["weigh"].get_params())
        elif self.classifier is not None:
            found["boosting"] = _numbers(self.classifier.get_params())
        return found


def fitted(rows: Vectors, known: Known, seed: int, kind: Kind | None = None) -> Fitted:
    """Fits the kinds that the number of known frauds can carry, or a classifier of a kind that is asked for, unless
    there are no frauds at all. Bit-identical for the same rows and seed."""
    fraud = known.fraud[known.usable]
    kind = kind_for(int(fraud.sum())) if kind is None else kind
    fit = _FITS.get(kind) if 0 < fraud.sum() < len(fraud) else None
    classifier = None if fit is None else fit(rows.features[known.usable], fraud, seed=seed)
    own = Kind.NONE if classifier is None else kind
    return Fitted(fit_forest(rows.features, seed=seed), classifier, own, rows)


def _numbers(parameters: Mapping[str, object]) -> Mapping[str, float]:
    return {
        name: float(value)
        for name, value in sorted(parameters.items())
        if isinstance(value, Real) and not isinstance(value, bool)
    }
