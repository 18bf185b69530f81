"""One JSON object a line in, one out."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from api.cli.failing import Exit
from api.cli.row_checks import run
from engine.errors import RowRejected


def echoed(row: Mapping[str, object]) -> Mapping[str, object]:
    if "phone" not in row:
        raise RowRejected("phone", "is missing")
    return {"result": "ok", "phone": row["phone"]}


def answers(tmp_path: Path, body: bytes) -> Exit:
    file = tmp_path / "rows.jsonl"
    file.write_bytes(body)
    return run(str(file), echoed)


def test_run_when_all_lines_are_good_then_answers_each_in_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answers(tmp_path, b'\xef\xbb\xbf{"phone": "1"}\n\n{"phone": "2"}') is Exit.DONE
    assert [json.loads(line)["phone"] for line in capsys.readouterr().out.splitlines()] == ["1", "2"]


@pytest.mark.parametrize("bad", [b"{", b"[1]", b'{"other": 1}', b"\xff\xfe", b'{"phone": 1, "phone": 2}'])
def test_run_when_a_line_is_bad_then_says_so_in_its_place_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], bad: bytes
) -> None:
    assert answers(tmp_path, b'{"phone": "1"}\n' + bad + b'\n{"phone": "3"}\n') is Exit.SOME_BAD
    captured = capsys.readouterr()
    told = [json.loads(line) for line in captured.out.splitlines()]
    assert [told[0]["phone"], told[1]["line"], told[2]["phone"]] == ["1", 2, "3"]
    assert captured.err.startswith("2: ")


def test_run_when_the_file_is_empty_then_nothing_was_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answers(tmp_path, b"\n") is Exit.NOTHING_READ
    assert "empty" in capsys.readouterr().err
