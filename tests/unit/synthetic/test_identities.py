"""Consignees' numbers: right check digits by a second calculation."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.synthetic.identities import cnpj, cpf, curp, rut

seeds = st.integers(0, 10**6)


@given(seeds)
def test_cpf_when_weighed_with_its_check_digits_then_leaves_nothing(seed: int) -> None:
    digits = [int(sign) for sign in cpf(Random(seed)) if sign.isdigit()]
    for length in (10, 11):
        weighed = sum(digit * weight for digit, weight in zip(digits, range(length, 0, -1), strict=False))
        assert weighed % 11 in {0, 1}


@given(seeds)
def test_rut_when_weighed_with_its_check_sign_then_leaves_nothing(seed: int) -> None:
    body, sign = rut(Random(seed)).split("-")
    weighed = sum(int(digit) * weight for digit, weight in zip(reversed(body), (2, 3, 4, 5, 6, 7, 2, 3), strict=False))
    assert (weighed + (10 if sign == "K" else int(sign))) % 11 == 0


@given(seeds)
def test_curp_when_made_then_has_eighteen_signs_and_ends_in_a_digit(seed: int) -> None:
    number = curp(Random(seed))
    assert len(number) == 18
    assert number[-1].isdigit()


@given(seeds)
def test_cnpj_when_weighed_with_its_check_digits_then_leaves_nothing(seed: int) -> None:
    digits = [int(sign) for sign in cnpj(Random(seed)) if sign.isdigit()]
    for weights in ((5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2, 1), (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2, 1)):
        assert sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11 in {0, 1}
