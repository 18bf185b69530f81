"""`clearway files`: a sheet in, decided, and back; and a folder into which sheets are dropped."""

from pathlib import Path

import pytest

from api.cli.folder_watching import settled_files
from tests.integration.cli.conftest import Clearway
from tests.integration.desk.test_order_files import GOOD, a_file


@pytest.fixture(autouse=True)
def book(clearway: Clearway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    assert clearway("rules", "publish").code == 0


@pytest.fixture
def dropped(tmp_path: Path) -> Path:
    folder = tmp_path / "drop"
    folder.mkdir()
    return folder


def test_send_when_an_answer_is_wanted_then_each_row_is_decided_and_written(clearway: Clearway, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_bytes(a_file(GOOD.format(ref="A-1"), GOOD.format(ref="A-2")))
    out = tmp_path / "answer.csv"
    done = clearway("files", "send", str(tmp_path / "orders.csv"), "--out", str(out))
    assert (done.code, "2 decided" in done.out) == (0, True)
    assert out.read_text(encoding="utf-8-sig").count("admit") == 2


def test_watch_when_files_are_dropped_then_each_lies_where_it_belongs(clearway: Clearway, dropped: Path) -> None:
    (dropped / "good.csv").write_bytes(a_file(GOOD.format(ref="A-1")))
    (dropped / "bad.csv").write_bytes(b"a,b\n1,2\n")
    (dropped / "note.pdf").write_bytes(b"%PDF")
    done = clearway("files", "watch", str(dropped), "--once", "--lang", "zh")
    assert done.code == 0
    assert [path.name for path in sorted((dropped / "taken").iterdir())] == ["good.csv"]
    assert len(list((dropped / "decided").glob("good-*.csv"))) == 1
    assert {path.name for path in (dropped / "refused").iterdir()} == {
        "bad.csv", "bad.csv.txt", "note.pdf", "note.pdf.txt",
    }  # fmt: skip


def test_watch_when_the_same_file_is_dropped_again_then_is_not_decided_twice(clearway: Clearway, dropped: Path) -> None:
    for _ in range(2):
        (dropped / "good.csv").write_bytes(a_file(GOOD.format(ref="A-1")))
        clearway("files", "watch", str(dropped), "--once")
    assert len(list((dropped / "decided").iterdir())) == 1


def test_watch_when_another_file_of_the_same_name_is_dropped_then_both_are_kept(
    clearway: Clearway, dropped: Path
) -> None:
    for ref in ("A-1", "A-2"):
        (dropped / "export.csv").write_bytes(a_file(GOOD.format(ref=ref)))
        clearway("files", "watch", str(dropped), "--once")
    assert {path.name for path in (dropped / "taken").iterdir()} == {"export.csv", "export-2.csv"}


def test_look_when_a_file_still_grows_then_waits_for_it(dropped: Path) -> None:
    seen: dict[Path, int] = {}
    (dropped / "a.csv").write_text("1")
    assert settled_files(dropped, seen, once=False) == []
    (dropped / "a.csv").write_text("12")
    assert settled_files(dropped, seen, once=False) == []
    assert settled_files(dropped, seen, once=False) == [dropped / "a.csv"]


def test_send_when_the_ending_is_unknown_then_says_what_to_do(clearway: Clearway, tmp_path: Path) -> None:
    (tmp_path / "orders.pdf").write_bytes(b"%PDF")
    done = clearway("files", "send", str(tmp_path / "orders.pdf"))
    assert done.code != 0
    assert ".xlsx" in done.err
