"""Codes of the trade stay what they are on their way through YAML, or are refused with the quoting that saves them."""

import string

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.rulebook.faults import Faults
from engine.rulebook.nodes import Mapping, Scalar, read_yaml
from tests.airport_rules import faults_of, read, with_condition

HS_CODES = st.text(string.digits, min_size=4, max_size=12)
COUNTRIES = st.text(string.ascii_uppercase, min_size=2, max_size=2)
POSTCODES = st.from_regex(r"[0-9A-Z]{1,4}[ -]?[0-9A-Z]{1,4}", fullmatch=True)
CODES = HS_CODES | COUNTRIES | POSTCODES


def _only_value(text: str) -> object:
    faults = Faults()
    node = read_yaml("codes.yaml", text, faults)
    assert not faults.found
    assert isinstance(node, Mapping)
    value = node.entries[0].value
    assert isinstance(value, Scalar)
    return value.value


@settings(max_examples=50, deadline=None)
@given(CODES)
@example("0101")
@example("NO")
@example("ON")
@example("1E3")
@example("010129")
def test_code_when_written_plainly_then_is_text_or_refused_with_its_quoting(code: str) -> None:
    texts = with_condition(f"{{flight.number: {code}}}")
    faults = faults_of(texts)
    if faults:
        assert [(fault.code, fault.hint) for fault in faults] == [("R030", f'write "{code}"')]
    else:
        leaf = read(texts).rules[0].when
        assert getattr(leaf, "operand", None) == code


@given(CODES)
def test_code_when_it_starts_with_a_zero_or_holds_a_letter_then_needs_no_quotes(code: str) -> None:
    if code.startswith("0") and len(code) > 1:
        assert _only_value(f"code: {code}") == code


@given(CODES | st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=40))
def test_text_when_dumped_by_a_yaml_writer_then_loads_as_the_same_text(text: str) -> None:
    faults = Faults()
    node = read_yaml("texts.yaml", yaml.safe_dump({"text": text}, allow_unicode=True), faults)
    assert isinstance(node, Mapping)
    assert {fault.code for fault in faults.found} <= {"R018"}
    value = node.entries[0].value
    assert isinstance(value, Scalar)
    assert value.value == text


@given(st.integers(-(2**53) + 1, 2**53 - 1))
def test_integer_when_dumped_then_loads_as_the_same_integer(number: int) -> None:
    assert _only_value(f"number: {number}") == number


@given(st.text(max_size=200))
@settings(max_examples=150)
def test_yaml_when_it_is_any_text_then_is_read_or_refused(text: str) -> None:
    faults = Faults()
    node = read_yaml("any.yaml", text, faults)
    assert node is not None or faults.found
