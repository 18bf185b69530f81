"""Reasons add up to the score, and the first names what is strange."""

import numpy as np
import pytest
from hypothesis import given, settings

from engine.anomaly.reasons import reasons
from engine.anomaly.scoring import Scoring, Told
from engine.training.fitting import fit_boosting, fit_forest
from engine.training.flattening import flatten
from tests.fitted_models import Matrix, an_artefact
from tests.property.anomaly.test_parity import EXACT, rows

PLANTED = 300


def _gap(told: Told | None) -> float:
    assert told is not None
    return abs(told.total - told.base - float(told.given.sum()))


@pytest.mark.parametrize("kind", ["boosting", "linear"])
@settings(max_examples=150, deadline=None)
@given(rows)
def test_reasons_when_summed_then_are_the_score(kind: str, row: Matrix) -> None:
    scoring = Scoring(an_artefact(kind))
    fraud = scoring.fraud(row)
    assert _gap(scoring.anomaly(row)) <= EXACT
    assert fraud is not None
    assert _gap(fraud) <= EXACT * max(1, float(np.abs(fraud.given).sum()))


def test_first_reason_when_one_feature_is_planted_then_names_it_nineteen_times_in_twenty() -> None:
    random = np.random.default_rng(11)
    width = 12
    usual = random.normal(0, 1, (4000, width))
    names = tuple(f"feature-{number}" for number in range(width))
    artefact = flatten(fit_forest(usual, seed=1), None, usual, names)
    scoring, hits = Scoring(artefact), 0
    for number in range(PLANTED):
        row = random.normal(0, 1, width)
        planted = number % width
        row[planted] = random.choice([-1, 1]) * random.uniform(6, 10)
        found = reasons(artefact, row, scoring.anomaly(row).given)
        hits += found[0].feature == names[planted]
    assert hits / PLANTED >= 0.95


def test_first_reason_of_fraud_when_one_feature_decides_then_names_it() -> None:
    random = np.random.default_rng(12)
    usual = random.normal(0, 1, (6000, 6))
    fraud = (usual[:, 4] > 2) & (random.random(6000) < 0.9)
    names = tuple(f"feature-{number}" for number in range(6))
    artefact = flatten(fit_forest(usual, seed=1), fit_boosting(usual, fraud, seed=1), usual, names)
    scoring, hits = Scoring(artefact), 0
    for _ in range(PLANTED):
        row = random.normal(0, 1, 6)
        row[4] = random.uniform(2.5, 4)
        told = scoring.fraud(row)
        assert told is not None
        hits += reasons(artefact, row, told.given)[0].feature == "feature-4"
    assert hits / PLANTED >= 0.95
