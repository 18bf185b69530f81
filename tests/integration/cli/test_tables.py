"""`clearway rules table`: a table is shown with its gaps and overlaps, and turned into a workbook and back."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from engine.bundled import rules_folder
from tests.integration.cli.conftest import Clearway


@pytest.fixture
def own_rules(tmp_path: Path) -> Path:
    """A copy of the rule book that may be changed."""
    return Path(shutil.copytree(rules_folder(), tmp_path / "rules"))


def test_table_when_shown_then_tells_policy_rows_gaps_and_overlaps(clearway: Clearway) -> None:
    ran = clearway("rules", "table", "distinct_countries")
    assert ran.code == 0
    assert "hit policy: COLLECT" in ran.out
    assert "FRD-061  >= 4" in ran.out
    assert "countries.distinct <= 2 (from" in ran.out
    assert "FRD-060, FRD-061: countries.distinct 4" in ran.out


def test_table_when_shown_in_chinese_then_speaks_it(clearway: Clearway) -> None:
    assert "没有任何行覆盖的情形" in clearway("rules", "table", "declined_tries", "--lang", "zh").out


def test_table_when_asked_for_as_json_then_has_rows_gaps_and_overlaps(clearway: Clearway) -> None:
    document = json.loads(clearway("rules", "table", "declined_tries", "--json").out)
    assert document["columns"] == ["payment.declined_attempts"]
    assert [row["id"] for row in document["rows"]] == ["FRD-082", "FRD-083"]
    assert document["gaps"] == [{"from": "2026-01-01", "case": {"payment.declined_attempts": "<= 2"}}]
    assert (document["overlaps"], document["all_seen"]) == ([], True)


def test_table_when_its_name_is_nearly_right_then_is_told(clearway: Clearway) -> None:
    ran = clearway("rules", "table", "declined_trys")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean `declined_tries`?" in ran.err


def test_table_when_turned_into_a_workbook_and_back_then_the_rule_book_is_the_same(
    clearway: Clearway, own_rules: Path
) -> None:
    sheet = own_rules / "tables" / "destination_papers.csv"
    text, before = sheet.read_text(encoding="utf-8"), clearway("rules", "check", own_rules).out
    book = sheet.with_suffix(".xlsx")
    assert clearway("rules", "table", "destination_papers", "--rules", own_rules, "--to", book).code == 0
    sheet.unlink()
    assert clearway("rules", "check", own_rules).out == before
    assert clearway("rules", "table", "destination_papers", "--rules", own_rules, "--to", sheet).code == 0
    assert sheet.read_text(encoding="utf-8") == text


def test_table_when_two_rows_of_a_unique_one_meet_then_the_check_shows_where(
    clearway: Clearway, own_rules: Path
) -> None:
    sheet = own_rules / "tables" / "declined_tries.csv"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("[3..5]", "[3..6]"), encoding="utf-8")
    ran = clearway("rules", "check", own_rules)
    assert ran.code == 1
    assert "error[R053]: FRD-083 and FRD-082 both take payment.declined_attempts 6" in ran.err
    assert "--> tables/declined_tries.csv:3:1" in ran.err


def test_table_when_written_to_a_file_of_another_kind_then_says_which_there_are(
    clearway: Clearway, tmp_path: Path
) -> None:
    ran = clearway("rules", "table", "declined_tries", "--to", tmp_path / "t.ods")
    assert ran.code == 2
    assert ".xlsx or .csv" in ran.err


def test_page_when_its_commands_are_run_then_each_does_what_it_says(
    clearway: Clearway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (rules_folder().parent / "docs" / "how-to-write-tables.md").read_text(encoding="utf-8")
    commands = [line for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) for line in block.splitlines()]
    monkeypatch.chdir(tmp_path)
    assert [command for command in commands if clearway(*shlex.split(command)[1:]).code != 0] == []
    assert {file.name for file in tmp_path.iterdir()} == {"declined_tries.xlsx", "declined_tries.csv"}
