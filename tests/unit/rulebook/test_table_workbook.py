"""Sheets of tables as workbooks: what Excel does to cells is undone, refused, or said."""

from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from engine.rulebook.folder import load_rulebook, read_folder
from engine.rulebook.source import RuleBookRejected
from engine.rulebook.table_workbook import WorkbookRefused, sheet_text, workbook_of
from tests.table_books import SHEET, sheet, with_table
from tests.toy import AIRPORT


def workbook(*rows: tuple[object, ...]) -> bytes:
    """A workbook as a person would have typed it."""
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def written(folder: Path, texts: dict[str, str], content: bytes) -> Path:
    """The texts as a folder, with a workbook where the sheet was."""
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    (folder / SHEET).unlink()
    (folder / SHEET).with_suffix(".xlsx").write_bytes(content)
    return folder


HEADER = ("id", "version", "flight.seats", "flight.number", "outcome", "severity", "reason", "acts", "from")
THEN = ("inspect", "low", "TOO_MANY", "crew")


def test_cells_when_typed_in_excel_then_read_as_csv_would_say_them() -> None:
    content = workbook(HEADER, ("TAB-001", 2, 5, "0101", *THEN, date(2026, 1, 31)), (), ("TAB-002", 1, 1.5, True))
    assert sheet_text(content).splitlines()[1:] == [
        "TAB-001,2,= 5,0101,inspect,low,TOO_MANY,crew,2026-01-31",
        "",
        "TAB-002,1,= 1.5,true,,,,,",
    ]


def test_folder_when_a_table_is_a_workbook_then_holds_its_text_and_reads_the_same(tmp_path: Path) -> None:
    text = sheet('">= 5, 7",first')
    texts = with_table(text)
    rows = [line.split(",") for line in text.replace('">= 5, 7"', "#").splitlines()]
    content = workbook_of([[cell.replace("#", ">= 5, 7") for cell in row] for row in rows])
    folder = written(tmp_path, texts, content)
    assert read_folder(folder)[SHEET] == text
    (tmp_path / "csv").mkdir()
    assert load_rulebook(folder, AIRPORT).tables[0].columns == ("flight.seats", "flight.cabin")


def test_code_when_typed_as_a_number_then_is_refused_with_its_place(tmp_path: Path) -> None:
    content = workbook(HEADER, ("TAB-001", 1, 5, 854340, *THEN, None))
    with pytest.raises(RuleBookRejected) as rejected:
        load_rulebook(written(tmp_path, with_table(sheet("5,-")), content), AIRPORT)
    assert [(fault.code, str(fault.span)) for fault in rejected.value.faults] == [("R055", "tables/seats.csv:2:15")]
    assert "format the cell as text" in str(rejected.value)


def test_formula_when_in_a_cell_then_is_refused(tmp_path: Path) -> None:
    content = workbook(HEADER, ("TAB-001", 1, "=1+4", "x", *THEN, None))
    with pytest.raises(RuleBookRejected, match="`=1\\+4` is a formula"):
        load_rulebook(written(tmp_path, with_table(sheet("5,-")), content), AIRPORT)


def test_workbook_when_there_is_a_csv_file_too_then_is_refused(tmp_path: Path) -> None:
    folder = written(tmp_path, with_table(sheet("5,-")), workbook(HEADER))
    (folder / SHEET).write_text(sheet("5,-"), encoding="utf-8")
    with pytest.raises(RuleBookRejected, match="has a workbook too"):
        read_folder(folder)


def test_workbook_when_it_is_none_then_is_refused(tmp_path: Path) -> None:
    folder = written(tmp_path, with_table(sheet("5,-")), b"PK\x03\x04 nothing")
    with pytest.raises(RuleBookRejected, match=r"tables/seats\.xlsx:1:1"):
        read_folder(folder)


def test_workbook_when_it_unpacks_to_too_much_then_is_refused() -> None:
    file = BytesIO(workbook(HEADER))
    with ZipFile(file, "a", compression=8) as archive:
        archive.writestr("more.bin", bytes(33 << 20))
    with pytest.raises(WorkbookRefused, match="unpacks to more"):
        sheet_text(file.getvalue())


def test_workbook_when_it_has_too_many_rows_then_is_refused() -> None:
    with pytest.raises(WorkbookRefused, match="more than 500 rows"):
        sheet_text(workbook(*[("x",)] * 502))
