"""What offers say of brands, in titles of our own."""

import pytest

from engine.brands.brand import Confidence, MentionKind
from tests.benchmarks.accuracy_brands import measured
from tests.brand_screen import brand_screen, mentioned

OWN, FITS, ODD, COPY = MentionKind


def test_sample_when_screened_then_few_mistakes_are_made() -> None:
    tallies, mistakes = measured(brand_screen())
    worst = min(min(each.precision, each.recall) for each in tallies.values())
    assert worst >= 0.9, mistakes


def test_mention_when_found_then_says_where_it_stands_and_why() -> None:
    (mention,) = brand_screen().screen("Blue Adldas shoes").mentions
    assert (mention.written, mention.start, mention.end) == ("Adldas", 5, 11)
    assert (mention.field, mention.confidence) == ("title", Confidence.HIGH)


@pytest.mark.parametrize("title", ["Adonis statue", "Salmon fillet", "Carter's bodysuit", "Channel strip", "Vitamin C"])
def test_words_when_near_a_name_by_chance_then_mean_nothing(title: str) -> None:
    assert not mentioned(title)


@pytest.mark.parametrize(
    ("title", "brand"),
    [("Apple laptop charger", "apple"), ("Fossil leather watch", "fossil"), ("Visa debit card sleeve", "visa")],
)
def test_ordinary_word_when_beside_goods_of_the_brand_then_is_its_name(title: str, brand: str) -> None:
    assert mentioned(title) == {(brand, OWN)}


@pytest.mark.parametrize("title", ["Apple pie charger", "fossil shark tooth", "Visa photo", "Boss lady mug", "A gap"])
def test_ordinary_word_when_the_goods_are_others_then_is_none(title: str) -> None:
    assert not mentioned(title)


def test_maker_when_its_goods_fit_anothers_device_then_only_the_device_is_fitted() -> None:
    assert mentioned("Gucci case for iPhone 15") == {("gucci", OWN), ("apple", FITS)}
    assert mentioned("Case for iPhone 15 Gucci") == {("gucci", OWN), ("apple", FITS)}


def test_for_when_it_says_whom_then_the_brand_behind_is_claimed() -> None:
    assert mentioned("Shoes for men Nike") == {("nike", OWN)}


def test_accessory_when_it_is_said_to_be_genuine_then_the_brand_is_claimed() -> None:
    assert mentioned("Genuine Apple Watch band") == {("apple", OWN)}


def test_battery_size_when_for_a_controller_then_is_no_grade_of_imitation() -> None:
    assert mentioned("AAA battery for Xbox") == {("xbox", FITS)}
    assert mentioned("AAA Rolex") == {("rolex", COPY)}


def test_replica_when_a_club_shirt_then_is_what_the_club_licenses() -> None:
    assert mentioned("Arsenal Replica Jersey 2026") == {("arsenal", OWN)}
    assert mentioned("Arsenal 1:1 Jersey fake") == {("arsenal", COPY)}


def test_replica_when_the_brand_is_only_in_the_product_file_then_is_of_it() -> None:
    assert mentioned("Replica watch steel", brand="Rolex") == {("rolex", COPY), ("rolex", OWN)}


def test_stated_brand_when_it_is_an_ordinary_word_then_is_claimed_all_the_same() -> None:
    assert mentioned("Leather belt", brand="Guess") == {("guess", OWN)}


def test_description_when_it_names_other_brands_then_claims_nothing() -> None:
    assert not mentioned("Bluetooth speaker", "Works with Samsung, sounds better than Bose")
    assert mentioned("Watch", "best replica Rolex") == {("rolex", COPY)}


def test_katakana_when_the_name_is_part_of_a_longer_word_then_is_none() -> None:
    assert not mentioned("コーチング バッグ")
    assert mentioned("コーチ バッグ") == {("coach", OWN)}


def test_russian_word_when_it_looks_latin_among_russian_ones_then_is_no_disguise() -> None:
    assert not mentioned("сосо игрушка для детей")
