"""Whole addresses: honest ones pass in many spellings, undeliverable ones are blamed on the right field."""

from dataclasses import replace

import pytest

from engine.address.check import check_address
from engine.address.verdict import FIELDS, AddressVerdict, Level, PoBox
from engine.order.address import Address

BERLIN = Address(
    name="Erika Muster", line1="Musterweg 5", city="Berlin", postcode="10999", country="DE", phone="+493012399887"
)
BOSTON = Address(line1="12 Example Street", city="Boston", state="MA", postcode="02115", country="US")

HONEST = [
    BERLIN,
    BOSTON,
    Address(line1="Rua do Exemplo 120", city="Sao Paulo", state="São Paulo", postcode="01310100", country="BR"),
    Address(line1="見本町1-2-3", city="千代田区", state="東京都", postcode="〒100-0001", country="JP"),
    Address(line1="示例路12号", city="深圳市", state="广东省", postcode="518000", country="CN"),
    Address(line1="4 Sample Lane", city="Cork", state="Co. Cork", postcode="t12x70a", country="IE"),
    Address(line1="ul. Wzorcowa 7", city="Gdańsk", postcode="80 001", country="PL"),
    Address(line1="Örnek Sokak 9", city="Kadıköy", state="Istanbul", postcode="34710", country="TR"),
    Address(line1="Example Road, Tower 2", city="Dubai", state="Dubai", country="AE", postcode="00000"),
    Address(line1="15 Sample Road", country="HK", state="九龍"),
    Address(line1="ул. Примерная 3", city="Москва", state="Москва", postcode="101000", country="RU"),
    Address(line1="Calle Ejemplo 1", city="Bogotá", state="Bogota D.C.", postcode="110111", country="CO"),
    Address(line1="Ministry of Samples, Independence Avenue", city="Accra", country="GH"),
    Address(line1="Rruga e Mostrës 4", city="Prishtinë", postcode="10000", country="XK"),
]


def codes(verdict: AddressVerdict) -> set[str]:
    return {finding.code for finding in verdict.findings}


@pytest.mark.parametrize("address", HONEST, ids=lambda address: f"{address.country}-{address.city}")
def test_check_when_address_is_honest_then_every_field_is_ok(address: Address) -> None:
    verdict = check_address(address)
    assert verdict.result is Level.OK, verdict.findings


@pytest.mark.parametrize(
    ("field", "address"),
    [
        ("country", replace(BERLIN, country=None)),
        ("country", replace(BERLIN, country="ZZ")),
        ("street", replace(BERLIN, line1=None)),
        ("street", replace(BERLIN, line1=" -- ")),
        ("street", replace(BERLIN, line1="N/A")),
        ("city", replace(BERLIN, city="\u00a0")),
        ("city", replace(BERLIN, city="xxx")),
        ("postcode", replace(BERLIN, postcode=None)),
        ("postcode", replace(BERLIN, postcode="SW1A 1AA")),
        ("postcode", replace(BERLIN, postcode="abcde")),
        ("state", Address(line1="1 Example Street", city="Springfield", country="US", postcode="")),
        ("name", replace(BERLIN, name="12345")),
        ("name", replace(BERLIN, name="test")),
    ],
)
def test_check_when_field_cannot_be_delivered_to_then_it_alone_is_blamed(field: str, address: Address) -> None:
    assert check_address(address).fields[field] is Level.ERROR


@pytest.mark.parametrize(
    ("code", "address"),
    [
        ("country_not_a_code", replace(BERLIN, country="UK", postcode="SW1A 1AA")),
        ("house_number_missing", replace(BERLIN, line1="Langer Musterweg")),
        ("street_vague", replace(BERLIN, line1="12")),
        ("street_gibberish", replace(BERLIN, line1="sdkfjhsdkf 12")),
        ("contact_in_street", replace(BERLIN, line1="Musterweg 5, tel 0301239988")),
        ("contact_in_street", replace(BERLIN, line1="Musterweg 5 erika@example.org")),
        ("state_inferred", replace(BOSTON, state=None)),
        ("state_unknown", replace(BOSTON, state="Atlantis")),
        ("postcode_contradicts_state", replace(BOSTON, state="TX")),
        ("postcode_guessed", replace(BOSTON, postcode="2115")),
        ("city_without_letters", replace(BERLIN, city="10999")),
    ],
)
def test_check_when_something_is_doubtful_then_it_warns_with_a_code(code: str, address: Address) -> None:
    verdict = check_address(address)
    assert code in codes(verdict)
    assert verdict.result is Level.WARNING


def test_check_when_parts_are_misspelt_then_the_normalised_address_is_mended() -> None:
    written = replace(BOSTON, state="massachusetts", postcode="021151234", city="  Boston ", country="us")
    mended = check_address(written).normalised
    assert (mended.country, mended.state, mended.city, mended.postcode) == ("US", "MA", "Boston", "02115-1234")


def test_check_when_nothing_changes_then_it_is_not_called_repaired() -> None:
    assert not check_address(BERLIN).signals.repaired
    assert check_address(replace(BERLIN, postcode="D-10999")).signals.repaired


def test_check_when_second_line_repeats_the_first_then_one_is_kept() -> None:
    mended = check_address(replace(BERLIN, line2="MUSTERWEG 5", line3="n/a")).normalised
    assert (mended.line1, mended.line2, mended.line3) == ("Musterweg 5", None, None)


def test_check_when_postcode_is_a_territorys_then_the_country_moves_without_warning() -> None:
    verdict = check_address(Address(line1="3 Rue Exemple", city="Cayenne", postcode="97300", country="FR"))
    assert (verdict.stated, verdict.territory, verdict.result) == ("FR", "GF", Level.OK)
    assert verdict.signals.territory_moved


def test_check_when_postcode_is_a_neighbours_then_country_and_postcode_warn() -> None:
    verdict = check_address(Address(line1="Vzorová 3", city="Bratislava", postcode="811 01", country="CZ"))
    assert verdict.territory == "SK"
    assert verdict.fields["country"] is verdict.fields["postcode"] is Level.WARNING


def test_check_when_forces_post_then_it_is_a_signal_and_no_fault() -> None:
    verdict = check_address(Address(line1="PSC 12 Box 34", city="APO", state="AE", postcode="09012", country="US"))
    assert verdict.signals.military
    assert verdict.result is Level.OK


def test_check_when_box_stands_alone_then_it_is_told_from_a_box_beside_a_street() -> None:
    alone = check_address(Address(line1="P.O. Box 12", city="Kigali", country="RW"))
    beside = check_address(Address(line1="4 Sample Road, P.O. Box 12", city="Kigali", country="RW"))
    assert alone.signals.po_box is PoBox.BOX_ONLY
    assert beside.signals.po_box is PoBox.STREET_AND_BOX


def test_check_when_unit_is_a_customer_code_in_a_forwarders_area_then_the_score_is_high() -> None:
    doral = replace(BOSTON, line1="1 Sample St Ste 54321", city="Doral", state="FL", postcode="33166")
    assert check_address(doral).signals.forwarder_score >= 60
    assert check_address(BOSTON).signals.forwarder_score == 0


def test_check_when_name_is_absent_then_it_is_not_judged() -> None:
    assert check_address(BOSTON).fields["name"] is Level.OK


def test_check_when_done_then_all_fields_have_a_level() -> None:
    assert set(check_address(Address()).fields) == set(FIELDS)
