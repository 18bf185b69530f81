"""What the models are worth on public simulated card transactions, beside the bars that they are held to.

A folder holds `transactions_*.parquet` of the Fraud Detection Handbook (April to mid-August 2018). Three test weeks are
judged with the defaults of `clearway model benchmark`; the split that the Handbook publishes is repeated with its own
fifteen features; and its twelve windows are counted a second time with pandas.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler

from engine.anomaly.ranking import average_precision
from engine.training import metrics
from engine.training.benchmark import Built, Trial, built, report, run, trial_of
from engine.training.contestants import Model
from engine.training.event_table import read_events
from engine.training.fitting import Matrix, fit_linear, fit_random_forest, probability
from engine.training.mapping import EventMapping, read_mapping
from engine.training.splits import DAY

TABLE: Final = "transactions_*.parquet"
MAPPING: Final = """\
format: 1
id: TRANSACTION_ID
time: TX_DATETIME
amount: TX_AMOUNT
entities: {customer: CUSTOMER_ID, terminal: TERMINAL_ID}
counterparties: [terminal]
label: {column: TX_FRAUD, delay: 7d}
split: {weeks: [2018-07-11, 2018-07-25, 2018-08-08]}
remove_known: 14d
"""
PUBLISHED_MAPPING: Final = (
    MAPPING.replace("split: {weeks: [2018-07-11, 2018-07-25, 2018-08-08]}", "split: {weeks: [2018-08-08], trained: 7d}")
    + 'windows: [1d, 7d, 30d]\nconvention: "(t-w, t]"\n'
)
FIFTEEN: Final = (
    "amount", "weekend", "night",
    *(f"customer.{each}_{width}" for width in ("1d", "7d", "30d") for each in ("count", "mean")),
    *(f"terminal.{each}_{width}" for width in ("1d", "7d", "30d") for each in ("judged", "risk")),
)  # fmt: skip
WINDOWED: Final = FIFTEEN[3:]
PUBLISHED: Final = {
    "linear": {"auc": 0.871, "ap": 0.606, "card_precision_100": 0.291},
    "random_forest": {"auc": 0.867, "ap": 0.658, "card_precision_100": 0.287},
}
NEAR: Final = 0.005
BARS: Final = {Model.FOREST: 0.18, Model.FOREST_WITH_RISK: 0.32, Model.BOOSTING: 0.68}


def measure(folder: Path) -> dict[str, object]:
    """Figures of the test weeks, of the published split and of the windows, each with what it is held to."""
    path = next(iter(sorted(folder.glob(TABLE))))
    weeks = read_mapping("weeks.yaml", MAPPING)
    published = read_mapping("published.yaml", PUBLISHED_MAPPING)
    events = read_events(path, weeks)
    fifteen = built(events, published)
    return {
        "windows that differ from pandas": differing(fifteen, path),
        "published split": _published(fifteen, published, path),
        "test weeks": _weeks(built(events, weeks), weeks),
    }


def _weeks(table: Built, mapping: EventMapping) -> dict[str, object]:
    results = run(table, mapping, tuple(BARS), lambda _text: None)
    found = report(table, mapping, results)
    models = found["models"]
    assert isinstance(models, dict)
    return {
        str(model): {**models[model]["mean"], "bar of ap": bar, "met": float(models[model]["mean"]["ap"] >= bar)}
        for model, bar in BARS.items()
    }


def _published(table: Built, mapping: EventMapping, path: Path) -> dict[str, object]:
    trial = trial_of(table, table.folds[0], mapping.remove_since)
    columns = np.array([table.names.index(name) for name in FIFTEEN])
    # A random forest draws rows by their place, so they must stand as the Handbook has them: by number, not by time.
    place = np.argsort(pd.read_parquet(path, columns=["TRANSACTION_ID"])["TRANSACTION_ID"].to_numpy()[trial.trained])
    rows, seen = trial.trained[place], trial.seen[place]
    trained = table.matrix[np.ix_(rows, columns)].astype(np.float64)
    tested = table.matrix[np.ix_(trial.tested, columns)].astype(np.float64)
    sizes = {
        "train rows": len(trial.trained),
        "train frauds": int(trial.seen.sum()),
        "test rows": len(trial.tested),
        "test frauds": int(table.labels[trial.tested].sum()),
    }
    fits = {"linear": fit_linear, "random_forest": fit_random_forest}
    scale = StandardScaler().fit(trained)
    trained, tested = scale.transform(trained), scale.transform(tested)
    scores = {name: probability(fit(trained, seen, seed=0), tested) for name, fit in fits.items()}
    return sizes | {name: _near(figures(table, trial, score), PUBLISHED[name]) for name, score in scores.items()}


def figures(table: Built, trial: Trial, score: Matrix) -> dict[str, float]:
    """The three figures that the Handbook publishes."""
    fraud, days = table.labels[trial.tested], table.times[trial.tested] // DAY
    return {
        "auc": metrics.roc_auc(fraud, score),
        "ap": average_precision(fraud, score),
        "card_precision_100": metrics.card_precision(fraud, score, days, table.customer[trial.tested]),
    }


def _near(found: Mapping[str, float], published: Mapping[str, float]) -> dict[str, float]:
    met = all(abs(found[name] - published[name]) <= NEAR for name in published)
    return {**found, **{f"published {name}": value for name, value in published.items()}, "met": float(met)}


def differing(table: Built, path: Path) -> dict[str, int]:
    """Of each of the Handbook's twelve window features, in how many rows ours differs from pandas' own windows."""
    expected = expected_windows(pd.read_parquet(path))
    ours = {name: table.matrix[:, table.names.index(name)] for name in WINDOWED}
    return {name: int((~np.isclose(ours[name], expected[name], rtol=1e-5, atol=1e-4)).sum()) for name in WINDOWED}


def expected_windows(frame: pd.DataFrame) -> dict[str, Matrix]:
    """The twelve features by rolling windows of pandas, in the order of the table."""
    found: dict[str, Matrix] = {}
    rows = frame.reset_index(drop=True)
    for entity, column in (("customer", "CUSTOMER_ID"), ("terminal", "TERMINAL_ID")):
        ordered = rows.sort_values([column, "TX_DATETIME"], kind="stable")
        rolling = ordered.set_index("TX_DATETIME").groupby(column, sort=True)

        def rolled(days: int, value: str, grouped: object = rolling, index: pd.Index = ordered.index) -> Matrix:
            sums = grouped[value].rolling(f"{days}D")  # type: ignore[index]
            result = np.empty(len(index))
            result[index] = (sums.count() if value == "TX_AMOUNT" else sums.sum()).to_numpy()
            return result

        for days in (1, 7, 30):
            if entity == "customer":
                mean = np.empty(len(rows))
                mean[ordered.index] = rolling["TX_AMOUNT"].rolling(f"{days}D").mean().to_numpy()
                found |= {f"customer.count_{days}d": rolled(days, "TX_AMOUNT"), f"customer.mean_{days}d": mean}
            else:
                count = rolled(7 + days, "TX_AMOUNT") - rolled(7, "TX_AMOUNT")
                frauds = rolled(7 + days, "TX_FRAUD") - rolled(7, "TX_FRAUD")
                share = np.divide(frauds, count, out=np.zeros(len(rows)), where=count > 0)
                found |= {f"terminal.judged_{days}d": count, f"terminal.risk_{days}d": share}
    return found


def main(arguments: list[str]) -> None:
    """`python -m tests.benchmarks.accuracy_fraud FOLDER`: this part alone, one figure a line."""
    print("\n".join(lines(measure(Path(arguments[0])))))


def lines(found: Mapping[str, object]) -> Iterator[str]:
    """Each group of figures on a line, with whether its bar is met."""
    for name, group in found.items():
        if not isinstance(group, Mapping):
            continue
        plain = {key: value for key, value in group.items() if not isinstance(value, Mapping)}
        if plain:
            yield f"{name}: " + ", ".join(f"{key} {value:.4g}" for key, value in plain.items() if value is not None)
        for key, inner in group.items():
            if isinstance(inner, Mapping):
                met = "met" if inner.get("met") else "NOT MET"
                figures_ = ", ".join(
                    f"{each} {value:.4g}" for each, value in inner.items() if each != "met" and value is not None
                )
                yield f"{name}, {key}: {met}: {figures_}"


if __name__ == "__main__":
    main(sys.argv[1:])
