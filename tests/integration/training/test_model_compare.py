"""`clearway model compare` on simulated orders: page, figures and words; and what it refuses."""

import csv
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from api.cli.main import app
from engine.order.reading import to_document
from engine.simulation.scenario import Scenario
from engine.simulation.stream import simulate

RUNNER = CliRunner()
COLUMNS = ("order_id", "kind", "scheme", "source", "reason_code", "known_at")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five hundred orders of sixty days, with what became known."""
    found = tmp_path_factory.mktemp("compare")
    with (found / "orders.jsonl").open("wb") as orders, (found / "labels.csv").open("w", newline="") as labels:
        rows = csv.writer(labels)
        rows.writerow(COLUMNS)
        for each in simulate(Scenario(orders=500, days=60, seed=3)):
            orders.write(orjson.dumps(to_document(each.order), option=orjson.OPT_APPEND_NEWLINE))
            label = each.label
            if label is not None:
                known = label.known_at.isoformat()
                rows.writerow(
                    [each.order.id, label.kind, each.scheme or "", label.source, label.reason_code or "", known]
                )
            elif each.scheme is not None:
                rows.writerow([each.order.id, "fraud", each.scheme, "", "", ""])
    return found


def compared(folder: Path, *options: str) -> tuple[int, str]:
    files = ["--orders", str(folder / "orders.jsonl"), "--labels", str(folder / "labels.csv")]
    result = RUNNER.invoke(app, ["model", "compare", *files, *options])
    return result.exit_code, result.output


def test_compare_when_orders_are_simulated_then_writes_a_page_and_figures(folder: Path) -> None:
    page, figures = folder / "report.html", folder / "report.json"
    code, output = compared(folder, "--workload", "0.05", "--out", str(page), "--json", str(figures))
    told = orjson.loads(figures.read_bytes())
    assert code == 0, output
    assert {"rules", "forest", "rules+forest:half", "rules+forest:best"} <= {each["way"] for each in told["ways"]}
    assert told["about"]["simulated"] is True
    assert told["frauds"]["frauds"] == sum(each["frauds"] for each in told["schemes"]) > 0
    assert "These orders are simulated" in page.read_text(encoding="utf-8")


def test_compare_when_asked_in_chinese_then_answers_so(folder: Path) -> None:
    page = folder / "zh.html"
    code, output = compared(folder, "--lang", "zh", "--from", "2026-09-10", "--out", str(page))
    assert code == 0
    assert "规则与孤立森林" in output
    assert "规则与模型对比" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["model", "compare"], "name one source"),
        (["model", "compare", "events.parquet", "--orders", "orders.jsonl"], "name one source"),
        (["model", "compare", "--orders", "orders.jsonl"], "--labels FILE"),
    ],
)
def test_compare_when_a_source_is_missing_then_says_which(options: list[str], why: str) -> None:
    result = RUNNER.invoke(app, options)
    assert result.exit_code == 2
    assert why in result.output


def test_compare_when_nothing_is_placed_from_the_day_on_then_is_refused(folder: Path) -> None:
    code, output = compared(folder, "--from", "2027-01-01")
    assert code == 2
    assert "2027-01-01" in output
