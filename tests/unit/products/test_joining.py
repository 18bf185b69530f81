"""An order line and its product: what is taken over, what contradicts, what wins."""

from dataclasses import replace

import pytest

from engine.order.line import Battery, Dimensions, Line
from engine.order.terms import BatteryKind, BatteryPacking, GoodsSeal
from engine.products.catalogue import Catalogue
from engine.products.joining import join
from engine.products.product import Component, NationalCode, Product, ProductBattery
from engine.products.sealed import seals_of
from tests.builders import a_line, an_order

HYGIENE, SOFTWARE = GoodsSeal.HYGIENE, GoodsSeal.SOFTWARE
BARE = Line(sku="PB", quantity=1, unit_price=1000)
CELL = Battery(kind=BatteryKind.LITHIUM_ION, packing=BatteryPacking.IN_EQUIPMENT, watt_hours=20.0)


def a_product(**changes: object) -> Product:
    return replace(Product(sku="PB"), **changes)  # type: ignore[arg-type]


def test_join_when_the_order_says_little_then_the_product_completes_it() -> None:
    product = a_product(hs6="850760", origin="CN", weight_g=350, customs_name_en="Power bank")
    found = join(BARE, product).line
    assert (found.hs_code, found.origin, found.weight_g, found.description) == ("850760", "CN", 350, "Power bank")


def test_join_when_the_destination_has_a_code_of_its_own_then_it_is_taken() -> None:
    product = a_product(hs6="850760", national_codes=(NationalCode(country="US", code="8507600020"),))
    assert [join(BARE, product, country).line.hs_code for country in ("US", "DE")] == ["8507600020", "850760"]


@pytest.mark.parametrize(("line", "product", "conflicts"), [
    (a_line(hs_code="61091000"), a_product(hs6="610910"), set()),
    (a_line(hs_code="61091000"), a_product(hs6="610990"), {"hs_code"}),
    (a_line(hs_code=None), a_product(hs6="610990"), set()),
    (a_line(title="Shirt"), a_product(customs_name_en="Power bank"), set()),
    (a_line(origin="CN"), a_product(origin="VN"), {"origin"}),
    (a_line(weight_g=180), a_product(weight_g=185), set()),
    (a_line(weight_g=180), a_product(weight_g=300), {"weight_g"}),
    (a_line(magnet=False), a_product(magnet=True), {"magnet"}),
    (a_line(blade_mm=90.0), a_product(blade_mm=90.2), set()),
    (a_line(laser_mw=1.0), a_product(laser_mw=5.0), {"laser_mw"}),
    (a_line(dimensions=Dimensions(length_mm=100, width_mm=50, height_mm=20)),
     a_product(dimensions=Dimensions(length_mm=20, width_mm=100, height_mm=50)), set()),
    (a_line(dimensions=Dimensions(length_mm=100, width_mm=50, height_mm=20)),
     a_product(dimensions=Dimensions(length_mm=100, width_mm=50, height_mm=60)), {"dimensions"}),
    (a_line(battery=CELL), a_product(has_battery=False), {"battery_kind"}),
    (a_line(battery=CELL), a_product(), set()),
])  # fmt: skip
def test_join_when_both_say_something_then_only_differences_of_content_are_conflicts(
    line: Line, product: Product, conflicts: set[str]
) -> None:
    assert join(line, product).conflicts == conflicts


@pytest.mark.parametrize(
    ("stated", "known", "found"), [(None, HYGIENE, HYGIENE), (SOFTWARE, HYGIENE, SOFTWARE), (SOFTWARE, None, SOFTWARE)]
)
def test_join_when_goods_are_sealed_then_the_order_comes_first_and_nothing_conflicts(
    stated: GoodsSeal | None, known: GoodsSeal | None, found: GoodsSeal
) -> None:
    joined = join(a_line(seal=stated), a_product(seal=known))
    assert (joined.line.seal, joined.conflicts) == (found, frozenset())


def test_seals_when_a_kit_holds_sealed_goods_then_its_line_has_theirs_and_its_own() -> None:
    kit = a_product(seal=SOFTWARE, components=(Component(sku="MASK"), Component(sku="TEE")))
    held = {"MASK": Product(sku="MASK", seal=HYGIENE), "TEE": Product(sku="TEE")}
    order = an_order(lines=(a_line(sku="TEE"), a_line(sku="PB"), a_line(sku="TEE", seal=HYGIENE)))
    known = Catalogue(products={"PB": kit, **held}, names={}, versions={})
    assert seals_of(order, known) == {2: {HYGIENE, SOFTWARE}, 3: {HYGIENE}}
    assert seals_of(order, None) == {3: {HYGIENE}}


def test_join_when_they_contradict_then_what_law_judges_harder_counts() -> None:
    line = replace(BARE, battery=CELL, alcohol_pct=5.0, magnet=True)
    known = ProductBattery(kind=BatteryKind.NICKEL, packing=BatteryPacking.ALONE, watt_hours=74)
    found = join(line, a_product(battery=known, alcohol_pct=40.0, magnet=False))
    assert found.line.battery == Battery(kind=BatteryKind.LITHIUM_ION, packing=BatteryPacking.ALONE, watt_hours=74)
    assert (found.line.alcohol_pct, found.line.magnet) == (40.0, True)
    assert found.conflicts == {"battery_kind", "battery_packing", "battery_wh", "alcohol_pct", "magnet"}
