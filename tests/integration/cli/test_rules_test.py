"""`clearway rules test`: what fails is told, what is measured is printed, and `--json` keeps its form."""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.integration.cli.conftest import Clearway
from tests.tiny_rule_book import written_to

SHARE = {"type": "number", "minimum": 0, "maximum": 1}
COUNT = {"type": "integer", "minimum": 0}
TEXT = {"type": "string"}
# The interface that others build on: keys may be added, none goes away.
INTERFACE = {
    "type": "object",
    "required": [
        "schema", "rules", "tests", "failed", "cases", "cases_failed", "leaf_coverage", "mutation_score", "mutants",
        "by_rule", "failures", "gaps",
    ],
    "properties": {
        "schema": {"const": 1},
        "rules": COUNT,
        "tests": COUNT,
        "failed": COUNT,
        "cases": COUNT,
        "cases_failed": COUNT,
        "leaf_coverage": SHARE,
        "mutation_score": {"anyOf": [SHARE, {"type": "null"}]},
        "mutants": {"type": "object", "required": ["made", "killed", "equivalent"], "additionalProperties": COUNT},
        "failures": {"type": "array", "items": TEXT},
        "gaps": {"type": "array", "items": {"type": "object", "required": ["code", "at", "message", "hint"]}},
        "by_rule": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["rule", "tests", "failed", "leaf_coverage", "mutation_score", "survivors"],
                "properties": {
                    "leaf_coverage": SHARE,
                    "survivors": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["kind", "at", "change", "diff", "suggested"],
                            "properties": {"diff": {"type": "array", "items": TEXT}, "suggested": TEXT},
                        },
                    },
                },
            },
        },
    },
}  # fmt: skip
CASE = """\
format: 1
orders:
  shirt:
    placed_at: "2026-06-30T10:00:00Z"
    currency: EUR
    lines: [{quantity: 1, unit_price: 2400}]
    totals: {total: 2400}
    shipping_address: {postcode: "1010", country: AT}
cases:
  - {name: a shirt, given: {like: shirt}, expect: {outcome: OUTCOME}}
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The small rule book, to be changed."""
    return written_to(tmp_path)


@pytest.mark.parametrize("option", [(), ("--mutation",)])
def test_json_when_printed_then_has_the_form_that_was_promised(
    clearway: Clearway, rules: Path, option: tuple[str, ...]
) -> None:
    document = json.loads(clearway("rules", "test", rules, "--json", *option).out)
    jsonschema.validate(document, INTERFACE)
    assert (document["rules"], document["tests"], document["mutation_score"] is None) == (4, 8, not option)


def test_tests_when_all_hold_then_the_counts_are_printed(clearway: Clearway, rules: Path) -> None:
    ran = clearway("rules", "test", rules)
    assert ran.code == 0
    assert ran.out.startswith("8 tests, 0 failed\nleaf coverage 93.3 %; 2 gaps")


def test_test_when_it_does_not_hold_then_its_place_is_printed(clearway: Clearway, book: Path) -> None:
    file = book / "payment" / "status.yaml"
    file.write_text(file.read_text().replace("payment.status: captured", "payment.status: failed"))
    ran = clearway("rules", "test", book)
    assert ran.code == 1
    assert "payment/status.yaml:15:16: PAY-001 `paid`: expected quiet, got fires" in ran.out


@pytest.mark.parametrize(("outcome", "code"), [("admit", 0), ("hold", 1)])
def test_whole_orders_when_the_book_has_some_then_they_are_decided(
    clearway: Clearway, book: Path, outcome: str, code: int
) -> None:
    (book / "cases").mkdir()
    (book / "cases" / "shirts.yaml").write_text(CASE.replace("OUTCOME", outcome))
    ran = clearway("rules", "test", book)
    assert (ran.code, f"1 whole order, {code} failed" in ran.out) == (code, True)


def test_case_file_when_faulty_then_the_fault_is_shown_with_its_line(clearway: Clearway, book: Path) -> None:
    (book / "cases").mkdir()
    (book / "cases" / "shirts.yaml").write_text(CASE.replace("OUTCOME", "maybe"))
    ran = clearway("rules", "test", book)
    assert ran.code == 1
    assert "cases/shirts.yaml:10:61" in ran.err


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--least-coverage", "1.0"), 1),
        (("--least-killed", "0.1"), 0),
        (("--least-killed", "1.0"), 1),
        (("--mutation", "--least-killed", "0.1", "--least-coverage", "0.5"), 0),
    ],
)
def test_shares_when_smaller_than_asked_for_then_the_exit_code_is_bad(
    clearway: Clearway, rules: Path, options: tuple[str, ...], code: int
) -> None:
    assert clearway("rules", "test", rules, *options).code == code


def test_survivors_when_asked_for_then_shown_as_a_diff_with_a_test(clearway: Clearway, rules: Path) -> None:
    out = clearway("rules", "test", rules, "--survivors", "--rule", "PAY-001").out
    assert "    - payment.status: [failed, voided]\n    + payment.status: [failed]\n" in out
    assert "    add - {name: fires e2f4f1, given: {payment.status: voided}, expect: fires}\n" in out


def test_rule_when_unknown_then_says_which_is_meant(clearway: Clearway, rules: Path) -> None:
    ran = clearway("rules", "test", rules, "--rule", "PAY-010")
    assert (ran.code, "did you mean `PAY-001`" in ran.err) == (2, True)
