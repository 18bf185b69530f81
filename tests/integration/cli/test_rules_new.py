"""`clearway rules new`, `rules schema` and `rules watch` on a small book."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.cli.rule_watching import follow
from tests.airport_rules import OWN_CHECKS
from tests.integration.cli.conftest import Clearway
from tests.tiny_rule_book import TEXTS, written_to

STATUS = "payment/status.yaml"


@pytest.fixture(autouse=True)
def own_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What further checks make of the small book is for their own tests to say."""
    monkeypatch.setattr("engine.workbench.check.CHECKS", OWN_CHECKS)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return written_to(tmp_path / "rules")


def test_new_when_run_then_names_the_files_and_what_is_left(clearway: Clearway, book: Path) -> None:
    ran = clearway("rules", "new", "--set", "payment", "--rules", book, "--fact", "payment.avs")
    assert ran.code == 0
    assert f"{book / STATUS}: 5 to fill in" in ran.out
    assert "PAY-002 is a draft" in ran.out


def test_new_when_everything_is_filled_in_then_check_and_tests_are_content(clearway: Clearway, book: Path) -> None:
    clearway("rules", "new", "PAY-010", "--set", "payment", "--rules", book, "--fact", "payment.avs")
    clearway("rules", "lock", book)
    for file in book.rglob("*.yaml"):
        file.write_text(file.read_text().replace("<fill in: ", "said: ").replace('>"', '"'))
    assert clearway("rules", "check", book, "--strict").code == 0
    assert clearway("rules", "test", book).out.startswith("11 tests, 0 failed\n")


def test_new_when_the_id_is_taken_then_writes_nothing(clearway: Clearway, book: Path) -> None:
    ran = clearway("rules", "new", "PAY-001", "--set", "payment", "--rules", book)
    assert (ran.code, "PAY-002 is free" in ran.err) == (2, True)
    assert (book / STATUS).read_text() == TEXTS[STATUS]


def test_schema_when_printed_then_suggests_the_reasons_of_the_book(clearway: Clearway, book: Path) -> None:
    schema = json.loads(clearway("rules", "schema", book).out)
    reason = schema["$defs"]["then"]["properties"]["reason"]["anyOf"][0]
    assert dict(zip(reason["enum"], reason["enumDescriptions"], strict=True))["FRD_BURST"].endswith(
        "# orders} in a day."
    )


def _followed(book: Path, *saved: Path) -> None:
    follow(book, [[each] for each in saved])


def test_watch_when_it_begins_then_checks_and_proves_the_whole_book(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _followed(book)
    assert "all rules: 8 tests, 0 failed" in capsys.readouterr().out


def test_watch_when_a_rule_is_saved_then_proves_that_one(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def saved() -> Iterator[list[Path]]:
        file = book / STATUS
        file.write_text(TEXTS[STATUS].replace("[failed, voided]", "[voided]"))
        yield [file]

    follow(book, saved())
    out = capsys.readouterr().out.split("status.yaml\n")[1]
    assert "PAY-001: 2 tests, 1 failed" in out
    assert "expected fires, got quiet" in out


def test_watch_when_a_file_is_broken_and_mended_then_tells_both(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def saved() -> Iterator[list[Path]]:
        file = book / STATUS
        for text in ("[: {", TEXTS[STATUS].replace("captured", "authorised")):
            file.write_text(text)
            yield [file]

    follow(book, saved())
    told = capsys.readouterr()
    assert "error[R001]" in told.err
    assert told.out.rstrip().endswith("PAY-001: 2 tests, 0 failed")


def test_watch_when_another_file_is_saved_then_stays_silent(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _followed(book, book / "notes.txt", book / ".status.yaml.swp")
    assert capsys.readouterr().out.count("tests, ") == 2
