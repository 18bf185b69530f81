"""What is wanting of an article, by where it goes and how."""

from dataclasses import replace

import pytest

from engine.order.line import Battery, Line
from engine.order.terms import BatteryKind, BatteryPacking
from engine.products.missing import Want, given, missing
from engine.products.product import NationalCode, Product, ProductBattery
from tests.builders import a_line
from tests.desks import bundled

IMPORT = Want(destination="DE", movement="import", mode="courier")
US = replace(IMPORT, destination="US")
LITHIUM = Battery(kind=BatteryKind.LITHIUM_ION)
RESTRICTIONS = bundled().admission.knowledge.goods.restrictions


@pytest.mark.parametrize(("line", "want", "wanting"), [
    (a_line(), IMPORT, set()),
    (a_line(hs_code=None), IMPORT, {"hs_code"}),
    (a_line(hs_code=None), replace(IMPORT, movement="domestic"), set()),
    (a_line(hs_code=None, quantity=0), IMPORT, set()),
    (a_line(), US, {"national_code"}),
    (a_line(hs_code="6109100012", origin=None), US, {"origin"}),
    (a_line(hs_code="6109100012"), US, set()),
    (a_line(), replace(IMPORT, vague=True), {"customs_name"}),
    (a_line(battery=LITHIUM), IMPORT, {"battery_packing", "battery_wh"}),
    (a_line(battery=LITHIUM), replace(IMPORT, mode="sea"), set()),
    (a_line(battery=Battery(kind=BatteryKind.LITHIUM_METAL, packing=BatteryPacking.ALONE)), IMPORT, {"lithium_g"}),
    (a_line(battery=Battery(kind=BatteryKind.NICKEL)), IMPORT, set()),
    (a_line(), replace(IMPORT, categories=frozenset({"lithium_battery_alone"})), {"battery_kind"}),
    (a_line(), replace(IMPORT, categories=frozenset({"lithium_battery_alone"}), without_battery=True), set()),
])  # fmt: skip
def test_missing_when_asked_then_names_what_law_and_carriage_need(line: Line, want: Want, wanting: set[str]) -> None:
    assert missing(line, want, ()) == wanting


def test_missing_when_a_limit_cannot_be_judged_then_names_its_measure() -> None:
    limited = next(each for each in RESTRICTIONS if [limit.measure for limit in each.limits] == ["laser_mw"])
    want = replace(IMPORT, unknown_limits=frozenset({limited.category}), restrictions=frozenset({limited.id}))
    assert "laser_mw" in missing(a_line(), want, RESTRICTIONS)


@pytest.mark.parametrize(("attribute", "product"), [
    ("hs_code", Product(sku="A", hs6="850760")),
    ("national_code", Product(sku="A", national_codes=(NationalCode(country="US", code="8507600020"),))),
    ("battery_packing",
     Product(sku="A", battery=ProductBattery(kind=BatteryKind.NICKEL, packing=BatteryPacking.ALONE))),
    ("battery_kind", Product(sku="A", has_battery=False)),
    ("laser_mw", Product(sku="A", laser_mw=1)),
    ("customs_name", Product(sku="A", customs_name_zh="移动电源")),
])  # fmt: skip
def test_given_when_a_product_states_it_then_is_true(attribute: str, product: Product) -> None:
    assert given(product, attribute)
    assert not given(Product(sku="A"), attribute)
