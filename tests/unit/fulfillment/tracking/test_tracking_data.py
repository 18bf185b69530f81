"""The tables of data/tracking: whole, readable, and in words that are kept."""

from zoneinfo import ZoneInfo

import pytest

from fulfillment.tracking.code_tables import FAMILIES, TableName, code_table, family_of
from fulfillment.tracking.priors import STAGES, load_priors
from fulfillment.tracking.stages import STAGE
from fulfillment.tracking.told import plain_words
from fulfillment.tracking.vocabulary import Word
from fulfillment.tracking.zones import country_zones, place_zones


@pytest.mark.parametrize("name", TableName)
def test_table_when_it_looks_for_words_then_these_are_kept(name: str) -> None:
    looked_for = {word for rows in code_table(name).rows.values() for row in rows for word in row.detail.split()}
    assert looked_for - plain_words() == set()


@pytest.mark.parametrize("name", TableName)
def test_table_when_read_then_each_code_ends_with_a_bare_row_and_reasons_have_a_family(name: str) -> None:
    rows = code_table(name).rows
    assert all(not each[-1].detail for each in rows.values())
    assert {family_of(row.reason) for each in rows.values() for row in each if row.reason} <= set(FAMILIES)


def test_table_of_our_own_words_when_read_then_has_all_of_them() -> None:
    assert {code: each[0].word for code, each in code_table("own").rows.items()} == {word: word for word in Word}


def test_zones_when_read_then_all_exist() -> None:
    names = {zone for zone, _ in country_zones().values()} | set(place_zones().values())
    assert all(ZoneInfo(name).key == name for name in names)


def test_places_when_read_then_lie_in_countries_with_several_zones() -> None:
    assert {country for country, _ in place_zones()} <= {
        land for land, (_, assumed) in country_zones().items() if assumed
    }


def test_stages_when_listed_then_each_has_a_prior_and_words() -> None:
    assert set(load_priors().silence) == set(STAGES) == set(STAGE.values())
