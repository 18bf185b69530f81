"""The models that a benchmark compares: what each reads, how many rows it learns from, and how it scores."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from engine.training import fitting
from engine.training.event_features import Feature
from engine.training.fitting import Fit, Flags, Matrix, Matrix32

RECENT: Final = 200_000  # rows for those that gain nothing from more and would take minutes


class Model(StrEnum):
    """`forest` sees no label at all; `forest_with_risk` sees those of earlier rows in its features."""

    FOREST = "forest"
    FOREST_WITH_RISK = "forest_with_risk"
    LINEAR = "linear"
    RANDOM_FOREST = "random_forest"
    BOOSTING = "boosting"


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores of the tested rows, chances of fraud where there are any, and scores of rows that were trained on."""

    score: Matrix
    probability: Matrix | None
    usual: Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """`most_rows` 0 is all rows. `score` takes trained rows, their labels, tested rows and a seed."""

    reads: Callable[[Feature], bool]
    score: Callable[[Matrix32, Flags, Matrix32, int], Scored]
    needs_labels: bool = True
    most_rows: int = 0


def _forest(trained: Matrix32, seen: Flags, tested: Matrix32, seed: int) -> Scored:
    forest = fitting.fit_forest(trained, seed=seed)
    usual, score = fitting.strangeness(forest, trained[-RECENT:]), fitting.strangeness(forest, tested)
    if not seen[-RECENT:].any():
        return Scored(score, None, usual)
    chance = fitting.fit_calibration(usual, seen[-RECENT:]).predict(score)
    return Scored(score, np.asarray(chance, dtype=np.float64), usual)


def _classifier(fit: Fit) -> Callable[[Matrix32, Flags, Matrix32, int], Scored]:
    def score(trained: Matrix32, seen: Flags, tested: Matrix32, seed: int) -> Scored:
        model = fit(trained.astype(np.float64), seen, seed=seed)
        chance = fitting.probability(model, tested.astype(np.float64))
        return Scored(chance, chance, fitting.probability(model, trained[-RECENT:].astype(np.float64)))

    return score


CONTESTANTS: Final[dict[Model, Contestant]] = {
    Model.FOREST: Contestant(reads=lambda each: each.plain and not each.labelled, score=_forest, needs_labels=False),
    Model.FOREST_WITH_RISK: Contestant(reads=lambda each: each.plain, score=_forest, needs_labels=False),
    Model.LINEAR: Contestant(reads=lambda _: True, score=_classifier(fitting.fit_linear), most_rows=RECENT),
    Model.RANDOM_FOREST: Contestant(
        reads=lambda _: True, score=_classifier(fitting.fit_random_forest), most_rows=RECENT
    ),
    Model.BOOSTING: Contestant(reads=lambda _: True, score=_classifier(fitting.fit_boosting), most_rows=400_000),
}
