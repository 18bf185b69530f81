"""Cases as YAML: what looks like something else is in quotes, and what does not is not."""

from datetime import date

import pytest

from engine.domains import ADMISSION
from engine.lexicon.spec import Scope, Value
from engine.workbench.witness import witness_of
from engine.workbench.written import given_text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("NO", "NO"),
        ("true", '"true"'),
        ("0101", '"0101"'),
        ("dhl_express", "dhl_express"),
        ("a: b", '"a: b"'),
        ("@list", '"@list"'),
        ('a"b', '"a\\"b"'),
        (1e-7, "0.0000001"),
        (2.0, "2.0"),
        (date(2026, 1, 31), "2026-01-31"),
        (frozenset({"b", "a"}), "[a, b]"),
        (frozenset(), "[]"),
        (False, "false"),
    ],
)
def test_value_when_written_then_reads_as_itself(value: Value, written: str) -> None:
    assert given_text({"order.channel": value}, ()) == f"{{order.channel: {written}}}"


def test_case_when_it_has_lines_then_their_facts_stand_under_them() -> None:
    text = given_text({"ship_to.country": "NO"}, ({"line.quantity": 2}, {}))
    assert text == "{ship_to.country: NO, lines: [{quantity: 2}, {}]}"


def test_witness_when_a_rule_is_about_lines_then_has_one_even_without_facts() -> None:
    case: dict[str, Value] = {"ship_to.country": "NO"}
    assert witness_of(case, ADMISSION.lexicon, Scope.PART).text() == "{ship_to.country: NO, lines: [{}]}"
    assert witness_of(case, ADMISSION.lexicon, Scope.WHOLE).text() == "{ship_to.country: NO}"


def test_fraction_when_written_then_keeps_every_digit() -> None:
    assert given_text({"flight.fuel_t": 0.30000000000000004}, ()) == "{flight.fuel_t: 0.30000000000000004}"
    assert given_text({"flight.fuel_t": 1e-7}, ()) == "{flight.fuel_t: 0.0000001}"
