"""Do the arrays that serve score as the fitted models do? Asked once when a model is made; its card says the answer."""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from engine.anomaly.artefact import Artefact
from engine.anomaly.scoring import Scoring
from engine.training.fitted import Fitted
from engine.training.rows import Matrix

ROWS: Final = 10_000
EXACT: Final = 1e-12  # what is nearer than this is told as this, so that a card does not depend on the last bit


def parity(fit: Fitted, artefact: Artefact) -> Mapping[str, float]:
    """`rows` that were compared, and a power of ten that no score or probability, each 0..1, is farther apart than."""
    rows = fit.rows.features[:ROWS]
    scoring = Scoring(artefact)
    apart = [_apart(scoring.anomaly_scores(rows), -fit.forest.score_samples(rows))]
    odds = scoring.log_odds(rows)
    if odds is not None:
        apart.append(_apart(1 / (1 + np.exp(-odds)), fit.probabilities(rows)))
    worst = max(EXACT, *apart)
    return {"rows": float(len(rows)), "worst": float(f"1e{math.ceil(math.log10(worst))}")}


def _apart(one: Matrix, other: Matrix) -> float:
    return float(np.max(np.abs(one - other), initial=0.0))
