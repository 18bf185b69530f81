"""`clearway model benchmark` on small tables: what it prints, and that odd tables neither stop it nor change it."""

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as parquet
import pytest
from numpy.typing import NDArray
from typer.testing import CliRunner

from api.cli.main import app
from engine.training.benchmark import Built, built
from engine.training.event_table import read_events
from engine.training.mapping import read_mapping
from tests.event_samples import MAPPING, a_table, write

FAST = "forest,forest_with_risk,linear,boosting"
Columns = dict[str, NDArray[np.generic]]


def ran(folder: Path, columns: Columns, mapping: str = MAPPING, *options: str) -> tuple[int, str, str]:
    path = write(folder / "events.parquet", columns)
    (folder / "m.yaml").write_text(mapping, "utf-8")
    done = CliRunner().invoke(app, ["model", "benchmark", str(path), "--mapping", str(folder / "m.yaml"), *options])
    return done.exit_code, done.stdout, done.stderr


def table_of(folder: Path, columns: Columns, mapping: str = MAPPING) -> Built:
    read = read_mapping("m.yaml", mapping)
    return built(read_events(write(folder / "events.parquet", columns), read), read)


def test_benchmark_when_fraud_pays_ten_times_as_much_then_every_model_finds_it(tmp_path: Path) -> None:
    code, out, err = ran(tmp_path, a_table(), MAPPING, "--scores", str(tmp_path / "scores.parquet"))
    found = json.loads(out)
    assert (code, found["format"], len(found["tests"])) == (0, 1, 2)
    assert all(each["mean"]["ap"] > 0.8 for each in found["models"].values())
    assert "forest_with_risk" in err
    tested = parquet.read_table(tmp_path / "scores.parquet")
    assert tested.column_names == ["row", "test_from", "model", "score", "probability"]


def test_benchmark_when_run_again_then_the_same_words(tmp_path: Path) -> None:
    first, second = (ran(tmp_path, a_table(), MAPPING, "--models", FAST)[1] for _ in range(2))
    assert first == second


def test_features_when_rows_come_in_another_order_then_the_same_features(tmp_path: Path) -> None:
    columns = a_table(rows=500)
    columns["at"] = np.sort(np.random.default_rng(1).choice(60 * 86_400, 500, replace=False))
    order = np.random.default_rng(2).permutation(500)
    sorted_ = table_of(tmp_path, columns)
    mixed = table_of(tmp_path, {name: column[order] for name, column in columns.items()})
    assert np.allclose(mixed.matrix, sorted_.matrix[order], rtol=1e-4, atol=1e-4, equal_nan=True)


def test_features_when_a_later_label_or_row_changes_then_earlier_ones_stay(tmp_path: Path) -> None:
    columns = a_table(rows=500)
    before = table_of(tmp_path, columns)
    cut = 300
    later = {name: column.copy() for name, column in columns.items()}
    later["fraud"][cut:] = 1 - later["fraud"][cut:].astype(np.int64)
    later["paid"][cut:] = 1.0
    after = table_of(tmp_path, later)
    known = columns["at"] < columns["at"][cut]
    assert np.array_equal(before.matrix[known], after.matrix[known], equal_nan=True)


def test_benchmark_when_columns_are_odd_then_figures_all_the_same(tmp_path: Path) -> None:
    columns = a_table()
    columns["card"] = np.array([f"c{each}" if each else None for each in columns["card"]], dtype=object)
    columns["paid"] = np.where(np.random.default_rng(1).random(4000) < 0.1, np.nan, columns["paid"].astype(np.float64))
    columns |= {"same": np.ones(4000), "never": np.full(4000, np.nan), "word": np.array(["a", "b"] * 2000)}
    columns["told"] = columns["at"].astype(np.int64) + 3 * 86_400
    mapping = MAPPING.replace("delay: 7d", "known_at: told") + "numeric: [same, never]\ncategorical: [word]\n"
    code, out, err = ran(tmp_path, columns, mapping, "--models", FAST, "--quiet")
    assert (code, err) == (0, "")
    assert json.loads(out)["models"]["boosting"]["mean"]["ap"] > 0.5


def test_benchmark_when_no_fraud_is_known_then_the_forest_alone_is_judged(tmp_path: Path) -> None:
    columns = a_table(rows=1500)
    columns["fraud"] = np.zeros(1500, dtype=np.int64)
    code, out, _ = ran(tmp_path, columns, MAPPING, "--models", "forest,boosting")
    models = json.loads(out)["models"]
    assert (code, models["forest"]["mean"]["ap"]) == (0, None)
    assert "no fraud was known" in models["boosting"]["tests"][0]["refused"]


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        (MAPPING.replace("paid", "frauds"), "column `frauds` is not there; did you mean `fraud`?"),
        (MAPPING.replace("column: fraud", "column: shop"), "neither 0 nor 1; name the values of fraud"),
        (MAPPING.replace("{last: 2, trained: 28d}", "{weeks: [1999-01-01]}"), "has 0 rows; at least 100 are needed"),
        (MAPPING.replace("{last: 2, trained: 28d}", "random"), "lets a model see the future"),
        (MAPPING + "rules: [{feature: paid, at_least: much, points: 5}]\n", "rule 1 of the mapping needs one of"),
    ],
)
def test_benchmark_when_mapping_and_table_disagree_then_one_clear_line(tmp_path: Path, mapping: str, said: str) -> None:
    code, _, err = ran(tmp_path, a_table(rows=300), mapping, "--quiet")
    assert (code, said in err) == (2, True), err


def test_features_when_there_are_more_entities_then_the_forest_reads_as_many(tmp_path: Path) -> None:
    columns = a_table(rows=300)
    columns["other"] = columns["card"]
    more = MAPPING.replace("entities: {", "entities: {other: other, another: other, ")
    few, many = (table_of(tmp_path, columns, each) for each in (MAPPING, more))
    read = [[each.name for each in table.features if each.plain and not each.labelled] for table in (few, many)]
    assert "largest_over_mean" in read[0]
    assert read[0] == read[1]


def test_benchmark_when_ids_repeat_then_the_first_counts(tmp_path: Path) -> None:
    columns = a_table(rows=300)
    doubled = {name: np.concatenate([column, column]) for name, column in columns.items()}
    doubled["number"] = np.concatenate([np.arange(300), np.arange(300)])
    assert len(table_of(tmp_path, doubled, MAPPING + "id: number\n").times) == 300


def test_schema_when_printed_then_json() -> None:
    done = CliRunner().invoke(app, ["model", "mapping-schema"])
    assert json.loads(done.stdout)["title"] == "Mapping of an event table"
