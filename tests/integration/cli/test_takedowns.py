"""`clearway takedowns`."""

from pathlib import Path

import pytest

from tests.integration.cli.conftest import Clearway


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))


def test_takedowns_when_imported_listed_and_lifted_then_shown_so(clearway: Clearway, tmp_path: Path) -> None:
    file = tmp_path / "notices.csv"
    file.write_text("sku,reference,date\nLAMP-7,N-118,2026-11-20\n", encoding="utf-8")
    assert "1 new, 0 in force already" in clearway("takedowns", "import", str(file)).out
    assert "0 new, 1 in force already" in clearway("takedowns", "import", str(file)).out
    listed = clearway("takedowns", "list").out
    assert "active  LAMP-7" in listed
    notice = listed.split()[0]
    assert clearway("takedowns", "lift", notice, "--note", "withdrawn").out == f"{notice} lifted\n"
    assert clearway("takedowns", "list").out == ""
    assert "lifted" in clearway("takedowns", "list", "--all").out


def test_import_when_the_file_is_wrong_then_one_clear_line(clearway: Clearway, tmp_path: Path) -> None:
    file = tmp_path / "notices.csv"
    file.write_text("article\nLAMP-7\n", encoding="utf-8")
    assert "row 1" in clearway("takedowns", "import", str(file)).err
    assert "no such file" in clearway("takedowns", "import", str(tmp_path / "none.csv")).err
