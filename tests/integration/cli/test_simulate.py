"""`clearway simulate` writes orders that `screen` reads, labels, and a table of events, the same each time."""

import csv
import json
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from engine.order.reading import read_order
from tests.integration.cli.conftest import Clearway


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_simulate_when_files_are_named_then_each_holds_its_part(clearway: Clearway, tmp_path: Path) -> None:
    out, labels, events = tmp_path / "o.jsonl", tmp_path / "l.csv", tmp_path / "e.parquet"
    ran = clearway("simulate", "--orders", "400", "--out", out, "--labels", labels, "--events", events)
    ids = [read_order(line.encode()).id for line in lines_of(out)]
    rows = list(csv.DictReader(lines_of(labels)))
    table = parquet.read_table(events)
    assert (ran.code, len(ids)) == (0, 400)
    assert table.column("order_id").to_pylist() == ids
    assert {row["order_id"] for row in rows} <= set(ids)
    assert {row["scheme"] for row in rows} > {"card_testing", "friendly_fraud"}
    assert (tmp_path / "e.mapping.yaml").exists()
    assert ran.out == ""


def test_simulate_when_no_file_is_named_then_orders_go_to_standard_output(clearway: Clearway) -> None:
    ran = clearway("simulate", "--orders", "5", "--days", "2", "--from", "2026-11-01", "--quiet")
    documents = [json.loads(line) for line in ran.out.splitlines()]
    assert [each["id"] for each in documents] == [f"SIM-{number:08d}" for number in range(1, 6)]
    assert documents[0]["placed_at"].startswith("2026-11-0")
    assert ran.err == ""


def test_simulate_when_run_twice_then_writes_the_same_bytes(clearway: Clearway, tmp_path: Path) -> None:
    for name in ("a", "b"):
        out, events = tmp_path / f"{name}.jsonl", tmp_path / f"{name}.parquet"
        clearway("simulate", "--orders", "120", "--seed", "9", "--out", out, "--events", events)
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_simulate_when_a_scenario_is_given_then_the_command_line_has_the_last_word(
    clearway: Clearway, tmp_path: Path
) -> None:
    scenario = tmp_path / "s.yaml"
    scenario.write_text("orders: 900\nseed: 4\ncard_testing: {share: 0.5}\n", encoding="utf-8")
    ran = clearway("simulate", "--scenario", scenario, "--orders", "40", "--out", tmp_path / "o.jsonl")
    assert "40 orders" in ran.err
    assert "card testing 20" in ran.err


@pytest.mark.parametrize(("language", "said"), [("en", "no figure on them is evidence"), ("zh", "纯属虚构")])
def test_simulate_when_it_ends_then_says_what_the_orders_are_not(
    clearway: Clearway, tmp_path: Path, language: str, said: str
) -> None:
    ran = clearway("simulate", "--orders", "30", "--lang", language, "--out", tmp_path / "o.jsonl")
    assert said in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "yesterday"), "write a day as"),
        (("--scenario", "nowhere.yaml"), "no such file"),
        (("--out", "nowhere/orders.jsonl"), "there is no folder nowhere; make it"),
    ],
)
def test_simulate_when_it_cannot_then_says_why(clearway: Clearway, arguments: tuple[str, str], said: str) -> None:
    ran = clearway("simulate", *arguments)
    assert ran.code == 2
    assert said in ran.err
