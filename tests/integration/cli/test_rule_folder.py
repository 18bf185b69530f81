"""Commands on a folder that holds no rule book."""

from pathlib import Path

import pytest

from tests.integration.cli.conftest import Clearway


@pytest.mark.parametrize("command", ["check", "test", "lock", "schema"])
def test_command_when_no_rule_book_is_there_then_one_line_says_so(
    clearway: Clearway, tmp_path: Path, command: str
) -> None:
    (tmp_path / "notes.csv").write_text("a,b\n", encoding="utf-8")
    ran = clearway("rules", command, tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"clearway: {tmp_path}: there is no rule book here; check the path, or run `clearway rules pull DIR` to begin "
        "with one [no_such_folder]\n"
    )
    assert [each.name for each in tmp_path.iterdir()] == ["notes.csv"]
