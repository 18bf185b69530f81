"""UN numbers of lines, bands of lithium, and what ways of carriage answer."""

from dataclasses import replace

import pytest

from engine.goods.dangerous import Answer
from engine.order.line import Battery, Line
from engine.order.terms import BatteryKind, BatteryPacking
from tests.unit.goods.builders import a_line, knowledge

ION = Battery(kind=BatteryKind.LITHIUM_ION, packing=BatteryPacking.IN_EQUIPMENT)
SODIUM = Battery(kind=BatteryKind.SODIUM_ION, packing=BatteryPacking.ALONE)


def _numbers(line: Line) -> set[str]:
    found = knowledge().dangerous_goods.of(line, knowledge().classifier.classify(line))
    return {good.un for good in found}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (a_line("Power bank 20000 mAh"), {"UN3480"}),
        (a_line("CR2032 coin cell, pack of 5", "85065000"), {"UN3090"}),
        (replace(a_line("Headset"), battery=ION), {"UN3481"}),
        (replace(a_line("Watch"), battery=replace(ION, kind=BatteryKind.LITHIUM_METAL)), {"UN3091"}),
        (replace(a_line("Cell"), battery=SODIUM), {"UN3551"}),
        (a_line("Hair spray"), {"UN1950"}),
        (a_line("Perfume eau de parfum 50 ml", "33030010"), {"UN1266"}),
        (replace(a_line("Whisky", "22083000"), alcohol_pct=40.0), {"UN3065"}),
        (replace(a_line("Wine", "22042100"), alcohol_pct=12.0), set()),
        (a_line("Ceramic mug", "69120000"), set()),
        (a_line("Cotton T-shirt"), set()),
    ],
)
def test_un_numbers_when_goods_are_known_then_as_they_travel(line: Line, expected: set[str]) -> None:
    assert _numbers(line) == expected


@pytest.mark.parametrize(
    ("kind", "wh", "grams", "band"),
    [
        (BatteryKind.LITHIUM_ION, 20.0, None, "tiny"),
        (BatteryKind.LITHIUM_ION, 100.0, None, "small"),
        (BatteryKind.LITHIUM_ION, 160.0, None, "medium"),
        (BatteryKind.LITHIUM_ION, 160.1, None, "large"),
        (BatteryKind.LITHIUM_ION, None, 1.0, None),
        (BatteryKind.LITHIUM_METAL, None, 1.0, "small"),
        (BatteryKind.LITHIUM_METAL, None, 2.0, "medium"),
        (BatteryKind.LITHIUM_METAL, None, 2.5, "large"),
        (BatteryKind.NICKEL, 500.0, None, None),
    ],
)
def test_band_when_lithium_is_measured_then_the_first_that_holds_it(
    kind: BatteryKind, wh: float | None, grams: float | None, band: str | None
) -> None:
    line = replace(a_line("Cell"), battery=Battery(kind=kind, watt_hours=wh, lithium_g=grams))
    assert knowledge().dangerous_goods.band(line) == band


@pytest.mark.parametrize(
    ("numbers", "band", "mode", "carrier", "answers"),
    [
        ({"UN3480"}, None, "post", None, {Answer.REFUSED}),
        ({"UN3480"}, None, "courier", None, {Answer.CARGO_AIRCRAFT}),
        ({"UN3090"}, None, "air", "air_france", {Answer.CARGO_AIRCRAFT, Answer.REFUSED}),
        ({"UN3481"}, "small", "post", None, set()),
        ({"UN3481"}, "large", "post", None, {Answer.REFUSED}),
        ({"UN3480"}, None, "sea", None, set()),
        (set(), None, "post", None, set()),
    ],
)
def test_answers_when_a_way_is_chosen_then_what_its_terms_say(
    numbers: set[str], band: str | None, mode: str, carrier: str | None, answers: set[Answer]
) -> None:
    assert knowledge().dangerous_goods.answers(numbers, band, mode, carrier) == answers


@pytest.mark.parametrize(("named", "tested"), [(("CE", "un38.3"), True), (("CE",), False), ((), None)])
def test_tested_when_certificates_are_named_then_told(named: tuple[str, ...], tested: bool | None) -> None:
    assert knowledge().dangerous_goods.tested(replace(a_line("Cell"), certificates=named)) is tested
