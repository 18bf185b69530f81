"""One order scored by both models, with the reasons of both: milliseconds of this thread's CPU, parity, size, load."""

import gc
import time
from dataclasses import dataclass

import numpy as np

from engine.anomaly.features import FEATURES
from engine.anomaly.packing import published, unpack
from engine.anomaly.scorer import ModelScorer
from engine.anomaly.scoring import Scoring
from engine.anomaly.trees import Floats
from engine.training.fitting import fit_boosting, fit_forest
from engine.training.flattening import flatten

TRAINED, ASKED = 20_000, 10_000
WARMING = 500
LOADS = 20
SEED = 20261126


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpeed:
    """`walk_ms` is both scores with what each feature gave; `score_ms` that with facts, percentiles and reasons."""

    features: int
    walk_ms: tuple[float, float]
    score_ms: tuple[float, float]
    batch_rows_a_second: float
    forest_parity: float
    boosting_parity: float
    bytes: int
    load_ms: float

    def plain(self) -> dict[str, object]:
        """As JSON holds it."""
        return {
            "features": self.features,
            "walk_ms_p50_p99": [round(each, 3) for each in self.walk_ms],
            "score_ms_p50_p99": [round(each, 3) for each in self.score_ms],
            "batch_rows_a_second": round(self.batch_rows_a_second),
            "forest_parity": self.forest_parity,
            "boosting_parity": self.boosting_parity,
            "bytes": self.bytes,
            "load_ms": round(self.load_ms, 1),
        }


def measure() -> ModelSpeed:
    """Fits both models on made-up rows of the real features, publishes them, and asks for rows not seen before."""
    training, asked = _rows(TRAINED, 1), _rows(ASKED, 2)
    fraud = np.nan_to_num(training[:, 0]) > 400
    forest, boosting = fit_forest(training, seed=SEED), fit_boosting(training, fraud, seed=SEED)
    content, artefact = published(flatten(forest, boosting, training, FEATURES))
    scoring, scorer = Scoring(artefact), ModelScorer(artefact)
    begun = time.perf_counter()
    scores, odds = scoring.anomaly_scores(asked), scoring.log_odds(asked)
    took = time.perf_counter() - begun
    return ModelSpeed(
        features=len(FEATURES),
        walk_ms=_shares([_walked(scoring, row) for row in asked]),
        score_ms=_shares([_scored(scorer, row) for row in asked.tolist()]),
        batch_rows_a_second=ASKED / took,
        forest_parity=float(np.abs(scores + forest.score_samples(asked)).max()),
        boosting_parity=float(np.abs((0 if odds is None else odds) - boosting.decision_function(asked)).max()),
        bytes=len(content),
        load_ms=_load(content, artefact.version, artefact.schema),
    )


def _rows(count: int, stream: int) -> Floats:
    random = np.random.default_rng((SEED, stream))
    rows = np.floor(random.lognormal(2, 2, (count, len(FEATURES))))
    rows[random.random(rows.shape) < 0.15] = np.nan
    return rows


def _walked(scoring: Scoring, row: Floats) -> float:
    begun = time.thread_time_ns()
    scoring.anomaly(row)
    scoring.fraud(row)
    return (time.thread_time_ns() - begun) / 1e6


def _scored(scorer: ModelScorer, row: list[float]) -> float:
    features = tuple(row)
    begun = time.thread_time_ns()
    scorer.score(features)
    return (time.thread_time_ns() - begun) / 1e6


def _shares(milliseconds: list[float]) -> tuple[float, float]:
    median, nearly_all = np.percentile(milliseconds[WARMING:], [50, 99])
    return float(median), float(nearly_all)


def _load(content: bytes, version: str, schema: str) -> float:
    gc.collect()
    begun = time.thread_time_ns()
    for _ in range(LOADS):
        Scoring(unpack(content, version, schema=schema))
    return (time.thread_time_ns() - begun) / 1e6 / LOADS


def table(speed: ModelSpeed) -> str:
    """The figures as people read them."""
    rows = [f"{name:>22} {value}" for name, value in speed.plain().items()]
    return "\n".join(("both models with both reasons, one order; milliseconds of thread CPU", *rows))


if __name__ == "__main__":
    print(table(measure()))
