"""Numbers by which customs know the consignee."""

from datetime import date

import pytest

from engine.customs.identifiers import Consignment, Findings
from engine.customs.numbers import CHECKS, can_exist
from tests.unit.customs.builders import TODAY, knowledge

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
    ("zaid", "8001015009087"),
    ("ric", "11010519491231002X"),
    ("twid", "A123456789"),
    ("gstin", "27AAPFU0939F1ZV"),
    ("uscc", "91350100M000100Y43"),
    ("rfc", "GODE561231GR8"),
    ("cedula", "1710034065"),
    ("curp", "BOXW310820HNERXN09"),
    ("iin", "990101000004"),
    ("verhoeff", "234123412346"),
    ("uid", "CHE100155212"),
    ("abn", "51824753556"),
    ("ird", "49091850"),
    ("gb_vat", "GB980780684"),
    ("thpin", "1234567890121"),
    ("ilid", "039337423"),
    ("inn", "500100732259"),
    ("pe_ruc", "20512333797"),
    ("ec_ruc", "1792060346001"),
    ("nit", "2131234321"),
    ("rntrc", "1759013776"),
    ("mst", "0100233488"),
]
FORM_ONLY = {"pan", "nik", "ioss"}  # no check digit, or one whose rule is secret: dates, places, letters are looked at


@pytest.mark.parametrize(("check", "value"), GOOD)
def test_check_when_number_is_right_then_accepted(check: str, value: str) -> None:
    assert can_exist(value, check)


@pytest.mark.parametrize(("check", "value"), GOOD)
def test_check_when_last_place_differs_then_refused(check: str, value: str) -> None:
    digits = "0123456789" if check != "rut" else "0123456789K"
    others = [value[:-1] + digit for digit in digits if digit != value[-1]]
    accepted = [other for other in others if can_exist(other, check)]
    # The ending 001 of an Ecuadorian RUC counts branches; its check digit stands before.
    assert not accepted or check == "ec_ruc"


def test_all_checks_when_listed_then_each_has_a_right_number_above() -> None:
    assert set(CHECKS) == {check for check, _ in GOOD} | FORM_ONLY


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_check_when_one_digit_is_repeated_then_nobodys(check: str) -> None:
    repeated = [digit * length for digit in "0123456789" for length in range(7, 19)]
    assert not [value for value in repeated if can_exist(value, check)]


def _judged(
    country: str,
    *given: tuple[str, str],
    party: str = "b2c",
    mode: str | None = None,
    on: date = TODAY,
    postcode: str | None = None,
    over: tuple[tuple[int, str], ...] = (),
) -> Findings:
    way = Consignment(country=country, party=party, mode=mode, postcode=postcode, on=on, over=dict.fromkeys(over, True))
    return knowledge().consignee_ids.judge(way, given)


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


@pytest.mark.parametrize(("day", "required"), [(date(2020, 11, 30), frozenset()), (date(2020, 12, 1), {"PCCC"})])
def test_judge_when_duty_begins_then_required_from_that_day(day: date, required: frozenset[str]) -> None:
    assert _judged("KR", on=day).required == required


@pytest.mark.parametrize(("day", "expiring"), [(date(2026, 12, 31), frozenset()), (date(2027, 1, 1), {"PCCC"})])
def test_judge_when_korean_codes_begin_to_end_then_told_from_that_day(day: date, expiring: frozenset[str]) -> None:
    assert _judged("KR", ("PCCC", "P123456789012"), on=day).expiring == expiring


def test_judge_when_generic_tax_number_then_refused() -> None:
    assert _judged("MX", ("RFC", "XAXX010101000")).invalid == {"RFC"}


@pytest.mark.parametrize(("mode", "required"), [("post", frozenset()), ("courier", {"TWID"}), ("air", {"TWID"})])
def test_judge_when_only_express_asks_then_not_by_post(mode: str, required: frozenset[str]) -> None:
    assert _judged("TW", mode=mode).required == required


def test_judge_when_goods_are_above_the_value_then_asked() -> None:
    assert _judged("SA").required == frozenset()
    assert _judged("SA", over=((100000, "SAR"),)).required == {"SAID"}


@pytest.mark.parametrize(("postcode", "missing"), [("35001", {"NIF"}), ("28001", frozenset()), (None, frozenset())])
def test_judge_when_canary_islands_then_the_spanish_number(postcode: str | None, missing: frozenset[str]) -> None:
    assert _judged("ES", postcode=postcode).missing == missing


@pytest.mark.parametrize("country", ["AE", "CO", "IL", "KZ", "MY", "PE", "TH", "UA", "VN"])
def test_judge_when_sources_are_weak_then_never_asked(country: str) -> None:
    assert _judged(country, over=((10000, "USD"),)).required == frozenset()


def test_kinds_when_listed_then_each_says_where_it_goes_for_every_mode() -> None:
    ids = knowledge().consignee_ids
    kinds = [kind for country in ids.countries.values() for kind in country.kinds.values()]
    assert len(kinds) >= 38
    assert all(kind.field(mode) for kind in kinds for mode in (None, "post", "courier", "sea"))
