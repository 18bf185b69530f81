"""`clearway rules check`: levels, formats, exit codes, the lock, and what the engine cannot hold."""

import json
from pathlib import Path

import jsonschema
import pytest

from api.cli import rule_checking
from engine.rulebook.lints import LINTS
from engine.runtime import trial
from engine.runtime.program import Program
from tests.airport_rules import OWN_CHECKS
from tests.integration.cli.conftest import Clearway
from tests.sarif_schema import SARIF
from tests.tiny_rule_book import TEXTS, written_to

STATUS = "payment/status.yaml"
NOT_KNOWN = TEXTS[STATUS].replace("payment.status: [failed", "payment.state: [failed")
NOBODY = TEXTS["fraud/bursts.yaml"].replace('    false_positives: ["none known"]\n', "")


@pytest.fixture(autouse=True)
def own_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What further checks make of the small book is for their own tests to say."""
    monkeypatch.setattr("engine.workbench.check.CHECKS", OWN_CHECKS)


@pytest.fixture
def book(clearway: Clearway, tmp_path: Path) -> Path:
    """A sound book with its lock."""
    folder = written_to(tmp_path / "rules")
    assert clearway("rules", "lock", folder).code == 0
    return folder


@pytest.fixture
def faulty(book: Path) -> Path:
    """One error and one warning in two files."""
    (book / STATUS).write_text(NOT_KNOWN)
    (book / "fraud" / "bursts.yaml").write_text(NOBODY)
    return book


def test_check_when_all_is_well_then_says_what_the_book_holds(clearway: Clearway, book: Path) -> None:
    ran = clearway("rules", "check", book, "--strict")
    assert (ran.code, ran.err) == (0, "")


def test_check_when_errors_and_warnings_are_there_then_shows_and_counts_both(clearway: Clearway, faulty: Path) -> None:
    ran = clearway("rules", "check", faulty)
    assert (ran.code, ran.out) == (1, "")
    assert "warning[R073]: FRD-001" in ran.err
    assert "error[R020]" in ran.err
    assert ran.err.splitlines()[-1] == "1 error, 1 warning, 0 infos"


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--strict",), 1)])
def test_check_when_there_are_warnings_only_then_fails_if_strict(
    clearway: Clearway, book: Path, options: tuple[str, ...], code: int
) -> None:
    (book / "fraud" / "bursts.yaml").write_text(NOBODY)
    ran = clearway("rules", "check", book, *options)
    assert ran.code == code
    assert ran.out.startswith("4 rules, ")


def test_check_when_json_is_wanted_then_names_everything_of_a_fault(clearway: Clearway, faulty: Path) -> None:
    ran = clearway("rules", "check", faulty, "--format", "json")
    document = json.loads(ran.out)
    assert (ran.code, document["errors"], document["warnings"], document["infos"]) == (1, 1, 1, 0)
    assert document["faults"][1] == {
        "code": "R020",
        "level": "error",
        "group": "names",
        "message": "there is no fact `payment.state`",
        "hint": "did you mean `payment.status`?",
        "path": STATUS,
        "line": 11,
        "column": 12,
        "width": 13,
        "rule": "PAY-001",
    }


def test_check_when_json_is_wanted_of_a_sound_book_then_tells_its_size_and_digest(
    clearway: Clearway, book: Path
) -> None:
    document = json.loads(clearway("rules", "check", book, "--format", "json").out)
    assert (document["rules"], document["tests"], document["faults"]) == (4, 8, [])
    assert len(document["digest"]) == 64


def test_check_when_sarif_is_wanted_then_is_valid(clearway: Clearway, faulty: Path) -> None:
    ran = clearway("rules", "check", faulty, "--format", "sarif")
    document = json.loads(ran.out)
    jsonschema.validate(document, SARIF, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    rules = document["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [lint.code for lint in LINTS]
    assert rules[0]["helpUri"] == "docs/lints/R001.md"


def test_check_when_sarif_is_wanted_then_results_point_at_their_place(
    clearway: Clearway, faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(faulty.parent)
    results = json.loads(clearway("rules", "check", "rules", "--format", "sarif").out)["runs"][0]["results"]
    place = results[1]["locations"][0]
    assert [each["level"] for each in results] == ["warning", "error"]
    assert place["physicalLocation"]["artifactLocation"] == {"uri": f"rules/{STATUS}"}
    assert place["physicalLocation"]["region"] == {"startLine": 11, "startColumn": 12, "endColumn": 25}
    assert place["logicalLocations"] == [{"name": "PAY-001", "kind": "rule"}]


def test_check_when_names_hold_blanks_then_sarif_writes_them_as_addresses(
    clearway: Clearway, faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(faulty.parent)
    faulty.rename(faulty.parent / "my r\u00e4ls")
    (faulty.parent / "my r\u00e4ls" / "payment" / "no rules.yaml").write_text("x\n")
    results = json.loads(clearway("rules", "check", "my r\u00e4ls", "--format", "sarif").out)["runs"][0]["results"]
    told = {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in results}
    assert f"my%20r%C3%A4ls/{STATUS}" in told
    assert "my%20r%C3%A4ls/payment/no%20rules.yaml" in told


def test_check_when_a_sound_book_is_told_in_sarif_then_has_no_results(clearway: Clearway, book: Path) -> None:
    document = json.loads(clearway("rules", "check", book, "--format", "sarif").out)
    jsonschema.validate(document, SARIF)
    assert document["runs"][0]["results"] == []


def test_check_when_the_lock_is_gone_then_says_so(clearway: Clearway, book: Path) -> None:
    (book / "rules.lock").unlink()
    ran = clearway("rules", "check", book)
    assert "warning[R087]: there is no rules.lock beside the rules" in ran.err
    assert clearway("rules", "check", book, "--strict").code == 1


def test_check_when_the_lock_is_not_text_then_is_a_fault_of_the_lock(clearway: Clearway, book: Path) -> None:
    (book / "rules.lock").write_bytes(b"format: 1\n\xff")
    (book / "fraud" / "bursts.yaml").write_text(NOBODY)
    ran = clearway("rules", "check", book)
    assert ran.code == 1
    assert "error[R001]: byte 10 of the file is not UTF-8\n --> rules.lock:1:1" in ran.err
    assert "warning[R073]" in ran.err


def test_check_when_a_protected_rule_leaves_life_quietly_then_refuses(clearway: Clearway, book: Path) -> None:
    goods = book / "imports" / "goods.yaml"
    goods.write_text(TEXTS["imports/goods.yaml"].replace("status: live", "status: shadow"))
    ran = clearway("rules", "check", book)
    assert ran.code == 1
    assert "error[R088]: IMP-001 is protected" in ran.err


def test_check_when_the_engine_cannot_hold_a_rule_then_names_it(
    clearway: Clearway, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_: Program) -> None:
        raise trial.RulesNotHeld("FRD-001")

    monkeypatch.setattr(trial, "trial", refuses)
    ran = clearway("rules", "check", book)
    assert ran.code == 1
    assert "error[R084]: the engine cannot hold rule `FRD-001`" in ran.err
    assert "--> fraud/bursts.yaml:6:9" in ran.err


def test_check_when_a_file_is_not_text_then_the_others_are_checked(clearway: Clearway, faulty: Path) -> None:
    (faulty / "lists").mkdir()
    (faulty / "lists" / "odd.csv").write_bytes(b"value\n\xff\n")
    ran = clearway("rules", "check", faulty)
    assert "error[R001]: byte 6 of the file is not UTF-8" in ran.err
    assert "error[R020]" in ran.err


def test_check_when_it_is_only_worth_knowing_then_is_shown_on_demand(
    clearway: Clearway, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (book / "fraud" / "bursts.yaml").write_text(NOBODY)
    monkeypatch.setattr("engine.rulebook.source.level_of", lambda _: "info")
    assert rule_checking.examined(book).checked.of("info")  # type: ignore[arg-type]
    assert "R073" not in clearway("rules", "check", book).err
    assert "info[R073]" in clearway("rules", "check", book, "--info").err


def test_lint_when_asked_for_then_prints_its_page(clearway: Clearway) -> None:
    ran = clearway("rules", "lint", "r031")
    assert ran.out.startswith("# R031: ")
    assert "## Rationale" in ran.out


def test_lint_when_unknown_then_names_the_nearest(clearway: Clearway) -> None:
    ran = clearway("rules", "lint", "R999")
    assert ran.code == 2
    assert "the nearest is R0" in ran.err


def test_check_when_chinese_is_wanted_then_each_fault_is_told_below(clearway: Clearway, faulty: Path) -> None:
    said = clearway("rules", "check", faulty, "--lang", "zh").err
    assert "  R020  未知的事实：" in said
    assert "未知的事实" not in clearway("rules", "check", faulty).err


def test_lint_when_chinese_is_wanted_then_prints_the_page_with_its_examples(clearway: Clearway) -> None:
    said = clearway("rules", "lint", "r043", "--lang", "zh").out
    assert said.startswith("# R043：因另一条规则而多余的规则\n")
    assert said.count("```yaml") == clearway("rules", "lint", "R043").out.count("```yaml") == 4
