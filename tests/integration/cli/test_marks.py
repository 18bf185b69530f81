"""`clearway marks`, and the page that tells of it."""

import csv
import io
import re
import shlex
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Clearway

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "how-to-keep-block-and-trust-lists.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
FILE = re.search(r"```csv\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))


def test_marks_when_added_listed_and_revoked_then_shown_so(clearway: Clearway) -> None:
    add = ("marks", "add", "block", "--kind", "email", "--value", "jane@example.org", "--reason", "fraud")
    assert "1 new, 0 count for longer, 0 as before" in clearway(*add).out
    assert "0 new, 0 count for longer, 1 as before" in clearway(*add).out
    listed = clearway("marks", "list").out
    assert "active" in listed
    assert "j***@example.org" in listed
    mark = listed.split()[0]
    assert clearway("marks", "revoke", mark, "--why", "over").out == f"{mark} revoked\n"
    assert clearway("marks", "list").out == ""
    assert "已撤销" in clearway("marks", "list", "--all", "--lang", "zh").out


def test_page_when_its_file_is_imported_then_all_rows_are_kept(clearway: Clearway, tmp_path: Path) -> None:
    assert FILE is not None
    file = tmp_path / "marks.csv"
    file.write_text(FILE[1], encoding="utf-8")
    rows = len(list(csv.reader(io.StringIO(FILE[1])))) - 1
    assert f"{rows} new" in clearway("marks", "import", str(file)).out
    written = clearway("marks", "export").out
    assert len(list(csv.reader(io.StringIO(written)))) == rows + 1
    assert "jane" not in written


def test_import_when_a_row_is_faulty_then_told_and_only_strict_keeps_nothing(
    clearway: Clearway, tmp_path: Path
) -> None:
    file = tmp_path / "marks.csv"
    good = "email,jane@example.org,block,fraud\n"
    file.write_text(f"kind,value,verdict,reason\n{good}phone,12,block,fraud\n", encoding="utf-8")
    strict = clearway("marks", "import", str(file), "--strict")
    assert (strict.code, clearway("marks", "list").out) == (1, "")
    assert "marks.csv:3: value: " in strict.err
    kept = clearway("marks", "import", str(file))
    assert (kept.code, "1 new" in kept.out) == (1, True)


def test_add_when_neither_order_nor_key_is_named_then_one_clear_line(clearway: Clearway) -> None:
    assert "--order" in clearway("marks", "add", "block", "--reason", "fraud").err


def test_page_when_every_command_is_run_then_a_decision_says_which_mark_matched(
    clearway: Clearway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert FILE is not None
    file = tmp_path / "marks.csv"
    file.write_text(FILE[1], encoding="utf-8")
    for command in COMMANDS:
        words = [str(file) if word == file.name else word for word in shlex.split(command)]
        ran = clearway(*words[1:])
        assert (words[0], ran.code) == ("clearway", 0), (command, ran.err)
    clearway("worker", "--once")
    shown = clearway("order", "show", "D-01").out
    assert "blocked is the e-mail address: a chargeback; from dispute" in shown
    assert "已拉黑邮箱：拒付" in clearway("order", "show", "D-01", "--lang", "zh").out


def test_page_when_read_then_says_how_to_list_and_end_marks() -> None:
    for words in ("clearway marks revoke", "GET /v1/marks", "marks:write"):
        assert words in PAGE
