"""Consignees' numbers: the engine's own check digits, written apart from these, accept every one."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.customs.numbers import CHECKS
from engine.simulation.identities import COMPANY_IDENTITIES, IDENTITIES

CHECKED = {
    kind: maker for kind, maker in (*IDENTITIES.values(), *COMPANY_IDENTITIES.values()) if kind.lower() in CHECKS
}


@pytest.mark.parametrize("kind", CHECKED)
@given(seed=st.integers(0, 10**6))
def test_number_when_made_then_its_check_digits_are_right(kind: str, seed: int) -> None:
    cleaned = "".join(sign for sign in CHECKED[kind](Random(seed)) if sign.isalnum())
    assert CHECKS[kind.lower()](cleaned)


def test_numbers_when_listed_then_all_with_a_known_check_digit_are_checked() -> None:
    assert set(CHECKED) == {"CPF", "CNPJ", "RUT", "RFC", "CURP"}
