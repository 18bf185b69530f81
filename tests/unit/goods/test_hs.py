"""Harmonized System codes."""

import pytest

from engine.goods.hs import HsStatus, PrefixTable
from tests.unit.goods.builders import classified, knowledge


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("85171300", HsStatus.VALID),
        ("8806", HsStatus.VALID),
        ("0101", HsStatus.VALID),
        ("8520", HsStatus.UNKNOWN_HEADING),  # left the nomenclature in 2007
        ("7700", HsStatus.UNKNOWN_HEADING),  # chapter 77 is kept free
        (None, HsStatus.ABSENT),
    ],
)
def test_headings_when_asked_for_a_code_then_say_whether_it_exists(code: str | None, status: HsStatus) -> None:
    assert knowledge().headings.status(code) is status


def test_prefix_table_when_two_prefixes_fit_then_the_longest_decides() -> None:
    table = PrefixTable([("24", "tobacco"), ("240412", "vape")])
    assert table.longest("24041200") == ("240412", ("vape",))


def test_classify_when_the_longer_code_is_liquid_for_vapes_then_not_tobacco() -> None:
    assert classified(hs_code="24041200").certain == {"vape_ecig"}
