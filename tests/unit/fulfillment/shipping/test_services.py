"""The services that come with Clearway, and goods classes."""

from pathlib import Path

import pytest

from engine.bundled import data_folder
from engine.errors import DataRejected
from engine.order.line import Battery, Line
from engine.order.terms import BatteryKind, BatteryPacking
from fulfillment.channels.carrier_codes import all_codes, carrier_code
from fulfillment.shipping.goods_class import GoodsClass, classes_of
from fulfillment.shipping.loading import load_shipping
from fulfillment.shipping.service import Kind
from tests.shipping_goods import DATA, SERVICES


def line(**facts: object) -> Line:
    return Line(quantity=1, unit_price=100, **facts)  # type: ignore[arg-type]


def ion(packing: BatteryPacking | None) -> Battery:
    return Battery(kind=BatteryKind.LITHIUM_ION, packing=packing)


def test_services_when_read_then_every_kind_is_there() -> None:
    assert {each.kind for each in SERVICES.values()} == set(Kind)


def test_services_when_read_then_every_figure_is_said_to_be_made_up() -> None:
    folder = data_folder() / "shipping"
    assert "EVERY FIGURE HERE AND IN rates/ IS MADE UP" in (folder / "services.yaml").read_text(encoding="utf-8")
    assert "Every figure in this folder is made up" in (folder / "README.md").read_text(encoding="utf-8")


def test_classes_when_read_then_have_the_words_of_chinese_lines() -> None:
    words = [DATA.classes[each].zh for each in GoodsClass]
    assert words == ["普货", "内置电", "配套电", "纯电", "液体", "膏体", "粉末", "带磁", "刀具", "化妆品"]
    assert len({each.code for each in DATA.classes.values()}) == len(words)


@pytest.mark.parametrize(
    ("sold", "found"),
    [
        (line(), {"general"}),
        (line(hs_code="610910"), {"general"}),
        (line(battery=ion(BatteryPacking.IN_EQUIPMENT)), {"battery_inside"}),
        (line(battery=ion(BatteryPacking.WITH_EQUIPMENT), magnet=True), {"battery_with", "magnetic"}),
        (line(battery=ion(BatteryPacking.ALONE)), {"battery_alone"}),
        (line(battery=ion(None)), {"battery_alone"}),  # nobody stated it: as most services refuse it
        (line(hs_code="330300"), {"liquid", "cosmetics"}),
        (line(hs_code="33049100"), {"powder", "cosmetics"}),
        (line(hs_code="330610"), {"paste", "cosmetics"}),
        (line(liquid_ml=50.0), {"liquid"}),
        (line(blade_mm=90.0), {"blade"}),
        (line(hs_code="821192"), {"blade"}),
    ],
)
def test_classes_when_facts_say_so_then_are_the_lines(sold: Line, found: set[str]) -> None:
    assert classes_of([sold], DATA.classes) == found


def test_classes_when_a_line_was_cancelled_then_count_without_it() -> None:
    gone = Line(quantity=0, unit_price=1, blade_mm=90.0)
    assert classes_of([gone, line()], DATA.classes) == {"general"}


@pytest.mark.parametrize("channel", sorted(all_codes()))
def test_carriers_when_a_channel_is_told_then_each_has_a_code_or_falls_to_other(channel: str) -> None:
    other = all_codes()[channel][1]
    for carrier in {each.carrier for each in SERVICES.values()}:
        told = carrier_code(channel, carrier)
        assert told.listed or told.code == other.code.replace("{carrier}", carrier)


def test_carriers_when_the_channel_has_a_list_then_only_sea_freight_and_ones_own_have_no_code() -> None:
    unlisted = {each.carrier for each in SERVICES.values() if not carrier_code("amazon", each.carrier).listed}
    assert unlisted == {"sea-lcl", "sea-fcl", "own"}


def test_file_when_a_country_is_in_two_zones_then_is_refused_with_its_place(tmp_path: Path) -> None:
    source = data_folder() / "shipping"
    (tmp_path / "shipping").mkdir()
    text = (source / "services.yaml").read_text(encoding="utf-8")
    twice = text.replace("countries: [US], days: [7, 12]", "countries: [US, GB], days: [7, 12]")
    (tmp_path / "shipping" / "services.yaml").write_text(twice, encoding="utf-8")
    with pytest.raises(DataRejected, match="names a country in two zones"):
        load_shipping(tmp_path)
