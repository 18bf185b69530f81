"""Trains and judges the project's models on any table of events: the same features, models and defaults for each.

Every test is judged by models that were fitted when it begins, from rows and labels that were known then.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.anomaly.ranking import average_precision
from engine.training import metrics
from engine.training.contestants import CONTESTANTS, Contestant, Model, Scored
from engine.training.errors import TooFewRows
from engine.training.event_features import Events, Feature, features_of
from engine.training.fitting import kind_for
from engine.training.mapping import EventMapping
from engine.training.splits import DAY, Fold, Period, as_known, ensure_by_time, moment
from engine.training.windows import Codes, Flags, Times

FORMAT: Final = 1
LEAST_TRAINED: Final = 100
Rows = NDArray[np.int64]
Say = Callable[[str], None]
Figures = dict[str, float | int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A table with its features: a row an event, in the order of the table, a column a feature. NaN is unknown."""

    matrix: NDArray[np.float32]
    features: tuple[Feature, ...]
    events: Events
    customer: Codes
    folds: tuple[Fold, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the features."""
        return tuple(each.name for each in self.features)

    @property
    def times(self) -> Times:
        """When each event was."""
        return self.events.times

    @property
    def labels(self) -> Flags:
        """Which events were fraud, as it is known in the end."""
        return self.events.fraud


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One fold as rows of a table. `seen` are the labels of the trained rows as they stood at the fitting."""

    fold: Fold
    trained: Rows
    seen: Flags
    tested: Rows
    removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One model in one test: its scores and figures, or the reason why it could not be fitted."""

    trial: Trial
    model: Model
    scored: Scored | None
    figures: Figures
    refused: str = ""


def built(events: Events, mapping: EventMapping) -> Built:
    """The features of a table and how it is cut."""
    found = features_of(events, mapping.windows, mapping.convention)
    made = [(feature, column.astype(np.float32)) for feature, column in found]
    matrix = np.column_stack([column for _, column in made])
    matrix[~np.isfinite(matrix)] = np.nan
    return Built(
        matrix=matrix,
        features=tuple(feature for feature, _ in made),
        events=events,
        customer=events.entities[mapping.customer],
        folds=mapping.cut.folds(events.times, mapping.label.delay or 0),
    )


def trial_of(table: Built, fold: Fold, remove_since: int | None) -> Trial:
    """The rows that a fold trains on and tests. Raises TooFewRows when there is nothing to learn from or to judge."""
    events = table.events
    usable = fold.train.holds(events.times) & events.labelled & (events.mature_at <= fold.as_of)
    trained = np.flatnonzero(usable)
    if len(trained) < LEAST_TRAINED:
        raise TooFewRows(f"training {_written(fold.train)}", len(trained), LEAST_TRAINED)
    inside = fold.test.holds(events.times) & events.labelled
    stays = inside & ~_compromised(table, fold, remove_since)
    tested = np.flatnonzero(stays)
    if not len(tested):
        raise TooFewRows(f"test {_written(fold.test)}", 0, 1)
    ensure_by_time(events.times[trained], events.times[tested])
    seen = as_known(events.fraud, events.known_at, fold.as_of)[trained]
    return Trial(fold=fold, trained=trained, seen=seen, tested=tested, removed=int(inside.sum() - stays.sum()))


def _compromised(table: Built, fold: Fold, remove_since: int | None) -> Flags:
    """Rows of customers whose fraud was known when the day of the row began."""
    events = table.events
    if remove_since is None:
        return np.zeros(len(events.times), dtype=np.bool_)
    since = fold.test.start - remove_since if remove_since else fold.train.start
    counted = np.flatnonzero(events.fraud & (events.times >= since) & (table.customer >= 0))
    known = np.full(
        int(table.customer.max()) + 2, np.iinfo(np.int64).max
    )  # the last place is that of unknown customers
    np.minimum.at(known, table.customer[counted], events.known_at[counted])
    return known[table.customer] <= events.times // DAY * DAY


def run(table: Built, mapping: EventMapping, models: Sequence[Model], say: Say) -> tuple[Result, ...]:
    """Every model in every test."""
    results: list[Result] = []
    for fold in table.folds:
        trial = trial_of(table, fold, mapping.remove_since)
        for model in models:
            say(f"test {_written(fold.test)}: {model}")
            results.append(_judged(table, trial, model, mapping))
    return tuple(results)


def _judged(table: Built, trial: Trial, model: Model, mapping: EventMapping) -> Result:
    contestant = CONTESTANTS[model]
    if contestant.needs_labels and not 0 < trial.seen.sum() < len(trial.seen):
        refused = "no fraud was known when it was to be fitted"
        return Result(trial=trial, model=model, scored=None, figures={}, refused=refused)
    scored = scored_by(contestant, table, trial, mapping.seed)
    return Result(trial=trial, model=model, scored=scored, figures=figures_of(table, trial, scored, mapping))


def scored_by(contestant: Contestant, table: Built, trial: Trial, seed: int) -> Scored:
    """What a model that is fitted on the trained rows says of the tested ones."""
    columns = np.flatnonzero([contestant.reads(feature) for feature in table.features])
    most = contestant.most_rows  # -0 is all of them
    trained, tested = (table.matrix[np.ix_(rows, columns)] for rows in (trial.trained[-most:], trial.tested))
    return contestant.score(trained, trial.seen[-most:], tested, seed)


def figures_of(table: Built, trial: Trial, scored: Scored, mapping: EventMapping) -> Figures:
    """What one model is worth in one test."""
    fraud, days = table.labels[trial.tested], table.times[trial.tested] // DAY
    card = table.customer[trial.tested]
    known = card >= 0
    score, chance = scored.score, scored.probability
    share, per_day = mapping.share, mapping.per_day
    if per_day is not None:
        share = min(1.0, per_day * len(np.unique(days)) / len(fraud))
        recall = metrics.recall_a_day(fraud, score, days, per_day)
    else:
        recall = metrics.recall_at_share(fraud, score, share)
    usual = scored.usual[~np.isnan(scored.usual)]
    return {
        "ap": average_precision(fraud, score),
        "auc": metrics.roc_auc(fraud, score),
        "card_precision_100": metrics.card_precision(fraud[known], score[known], days[known], card[known]),
        "recall_at_budget": recall,
        "precision_at_budget": metrics.precision_at_share(fraud, score, share),
        "alert_rate": float((score > np.quantile(usual, 1 - share)).mean()),
        "brier": math.nan if chance is None else metrics.brier(fraud, chance),
        "log_loss": math.nan if chance is None else metrics.log_loss(fraud, chance),
        "calibration_error": math.nan if chance is None else metrics.calibration_error(fraud, chance),
    }


def report(table: Built, mapping: EventMapping, results: Sequence[Result]) -> dict[str, object]:
    """The figures as `format: 1` has them: JSON values only, null for what does not exist."""
    models = list(dict.fromkeys(each.model for each in results))
    return {
        "format": FORMAT,
        "rows": len(table.times),
        "frauds": int(table.labels.sum()),
        "from": moment(int(table.times.min())),
        "to": moment(int(table.times.max())),
        "entities": list(table.events.entities),
        "customer": mapping.customer,
        "windows_s": [width // 1_000_000 for width in mapping.windows],
        "convention": mapping.convention.value,
        "budget": {"share": None if mapping.per_day else mapping.share, "per_day": mapping.per_day},
        "seed": mapping.seed,
        "features": [{"name": each.name, "labelled": each.labelled, "forest": each.plain} for each in table.features],
        "tests": [_test(table, each) for each in {id(each.trial): each.trial for each in results}.values()],
        "models": {str(model): _model([each for each in results if each.model is model]) for model in models},
    }


def _test(table: Built, trial: Trial) -> dict[str, object]:
    fold = trial.fold
    return {
        "rows": len(trial.tested),
        "frauds": int(table.labels[trial.tested].sum()),
        "train_from": moment(fold.train.start),
        "train_until": moment(fold.train.end),
        "as_of": moment(fold.as_of),
        "test_from": moment(fold.test.start),
        "test_until": moment(fold.test.end),
        "train_rows": len(trial.trained),
        "train_frauds_known": int(trial.seen.sum()),
        "classifier": str(kind_for(int(trial.seen.sum()))),
        "removed_rows": trial.removed,
    }


def _model(results: Sequence[Result]) -> dict[str, object]:
    fitted = [each.figures for each in results if each.scored is not None]
    names = list(fitted[0]) if fitted else []
    mean = {name: _mean([figures[name] for figures in fitted]) for name in names}
    return {"mean": mean, "tests": [_told(each) for each in results]}


def _told(result: Result) -> dict[str, object]:
    if result.scored is None:
        return {"refused": result.refused}
    return {name: _json(value) for name, value in result.figures.items()}


def _mean(values: Sequence[float | int | None]) -> float | None:
    known = [each for each in values if each is not None and not math.isnan(each)]
    return _json(sum(known) / len(known)) if known else None


def _json(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else round(value, 6)


def _written(period: Period) -> str:
    return f"{moment(period.start)[:10]} to {moment(period.end)[:10]}"
