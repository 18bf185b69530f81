"""Numbers by which customs know the consignee."""

from datetime import date

import pytest

from engine.goods.check_digits import CHECKS
from engine.goods.consignee_ids import Findings
from tests.unit.goods.builders import TODAY, knowledge

# Made for documentation or computed here; nobody's numbers.
GOOD = [
    ("cpf", "52998224725"),
    ("cnpj", "11222333000181"),
    ("cnpj", "12ABC34501DE35"),
    ("rut", "123456785"),
    ("cuit", "20123456786"),
    ("tckn", "10000000146"),
    ("vkn", "4540536920"),
    ("luhn", "8001015009087"),
    ("verhoeff", "2363"),
    ("ric", "11010519491231002X"),
    ("twid", "A123456789"),
    ("gstin", "27AAPFU0939F1ZV"),
    ("uscc", "91350100M000100Y43"),
    ("rfc", "GODE561231GR8"),
    ("cedula", "1710034065"),
    ("curp", "BOXW310820HNERXN09"),
]


@pytest.mark.parametrize(("check", "value"), GOOD)
def test_check_when_number_is_right_then_accepted(check: str, value: str) -> None:
    assert CHECKS[check](value)


@pytest.mark.parametrize(("check", "value"), GOOD)
def test_check_when_last_place_differs_then_refused(check: str, value: str) -> None:
    others = [value[:-1] + digit for digit in "0123456789" if digit != value[-1]]
    assert not any(CHECKS[check](other) for other in others)


def test_all_checks_when_listed_then_each_has_a_right_number_above() -> None:
    assert set(CHECKS) == {check for check, _ in GOOD}


def _judged(country: str, *given: tuple[str, str], party: str = "b2c") -> Findings:
    return knowledge().consignee_ids.judge(country, given, party, TODAY)


def test_judge_when_brazil_gets_no_number_then_the_personal_one_is_missing() -> None:
    assert _judged("BR").missing == {"CPF"}


def test_judge_when_brazil_gets_a_written_number_then_in_order() -> None:
    found = _judged("BR", ("cpf", "529.982.247-25"))
    assert found.given == {"CPF"}
    assert not found.invalid | found.missing


@pytest.mark.parametrize("value", ["11111111111", "529.982.247-24", "5299822472", "abc"])
def test_judge_when_number_cannot_exist_then_invalid(value: str) -> None:
    assert _judged("BR", ("CPF", value)).invalid == {"CPF"}


def test_judge_when_another_number_serves_then_none_is_missing() -> None:
    assert _judged("MX", ("CURP", "BOXW310820HNERXN09")).missing == frozenset()


def test_judge_when_company_buys_in_the_union_then_eori() -> None:
    assert _judged("DE", party="b2b").missing == {"EORI"}
    assert _judged("DE").required == frozenset()


def test_judge_when_duty_has_not_begun_then_not_required() -> None:
    found = knowledge().consignee_ids.judge("KR", (), "b2c", date(2019, 1, 1))
    assert found.required == frozenset()


def test_judge_when_generic_tax_number_then_refused() -> None:
    assert _judged("MX", ("RFC", "XAXX010101000")).invalid == {"RFC"}
