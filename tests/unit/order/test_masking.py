"""Consignees' numbers as they are shown, and as they come back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.order.masking import masked, masked_number, unmasked
from engine.order.personal import take_out

VALUES = st.text("0123456789ABCX.-/", min_size=1, max_size=20)
NUMBERS = st.lists(
    st.fixed_dictionaries({"kind": st.sampled_from(["CPF", "RUT"]), "value": VALUES}),
    max_size=4,
    unique_by=lambda one: (one["kind"], masked_number(one["value"])),
)


@pytest.mark.parametrize(
    ("value", "shown"), [("529.982.247-25", "•••••••••••-25"), ("123456", "••••••"), ("1234567", "••••567")]
)
def test_number_when_masked_then_its_end_is_shown(value: str, shown: str) -> None:
    assert masked_number(value) == shown


def test_document_when_masked_then_the_sellers_numbers_stay() -> None:
    own = {"kind": "IOSS", "value": "IM2760000742", "holder": "merchant"}
    shown = masked({"id": "A-1", "tax_identifiers": [own, {"kind": "CPF", "value": "52998224725"}]})
    assert shown == {"id": "A-1", "tax_identifiers": [own, {"kind": "CPF", "value": "••••••••725"}]}


@given(NUMBERS)
def test_document_when_sent_back_as_shown_then_means_what_stood_there(numbers: list[dict[str, str]]) -> None:
    document = {"tax_identifiers": numbers}
    assert unmasked(masked(document), document) == document


def test_patch_when_it_gives_another_number_then_that_counts() -> None:
    patch = {"tax_identifiers": [{"kind": "CPF", "value": "11144477735"}]}
    assert unmasked(patch, {"tax_identifiers": [{"kind": "CPF", "value": "52998224725"}]}) == patch


def test_numbers_when_taken_out_then_are_among_the_sealed_values() -> None:
    document: dict[str, object] = {"tax_identifiers": [{"kind": "CPF", "value": "52998224725"}]}
    assert take_out(document) == {"/tax_identifiers/0/value": "52998224725"}
    assert document == {"tax_identifiers": [{"kind": "CPF"}]}
