"""Events of any table to compare rules and models on: each test week with models that were fitted when it begins.

Scores of two fits are not of one scale, so a forest's are told as the share of the rows that it learned from.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from engine.training.benchmark import Built, Trial, scored_by, trial_of
from engine.training.comparing import Cases
from engine.training.contestants import CONTESTANTS, Model, Scored
from engine.training.fitting import Kind, kind_for
from engine.training.mapping import EventMapping
from engine.training.table_rules import BUNDLED, Column, TableRule, points_by

CENTS = 100
LOUD = 60.0  # points from which on rules stop a row, as the bundled policy has it
CLASSIFIER = {Kind.LINEAR: Model.LINEAR, Kind.BOOSTING: Model.BOOSTING}
Say = Callable[[str], None]


class Columns(Mapping[str, Column]):
    """Some rows of the features of a table, a column at a time: all of them would not fit into memory."""

    def __init__(self, table: Built, rows: np.ndarray[tuple[int], np.dtype[np.int64]], *, labelled: bool) -> None:
        self._table = table
        self._rows = rows
        self._places = {each.name: place for place, each in enumerate(table.features) if labelled or not each.labelled}

    def __getitem__(self, name: str) -> Column:
        return np.asarray(self._table.matrix[self._rows, self._places[name]], dtype=np.float64)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def table_cases(
    table: Built,
    mapping: EventMapping,
    scheme: Sequence[str] = (),
    say: Say = lambda _: None,
) -> Cases:
    """The tested rows of all folds. Without `rules` in the mapping those that ship with Clearway count, which
    read no label.

    A classifier counts where every fold has frauds enough to learn from. Raises TooFewRows.
    """
    trials = [trial_of(table, fold, mapping.remove_since) for fold in table.folds]
    rows = np.concatenate([each.tested for each in trials])
    models = {"forest": _scores(table, trials, lambda _: Model.FOREST, mapping.seed, say)}
    kinds = [kind_for(int(each.seen.sum())) for each in trials]
    if all(each in CLASSIFIER for each in kinds):
        models["classifier"] = _scores(
            table, trials, lambda each: CLASSIFIER[kind_for(int(each.seen.sum()))], mapping.seed, say
        )
    amount = table.events.amount
    worth = np.zeros(len(rows)) if amount is None else np.nan_to_num(amount[rows])
    return Cases(
        placed=table.times[rows],
        fraud=table.labels[rows],
        amount=np.rint(worth * CENTS).astype(np.int64),
        rules=np.concatenate([_points(table, each, mapping.rules) for each in trials]),
        models=models,
        scheme=tuple(scheme[row] for row in rows) if scheme else (),
        loud=LOUD,
    )


def _points(table: Built, trial: Trial, rules: Sequence[TableRule] | None) -> Column:
    rows = np.concatenate([trial.trained, trial.tested])
    earlier = np.arange(len(rows)) < len(trial.trained)
    columns = Columns(table, rows, labelled=rules is not None)
    return points_by(BUNDLED if rules is None else rules, columns, earlier)[len(trial.trained) :]


def _scores(table: Built, trials: Sequence[Trial], chosen: Callable[[Trial], Model], seed: int, say: Say) -> Column:
    found = []
    for number, trial in enumerate(trials, start=1):
        model = chosen(trial)
        say(f"test {number} of {len(trials)}: {model}")
        found.append(_among_usual(scored_by(CONTESTANTS[model], table, trial, seed)))
    return np.concatenate(found)


def _among_usual(scored: Scored) -> Column:
    """The share of learned rows below each, and above all of them by the score itself, so that the order stays."""
    usual = np.sort(scored.usual[~np.isnan(scored.usual)])
    share = np.searchsorted(usual, scored.score) / max(1, len(usual))
    top = np.maximum(scored.score - (usual[-1] if len(usual) else 0.0), 0.0)
    return np.asarray(share + top, dtype=np.float64)
