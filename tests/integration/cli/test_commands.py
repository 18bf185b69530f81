"""The other commands: addresses, phones, explanations, the rule book, the lexicon."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import an_order
from tests.integration.cli.conftest import AT, Clearway, written
from tests.tiny_rule_book import TEXTS, written_to

ROOT = Path(__file__).parents[3]


def test_address_check_when_given_lines_then_answers_each(clearway: Clearway) -> None:
    row = {"country_code": "DE", "city": "Berlin", "postcode": "10115", "street": "Chausseestr. 5"}
    ran = clearway("address", "check", "-", stdin=f"{json.dumps(row)}\n{{\n".encode())
    good, bad = ran.documents()
    assert (good["result"], good["findings"], bad["line"], ran.code) == ("ok", [], 2, 1)


def test_phone_check_when_given_lines_then_answers_each(clearway: Clearway, tmp_path: Path) -> None:
    file = tmp_path / "phones.jsonl"
    file.write_text('{"phone": "+49 30 901820", "country_code": "DE"}\n')
    ran = clearway("phone", "check", file)
    assert (ran.documents()[0]["e164"], ran.code) == ("+4930901820", 0)


def test_explain_when_asked_for_a_rule_then_shows_its_tests(clearway: Clearway, rules: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "orders.jsonl", an_order(id="A-1"), an_order(id="A-2"))
    ran = clearway("explain", file, "--order", "A-2", "--rule", "ADR-001", "--rules", rules, "--at", AT)
    assert ran.code == 0
    assert ran.out.splitlines()[-4:] == [
        "ADR-001 Postcode missing: quiet",
        "  ✗ all",
        "    ✗ ship_to.postcode = 10115, wanted: missing",
        "    ✓ ship_to.country = DE, wanted: present",
    ]


def test_explain_when_json_is_asked_for_then_holds_every_rule_and_leaf(
    clearway: Clearway, rules: Path, tmp_path: Path
) -> None:
    file = written(tmp_path / "orders.jsonl", an_order(id="A-1"))
    document = json.loads(clearway("explain", file, "--json", "--rules", rules, "--at", AT).out)
    trace = {each["rule"]: each for each in document["trace"]}
    assert sorted(trace) == ["ADR-001", "FRD-001", "IMP-001", "PAY-001"]
    assert trace["FRD-001"]["state"] == "not_evaluable"
    assert trace["PAY-001"]["condition"] == {
        "fact": "payment.status",
        "actual": "captured",
        "operator": "in",
        "expected": ["failed", "voided"],
        "unit": None,
        "source": None,
        "basis": [],
        "truth": "false",
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name one with --order"),
        (("--order", "A-7"), "no order A-7"),
        (("--order", "A-1", "--rule", "X-1"), "there is no rule X-1"),
    ],
)
def test_explain_when_it_cannot_tell_what_is_meant_then_says_so(
    clearway: Clearway, rules: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    file = written(tmp_path / "orders.jsonl", an_order(id="A-1"), an_order(id="A-2"))
    ran = clearway("explain", file, *arguments, "--rules", rules, "--at", AT)
    assert ran.code == 2
    assert said in ran.err


def test_rules_check_when_sound_then_counts_and_names_the_edition(clearway: Clearway, rules: Path) -> None:
    ran = clearway("rules", "check", rules)
    assert ran.code == 0
    assert ran.out.startswith("4 rules, 8 tests, digest ")


def test_rules_check_when_faulty_then_shows_line_caret_and_hint(clearway: Clearway, tmp_path: Path) -> None:
    faulty = written_to(tmp_path) / "payment" / "status.yaml"
    faulty.write_text(TEXTS["payment/status.yaml"].replace("payment.status:", "payment.state:"))
    ran = clearway("rules", "check", tmp_path)
    assert ran.code == 1
    assert "payment/status.yaml:" in ran.err
    assert "did you mean `payment.status`?" in ran.err


def test_rules_test_when_a_test_fails_then_names_its_place(clearway: Clearway, tmp_path: Path) -> None:
    faulty = written_to(tmp_path) / "payment" / "status.yaml"
    faulty.write_text(
        TEXTS["payment/status.yaml"].replace(
            "{payment.status: failed}, expect: fires", "{payment.status: settled}, expect: fires"
        )
    )
    ran = clearway("rules", "test", tmp_path)
    assert ran.code == 1
    assert "payment/status.yaml:14:" in ran.out
    assert "8 tests, 1 failed" in ran.out


def test_rules_test_when_all_hold_then_ends_well(clearway: Clearway, rules: Path) -> None:
    assert clearway("rules", "test", rules).code == 0


def test_docs_lexicon_when_printed_then_is_the_page(clearway: Clearway) -> None:
    assert clearway("docs", "lexicon").out == (ROOT / "docs" / "lexicon.md").read_text(encoding="utf-8")


def test_module_when_run_then_is_the_command() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    shown = subprocess.run([sys.executable, "-m", "api", "--help"], capture_output=True, env=environment, check=True)
    assert b"screen" in shown.stdout
