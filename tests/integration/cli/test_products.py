"""`clearway products`: files in and out, and what is wanting."""

import json
from pathlib import Path

import pytest

from tests.builders import a_line, an_order
from tests.integration.cli.conftest import Clearway, written

SHEET = "sku,hs6,battery kind,watt hours,原产国\nPB,850760,锂离子,20,CN\nMUG,691110,,,cn\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "products.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


def test_import_when_a_row_is_faulty_then_says_where_and_keeps_the_others(clearway: Clearway, sheet: Path) -> None:
    sheet.write_text(f"{SHEET}BAD,12,,,CN\n", encoding="utf-8")
    said = clearway("products", "import", sheet)
    assert said.code == 1
    fault, counts = said.out.splitlines()
    assert fault.startswith("row 4, hs6 (BAD): write six digits")
    assert counts == "3 rows: 2 added, 0 changed, 0 unchanged, 1 refused"


def test_import_when_dry_then_keeps_nothing(clearway: Clearway, sheet: Path) -> None:
    outs = [clearway("products", "import", sheet, "--dry-run").out for _ in range(2)]
    assert outs == ["2 rows: 2 added, 0 changed, 0 unchanged, 0 refused; nothing was kept\n"] * 2


def test_export_when_imported_again_then_nothing_changes(clearway: Clearway, sheet: Path, tmp_path: Path) -> None:
    clearway("products", "import", sheet)
    again = tmp_path / "again.csv"
    again.write_text(clearway("products", "export").out, encoding="utf-8")
    assert clearway("products", "import", again, "--json").documents()[0]["unchanged"] == 2
    assert json.loads(clearway("products", "show", "MUG").out)["product"]["origin"] == "CN"


def test_task_when_answered_then_the_order_goes_on(clearway: Clearway, sheet: Path, tmp_path: Path) -> None:
    clearway("rules", "publish")
    clearway("products", "import", sheet)
    line = a_line(sku="PB", title="Power bank", hs_code="850760")
    clearway("order", "submit", written(tmp_path / "orders.jsonl", an_order(lines=(line,))))
    clearway("worker", "--once")
    (task,) = clearway("products", "tasks", "--json").documents()
    assert (task["sku"], task["attributes"], task["orders"]) == ("PB", ["battery_packing"], 1)
    said = clearway("products", "answer", task["id"], '{"battery": {"packing": "in_equipment"}}')
    assert "answered" in said.out
    clearway("worker", "--once")
    assert clearway("products", "tasks").out == ""
