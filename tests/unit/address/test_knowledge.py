"""The compiled tables: every country, no dead row, states in many spellings, customs territories."""

import re

import pytest

from engine.address.countries import country_codes, country_named
from engine.address.customs import customs_place, customs_territory
from engine.address.sources import own_rows
from engine.address.table import country_table, towns
from engine.address.territory import resolve_country


def test_table_when_compiled_for_every_country_then_examples_match_their_pattern() -> None:
    for country in sorted(country_codes()):
        codes = country_table(country).postcodes
        wrong = [code for code in codes.templates.values() if codes.pattern and not codes.pattern.fullmatch(code)]
        assert wrong == [], country


def test_table_when_state_aliases_are_listed_then_each_names_a_state() -> None:
    for row in own_rows("state_aliases"):
        assert None not in row
        for alias in row["aliases"].split("|"):
            assert country_table(row["country"]).index.code_of(alias) is not None, (row["country"], alias)


@pytest.mark.parametrize("name", ["territories", "postcode_repairs", "military_postcodes"])
def test_data_when_rows_hold_patterns_then_they_compile_and_name_countries(name: str) -> None:
    for row in own_rows(name):
        assert re.compile(row.get("pattern") or row["postcode"]).pattern
        assert (row.get("country") or row["stated"]) in country_codes()


@pytest.mark.parametrize(
    ("country", "written", "code"),
    [
        ("US", "California", "CA"),
        ("US", "us-ca", "CA"),
        ("BR", "sao paulo", "SP"),
        ("JP", "Ōsaka-fu", "27"),
        ("JP", "大阪府", "27"),
        ("JP", "大阪", "27"),
        ("CN", "Guangdong Sheng", "GD"),
        ("CN", "广东", "GD"),
        ("RU", "Amur", "AMU"),
        ("RU", "Belgorodskaya oblast", "BEL"),
        ("EG", "Cairo", "C"),
        ("TR", "İstanbul", "34"),
        ("TR", "ISTANBUL", "34"),
        ("MX", "Distrito Federal", "CMX"),
        ("IT", "Milan", "MI"),
        ("IE", "County Donegal", "DL"),
        ("KR", "Gangwon-do", "42"),
    ],
)
def test_state_when_written_in_many_ways_then_one_code_is_meant(country: str, written: str, code: str) -> None:
    assert country_table(country).index.code_of(written) == code


def test_state_when_nobody_knows_it_then_there_is_no_code() -> None:
    assert country_table("US").index.code_of("Atlantis") is None


def test_towns_when_two_states_share_a_name_then_it_means_none() -> None:
    assert towns("BR")["campinas"] == "SP"
    assert "bom jesus" not in towns("BR")


@pytest.mark.parametrize(
    ("name", "code"),
    [("Deutschland", "DE"), ("中国", "CN"), ("U.S.A.", "US"), ("Côte d’Ivoire", "CI"), ("Narnia", None)],
)
def test_country_when_named_then_only_a_certain_name_is_read(name: str, code: str | None) -> None:
    assert country_named(name) == code


@pytest.mark.parametrize(
    ("stated", "postcode", "actual"),
    [
        ("FR", "971 50", "MF"),
        ("FR", "75001", "FR"),
        ("GB", "JE2 3AB", "JE"),
        ("GB", "SW1A 1AA", "GB"),
        ("US", "00901-1234", "PR"),
        ("NO", "9170", "SJ"),
        ("NO", None, "NO"),
        ("KR", "96218", "US"),
        ("KR", "03051", "KR"),
    ],
)
def test_territory_when_postcode_is_read_then_it_decides_the_country(
    stated: str, postcode: str | None, actual: str
) -> None:
    assert resolve_country(stated, postcode) == actual


@pytest.mark.parametrize(
    ("country", "postcode", "territory", "inside_vat"),
    [
        ("DE", "10115", "EU", True),
        ("DE", "27498", "DE-27498", False),
        ("ES", "35001", "EU", False),
        ("ES", "51001", "ES-CE", False),
        ("FR", "97200", "EU", False),
        ("FR", "97133", "BL", False),
        ("MC", None, "EU", True),
        ("JE", None, "UK", False),
        ("LI", "9490", "CH", False),
        ("US", "00901", "US", False),
        ("JP", "100-0001", "JP", False),
    ],
)
def test_customs_when_place_is_special_then_customs_and_tax_area_are_told_apart(
    country: str, postcode: str | None, territory: str, *, inside_vat: bool
) -> None:
    assert customs_territory(country, postcode) == territory
    assert customs_place(country, postcode).inside_vat is inside_vat
