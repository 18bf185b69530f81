"""Measures scores of rows against what is known of them: figures, curves, parts of the rows, drift."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from engine.anomaly.drift import Histograms, psi
from engine.anomaly.ranking import average_precision
from engine.training.known import Known
from engine.training.measured import (
    ANOMALY,
    PROBABILITY,
    Bin,
    Curve,
    Figures,
    Histogram,
    Measured,
    Segment,
    Window,
)
from engine.training.metrics import (
    brier,
    calibration_error,
    card_precision,
    precision_at_share,
    recall_at_share,
    roc_auc,
)
from engine.training.rows import Flags, Matrix, Vectors, Whole
from engine.training.splits import DAY

SCORE = "score"
MOST_POINTS = 100  # of a curve
MOST_PARTS = 8  # of one kind of segments
BINS = 20
STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)  # of probabilities that are alike
DIGITS = 6  # of what a card says; more would suggest that they mean something


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scores:
    """Of each row: the forest's raw score, its percentile 0..100, and the probability where there is a classifier."""

    raw: Matrix
    percentile: Matrix
    probability: Matrix | None = None

    def by_model(self) -> Mapping[str, Matrix]:
        """What ranks rows, by model."""
        ranked = {ANOMALY: self.percentile}
        return ranked if self.probability is None else ranked | {PROBABILITY: self.probability}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which test this is: its orders, until when the models knew, until when labels of the test were known."""

    window: Window
    fitted_until: str
    labels_until: str
    budget: float


def measured(vectors: Vectors, scores: Scores, known: Known, reference: Histograms, asked: Asked) -> Measured:
    """All figures. `reference` has the histograms of what the models were fitted on, the raw score last."""
    usable = known.usable
    fraud = known.fraud[usable]
    ranked = {model: each[usable] for model, each in scores.by_model().items()}
    day, card = vectors.placed_at[usable] // DAY, _cards(vectors.cards[usable])
    probability = ranked.get(PROBABILITY)
    return Measured(
        window=asked.window,
        fitted_until=asked.fitted_until,
        labels_until=asked.labels_until,
        rows=len(fraud),
        frauds=int(fraud.sum()),
        budget=asked.budget,
        models={model: _figures(model, fraud, each, day, card, asked.budget) for model, each in ranked.items()},
        curves={model: curve(fraud, each) for model, each in ranked.items()} if fraud.any() else {},
        scores={model: _histogram(model, fraud, each) for model, each in ranked.items()},
        calibration=() if probability is None or not len(fraud) else _bins(fraud, probability),
        segments=tuple(_segments(vectors.where(usable), fraud, ranked, asked.budget)),
        drift=drift(vectors, scores.raw, reference),
        missing=dict(zip(vectors.names, map(_rounded, np.isnan(vectors.features).mean(axis=0)), strict=True)),
    )


def _rounded(value: float) -> float:
    return round(float(value), DIGITS)


def _told(value: float) -> float | None:
    """A figure; None where there is none."""
    return _rounded(value) if math.isfinite(value) else None


def _cards(tokens: Whole) -> Whole:
    """Cards as small numbers; an order without a card is one by itself."""
    own = np.arange(len(tokens), dtype=np.int64)
    _, numbers = np.unique(np.where(tokens == 0, own, tokens), return_inverse=True)
    return np.asarray(numbers, np.int64)


def _figures(model: str, fraud: Flags, score: Matrix, day: Whole, card: Whole, budget: float) -> Figures:
    calibrated = model == PROBABILITY
    return Figures(
        average_precision=_told(average_precision(fraud, score)),
        roc_auc=_told(roc_auc(fraud, score)),
        recall_at_budget=_told(recall_at_share(fraud, score, budget)),
        precision_at_budget=_told(precision_at_share(fraud, score, budget)),
        card_precision=_told(card_precision(fraud, score, day, card)),
        brier=_told(brier(fraud, score)) if calibrated else None,
        calibration_error=_told(calibration_error(fraud, score)) if calibrated else None,
    )


def curve(fraud: Flags, score: Matrix) -> Curve:
    """Recall and precision at thresholds that fall; rows of equal score fall together."""
    _, group, size = np.unique(-score, return_inverse=True, return_counts=True)
    hits = np.cumsum(np.bincount(group, weights=fraud, minlength=len(size)))
    recall, precision = hits / max(hits[-1], 1), hits / np.cumsum(size)
    wanted = np.linspace(0, 1, MOST_POINTS + 1)[1:]
    kept = np.unique(np.minimum(np.searchsorted(recall, wanted), len(recall) - 1))
    points = [(_rounded(recall[at]), _rounded(precision[at])) for at in kept]
    first = (0.0, points[0][1])
    return Curve(recall=tuple(x for x, _ in (first, *points)), precision=tuple(y for _, y in (first, *points)))


def _histogram(model: str, fraud: Flags, score: Matrix) -> Histogram:
    edges = np.linspace(0, 100 if model == ANOMALY else 1, BINS + 1)
    counts = [np.histogram(score[chosen], edges)[0] for chosen in (fraud, ~fraud)]
    return Histogram(
        edges=tuple(map(_rounded, edges)), fraud=tuple(map(int, counts[0])), other=tuple(map(int, counts[1]))
    )


def _bins(fraud: Flags, probability: Matrix) -> tuple[Bin, ...]:
    """By steps of a half or so: most orders are far below one percent, and those above matter most."""
    places = np.searchsorted(STEPS, probability, side="right")
    found = []
    for place in np.unique(places):
        chosen = places == place
        told, share = probability[chosen].mean(), fraud[chosen].mean()
        found.append(Bin(told=_rounded(told), found=_rounded(share), rows=int(chosen.sum())))
    return tuple(found)


def _segments(vectors: Vectors, fraud: Flags, ranked: Mapping[str, Matrix], budget: float) -> Iterator[Segment]:
    if not len(vectors):
        return
    followed = ranked.get(PROBABILITY, ranked[ANOMALY])
    threshold = np.quantile(followed, 1 - budget)
    for by, words in vectors.segments.items():
        column = np.array(words)
        for name, _ in sorted(Counter(words).items(), key=lambda each: (-each[1], each[0]))[:MOST_PARTS]:
            chosen = column == name
            found = {model: _told(average_precision(fraud[chosen], each[chosen])) for model, each in ranked.items()}
            yield Segment(
                by=by,
                name=name,
                rows=int(chosen.sum()),
                frauds=int(fraud[chosen].sum()),
                alerts=_rounded((followed[chosen] >= threshold).mean()),
                average_precision={model: value for model, value in found.items() if value is not None},
            )


def drift(vectors: Vectors, raw: Matrix, reference: Histograms) -> Mapping[str, float]:
    """The population stability index of each feature and of the raw score, unknown ones being a bin of their own."""
    columns = np.column_stack((vectors.features, raw))
    return {
        name: _rounded(psi(reference.counts_of(at), reference.counted(at, columns[:, at])))
        for at, name in enumerate((*vectors.names, SCORE))
    }
