"""Harmonized System codes."""

from pathlib import Path

import pytest

from engine.errors import DataRejected
from engine.goods.hs import HsHeadings, HsStatus, PrefixTable
from engine.goods.nomenclature import read_subheadings, subheadings
from tests.unit.goods.builders import classified, knowledge


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("85171300", HsStatus.VALID),
        ("240411", HsStatus.VALID),
        ("8543400000", HsStatus.VALID),
        ("880621", HsStatus.VALID),
        ("85076000", HsStatus.VALID),
        ("852580", HsStatus.UNKNOWN_SUBHEADING),  # cameras; split up in 2022
        ("85171200", HsStatus.UNKNOWN_SUBHEADING),  # telephones; split up in 2022
        ("999999", HsStatus.UNKNOWN_HEADING),  # what statistics call not specified
        ("8806", HsStatus.TOO_SHORT),
        ("85076", HsStatus.TOO_SHORT),
        ("85", HsStatus.TOO_SHORT),
        ("77", HsStatus.UNKNOWN_HEADING),
        ("8520", HsStatus.UNKNOWN_HEADING),  # left the nomenclature in 2007
        ("7700", HsStatus.UNKNOWN_HEADING),  # chapter 77 is kept free
        (None, HsStatus.ABSENT),
    ],
)
def test_headings_when_asked_for_a_code_then_say_whether_it_exists(code: str | None, status: HsStatus) -> None:
    assert knowledge().headings.status(code) is status


def test_headings_when_a_code_stops_at_its_heading_then_no_subheading_is_read() -> None:
    def unread() -> frozenset[str]:
        raise AssertionError

    assert HsHeadings(frozenset({"8806"}), unread).status("8806") is HsStatus.TOO_SHORT


def test_telling_when_the_subheading_is_unknown_then_the_heading_still_speaks() -> None:
    assert knowledge().headings.telling("85258000") == "8525"


def test_telling_when_the_heading_is_unknown_then_nothing() -> None:
    assert knowledge().headings.telling("77000000") is None


def test_nomenclature_when_read_then_every_heading_has_subheadings_and_no_other() -> None:
    headings = knowledge().headings
    codes = subheadings()
    assert len(codes) == 5612
    assert all(headings.status(code) is HsStatus.VALID for code in codes)


def test_nomenclature_when_the_package_is_damaged_then_refused(tmp_path: Path) -> None:
    path = tmp_path / "hscodes.json"
    path.write_text('{"codes": []}')
    with pytest.raises(DataRejected, match=r"requirements\.lock"):
        read_subheadings(path)


@pytest.mark.parametrize("field", ["hs_default", "hs_plausible", "hs_phrases_only"])
def test_categories_when_they_name_a_prefix_then_some_code_begins_so(field: str) -> None:
    prefixes = {prefix[:6] for each in knowledge().classifier.categories.values() for prefix in getattr(each, field)}
    assert [prefix for prefix in prefixes if not any(code.startswith(prefix) for code in subheadings())] == []


def test_categories_when_a_prefix_settles_then_some_code_begins_so() -> None:
    every = knowledge().classifier.categories.values()
    prefixes = {prefix[:6] for each in every for prefix in each.vocabulary.hs_prefixes}
    assert [prefix for prefix in prefixes if not any(code.startswith(prefix) for code in subheadings())] == []


@pytest.mark.parametrize("title", ["WiFi 6 router", "Network switch 8 port", "Telephone adapter, wired"])
def test_classify_when_code_is_network_gear_then_no_lithium(title: str) -> None:
    assert classified(title, "85176200").categories == frozenset()


def test_classify_when_network_gear_is_rechargeable_then_lithium() -> None:
    assert classified("Rechargeable mobile hotspot", "85176200").categories == {"lithium_battery_in_equipment"}


def test_prefix_table_when_two_prefixes_fit_then_the_longest_decides() -> None:
    table = PrefixTable([("24", "tobacco"), ("240412", "vape")])
    assert table.longest("24041200") == ("240412", ("vape",))


def test_classify_when_the_longer_code_is_liquid_for_vapes_then_not_tobacco() -> None:
    assert classified(hs_code="24041200").certain == {"vape_ecig"}
