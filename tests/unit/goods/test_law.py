"""What the law of a destination says of a line."""

from dataclasses import replace
from datetime import date

import pytest

from engine.goods.law import Coverage, Journey
from tests.unit.goods.builders import TODAY, a_line, knowledge, screened


def test_screen_when_goods_are_banned_and_the_code_says_so_then_certain() -> None:
    law = screened(a_line("Disposable vape", "85434000"), "AU")
    assert "vape_ecig" in law.prohibited_certain


def test_screen_when_goods_are_banned_by_text_then_probable_only() -> None:
    law = screened(a_line("Butterfly knife"), "DE")
    assert law.prohibited == {"automatic_knife"}
    assert law.prohibited_certain == set()


@pytest.mark.parametrize("movement", ["domestic", "intra_union"])
def test_screen_when_goods_cross_no_customs_border_then_no_import_law(movement: str) -> None:
    law = screened(a_line("Butterfly knife"), "DE", mode="post", movement=movement)
    assert law.restrictions == set()


@pytest.mark.parametrize(("mode", "refused"), [("post", {"lithium_battery_alone"}), ("courier", set()), (None, set())])
def test_screen_when_the_post_refuses_then_only_by_post(mode: str | None, refused: set[str]) -> None:
    assert screened(a_line("Power bank", "85076000"), "DE", mode=mode).carriage_refused == refused


@pytest.mark.parametrize(
    ("title", "hs_code", "refused"),
    [
        ("Wireless mouse, ergonomic", "84716070", set()),
        ("Rechargeable wireless mouse", "84716070", {"lithium_battery_in_equipment"}),
        ("Smartphone", "85171300", {"lithium_battery_in_equipment"}),
    ],
)
def test_screen_when_the_post_takes_no_lithium_then_only_what_holds_some_is_refused(
    title: str, hs_code: str, refused: set[str]
) -> None:
    assert screened(a_line(title, hs_code), "DE", mode="post").carriage_refused == refused


@pytest.mark.parametrize(
    ("power", "prohibited", "unknown"),
    [(0.9, set(), set()), (1.0, set(), set()), (5.0, {"laser"}, set()), (None, set(), {"laser"})],
)
def test_screen_when_law_has_a_limit_then_unknown_is_not_within(
    power: float | None, prohibited: set[str], unknown: set[str]
) -> None:
    law = screened(replace(a_line("Green laser pointer"), laser_mw=power), "AU")
    assert (law.prohibited, law.limit_unknown) == (prohibited, unknown)


def test_screen_when_a_limit_is_exceeded_then_says_so() -> None:
    law = screened(replace(a_line("Green laser pointer"), laser_mw=5.0), "AU")
    assert law.limit_exceeded == {"laser"}


def test_screen_when_weight_counts_then_quantity_multiplies_it() -> None:
    honey = replace(a_line("Honey", "04090000", quantity=5), weight_g=500)
    assert "honey_bee" in screened(honey, "FR").certificate


def test_screen_when_a_document_is_asked_for_then_it_is_named() -> None:
    assert screened(a_line("Antibiotic tablets", "30041000"), "AU").documents_missing == {"medicine_permit"}


def test_screen_when_source_is_weak_then_only_low_confidence() -> None:
    law = screened(a_line("Vitamin C tablets"), "FR")
    assert law.low_confidence == {"supplement_food"}
    assert law.prohibited == set()


@pytest.mark.parametrize(("on", "count"), [(date(2023, 12, 31), 0), (date(2024, 1, 1), 1), (date(2024, 3, 1), 2)])
def test_screen_when_law_begins_on_a_day_then_not_before(on: date, count: int) -> None:
    line = a_line("Disposable vape")
    journey = Journey(destination="AU", movement="import", decided_on=on, placed_on=TODAY)
    law = knowledge().law.screen(line, knowledge().classifier.classify(line), journey)
    assert len({name for name in law.restrictions if name.startswith("AU-VAPE")}) == count


def test_screen_when_member_has_no_file_then_union_law_counts() -> None:
    assert screened(a_line("Mercury thermometer"), "NL").prohibited == {"hazardous_chemical"}


def test_screen_when_nothing_is_known_of_a_country_then_world_bans_count() -> None:
    law = screened(a_line("Fireworks set"), "ZZ")
    assert law.world_prohibited == {"explosive_firework"}


def test_screen_when_only_a_weak_word_points_to_a_world_ban_then_no_ban() -> None:
    by_word, by_phrase = a_line("deodorant"), a_line("deodorant spray")
    assert screened(by_word, "ZZ", mode="post").carriage_refused == set()
    assert screened(by_phrase, "ZZ", mode="post").carriage_refused == {"aerosol_flammable"}


def test_screen_when_origin_is_unknown_and_law_asks_for_it_then_unknown() -> None:
    chicken = a_line("Frozen chicken", "02071400")
    assert "meat" in screened(chicken, "BR").limit_unknown
    assert "meat" in screened(replace(chicken, origin="US"), "BR").prohibited


@pytest.mark.parametrize(
    ("title", "destination", "expected"),
    [("gift", "AU", True), ("blue wobblesnatch", "AU", True), ("cotton T-shirt", "AU", False), ("gift", "ZZ", False)],
)
def test_screen_when_nothing_can_be_said_then_could_prohibit_where_something_is_banned(
    title: str, destination: str, expected: bool
) -> None:
    assert screened(a_line(title), destination).could_prohibit is expected


@pytest.mark.parametrize("destination", ["AU", "US", "GB", "CA", "DE", "FR", "JP", "KR", "BR", "SG"])
@pytest.mark.parametrize(
    "title", ["iPhone case", "T-shirt", "Running shoes", "Coffee mug", "Novel book", "Toy car", "Headphones", "Lamp"]
)
def test_screen_when_goods_are_ordinary_then_nothing_stands_against_them(title: str, destination: str) -> None:
    law = screened(a_line(title), destination, mode="post")
    assert (law.restrictions, law.could_prohibit) == (set(), False)


@pytest.mark.parametrize(
    ("destination", "coverage"), [("AU", Coverage.RICH), ("NL", Coverage.THIN), ("ZZ", Coverage.NO_DATA)]
)
def test_coverage_when_asked_then_union_rules_alone_are_thin(destination: str, coverage: Coverage) -> None:
    assert knowledge().law.coverage(destination) is coverage


@pytest.mark.parametrize(
    ("country", "state", "postcode", "on", "expected"),
    [
        ("CU", None, None, TODAY, "EMB-CU"),
        ("UA", "Kyiv", "01001", TODAY, None),
        ("UA", "43", None, TODAY, "EMB-UA-43"),
        ("UA", "Crimea", None, TODAY, "EMB-UA-43"),
        ("UA", None, "95001", TODAY, "EMB-UA-43"),
        ("UA", "UA-14", None, TODAY, "EMB-UA-14"),
        ("SY", None, None, date(2025, 6, 30), "EMB-SY"),
        ("SY", None, None, TODAY, None),
        ("RU", None, None, TODAY, None),
    ],
)
def test_embargo_when_comprehensive_then_named(
    country: str, state: str | None, postcode: str | None, on: date, expected: str | None
) -> None:
    found = knowledge().law.embargo(country, state, postcode, on)
    assert (None if found is None else found.id) == expected
