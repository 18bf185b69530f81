"""Numbers that buyers write into notes and address lines."""

import pytest

from engine.customs.written import written_numbers
from tests.unit.customs.builders import knowledge

CPF = "529.982.247-25"


def _found(text: str, country: str = "BR", *asked: str, others: tuple[str, ...] = ()) -> dict[str, str]:
    found = written_numbers((text,), country, frozenset(asked), knowledge().consignee_ids, frozenset(others))
    return {one.kind: one.value for one in found}


@pytest.mark.parametrize(
    ("text", "country", "kind", "value"),
    [
        ("CPF 529.982.247-25", "BR", "CPF", CPF),
        ("Meu CPF é: 52998224725, obrigado", "BR", "CPF", "52998224725"),
        ("apto 12, cpf-529 982 247 25", "BR", "CPF", "529 982 247 25"),
        ("empresa CNPJ 11.222.333/0001-81", "BR", "CNPJ", "11.222.333/0001-81"),
        ("통관부호 P123456789012 입니다", "KR", "PCCC", "P123456789012"),
        ("个人通关号：P123456789012", "KR", "PCCC", "P123456789012"),
        ("mi RUT es 12.345.678-5", "CL", "RUT", "12.345.678-5"),
        ("CUIL: 20-12345678-6", "AR", "CUIT", "20-12345678-6"),
        ("身份证号码 11010519491231002X 谢谢", "CN", "RIC", "11010519491231002X"),
        ("TC Kimlik No: 10000000146", "TR", "TCKN", "10000000146"),
        ("RFC GODE561231GR8", "MX", "RFC", "GODE561231GR8"),
        ("Aadhaar 2341 2341 2346", "IN", "AADHAAR", "2341 2341 2346"),
    ],
)
def test_written_when_its_label_stands_before_then_found(text: str, country: str, kind: str, value: str) -> None:
    assert _found(text, country)[kind] == value


@pytest.mark.parametrize(
    "text",
    [
        f"my tax id is {CPF}",
        f"Steuernummer: {CPF}",
        f"numéro fiscal {CPF}",
        f"número fiscal: {CPF}",
        f"税号：{CPF}",
        f"納税者番号 {CPF}",
        f"contribuinte {CPF}",
    ],
)
def test_written_when_a_general_label_stands_before_then_found_if_it_fits(text: str) -> None:
    assert _found(text) == {"CPF": CPF}


def test_written_when_behind_its_own_label_and_wrong_then_taken_to_be_told_so() -> None:
    assert _found("CPF 529.982.247-24") == {"CPF": "529.982.247-24"}


@pytest.mark.parametrize("text", ["tax id 529.982.247-24", "documento 123456"])
def test_written_when_behind_a_general_label_and_wrong_then_left_alone(text: str) -> None:
    assert _found(text, "BR", "CPF", "CNPJ") == {}


def test_written_when_without_label_then_only_if_asked_for() -> None:
    assert _found(f"Rua das Flores 5, {CPF}", "BR", "CPF", "CNPJ") == {"CPF": CPF}
    assert _found(f"Rua das Flores 5, {CPF}", "BR") == {}


def test_written_when_without_label_and_no_check_digit_then_left_alone() -> None:
    assert _found("P123456789012", "KR", "PCCC") == {}


@pytest.mark.parametrize("text", ["call 11 98765-4321", "ramal 4432, casa 2", "CEP 01310-100", "order 52998224724"])
def test_written_when_a_number_is_something_else_then_left_alone(text: str) -> None:
    assert _found(text, "BR", "CPF", "CNPJ", others=("5511987654321",)) == {}


def test_written_when_it_is_the_phone_then_left_alone() -> None:
    assert _found("52998224725", "BR", "CPF", others=("5552998224725",)) == {}


def test_written_when_destination_has_no_such_number_then_left_alone() -> None:
    assert _found(f"CPF {CPF}", "DE") == {}


def test_written_when_label_is_the_end_of_a_word_then_no_label() -> None:
    assert _found("Mepan 23412341", "IN") == {}
