"""`clearway data check` and `data diff`; set CLEARWAY_UPDATE_GOLDEN=1 to write the golden files again."""

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from api.cli.data import report
from api.cli.failing import Exit
from engine.goods.checking import check_folder
from engine.goods.comparing import RESTRICTION, Became, compare, in_words
from engine.goods.faults import Severity
from engine.goods.reading import read_statements
from tests.unit.goods.builders import DATA, TODAY

GOLDEN = Path(__file__).parents[2] / "golden" / "data"
SAMPLES = Path(__file__).parents[2] / "samples" / "law"  # entries of a country file, without its head
HEAD = "destination: {code}\nreviewed_on: {on}\nrestrictions:\n"


def _compare(name: str, shown: str) -> None:
    golden = GOLDEN / name
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The registers of the project, and one country of our own."""
    copy = shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("countries"))
    (copy / "countries").mkdir()
    (copy / "countries" / "_EU.yaml").write_text(
        HEAD.format(code="_EU", on="2026-11-22").replace("restrictions:", "members: [DE]\nrestrictions:"),
        encoding="utf-8",
    )
    return copy


def _country(folder: Path, sample: str, on: str = "2026-11-22", remark: str = "") -> None:
    rows = (SAMPLES / f"{sample}.yaml").read_text(encoding="utf-8")
    text = HEAD.format(code="XX", on=on) + remark + rows
    (folder / "countries" / "XX.yaml").write_text(text, encoding="utf-8")


def test_check_when_the_project_data_are_read_then_no_fault() -> None:
    assert [fault for fault in check_folder(DATA, TODAY) if fault.severity is Severity.ERROR] == []


def test_check_when_much_is_wrong_then_tells_all_of_it_with_place_and_caret(folder: Path) -> None:
    _country(folder, "faulty", on="2024-01-01")
    (folder / "words.yaml").unlink()
    (folder / "exceptions.csv").write_text(
        "restriction,kind,hs_prefix,sku,author,date,until,reason\nXX-GONE-001,misread,,,A,2026-01-01,2025-01-01,why\n",
        encoding="utf-8",
    )
    shown = "\n\n".join(fault.rendered() for fault in check_folder(folder, date(2026, 11, 22)))
    _compare("check.txt", shown + "\n")


def test_report_when_there_are_faults_then_ends_with_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _country(folder, "faulty")
    assert report(folder, TODAY, warnings=False) is Exit.SOME_BAD
    told = capsys.readouterr()
    assert "warning:" not in told.err
    assert " files, 14 faults, 1 warning\n" in told.out


def _spoil(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def test_diff_when_statements_changed_then_says_so_in_words(folder: Path, tmp_path: Path) -> None:
    _country(folder, "before")
    other = shutil.copytree(folder, tmp_path / "other")
    _country(other, "after", on="2026-11-26")
    _spoil(other / "embargo.yaml", ("until: 2025-06-30", "until: 2025-07-01"))
    changes = compare(read_statements(folder), read_statements(other))
    assert {each.id for each in changes if each.of == RESTRICTION} == {"XX-LASER-001", "XX-TOB-001", "XX-KNIFE-001"}
    _compare("diff.txt", in_words(changes))


def test_diff_when_only_a_comment_changed_then_says_nothing_changed(folder: Path, tmp_path: Path) -> None:
    _country(folder, "before")
    other = shutil.copytree(folder, tmp_path / "other")
    _country(other, "before", remark="  # read again\n")
    assert in_words(compare(read_statements(folder), read_statements(other))) == "no statement changed\n"


def test_diff_when_turned_around_then_added_is_removed(folder: Path, tmp_path: Path) -> None:
    _country(folder, "before")
    other = shutil.copytree(folder, tmp_path / "other")
    _country(other, "after")
    old, new = read_statements(folder), read_statements(other)
    turned = {Became.ADDED: Became.REMOVED, Became.REMOVED: Became.ADDED, Became.CHANGED: Became.CHANGED}
    there = {(one.of, one.id, turned[one.became]) for one in compare(old, new)}
    assert there == {(one.of, one.id, one.became) for one in compare(new, old)}
