"""Whole declarations of one order to eleven destinations, with all that is wrong with them, as golden files.

Set CLEARWAY_UPDATE_GOLDEN=1 to write them again.
"""

import os
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from engine.order.order import Order, ShippingChoice, Totals
from engine.order.terms import BatteryKind, BatteryPacking, Incoterm, TransportMode
from engine.products.product import NationalCode, Product, ProductBattery
from engine.registration import Registration
from fulfillment.documents.advance_data import AdvanceData, from_tree, to_tree
from fulfillment.documents.completeness import check, form_for
from fulfillment.documents.customs_file import Lane
from fulfillment.documents.declaration import Number, Shown
from fulfillment.documents.declaring import declare
from tests.builders import a_line, an_order
from tests.customs_files import IOSS, TEE, a_consignee, a_file, a_lane, a_parcel, a_way, the_book, the_rates

GOLDEN = Path(__file__).parents[3] / "golden" / "declarations"
PHONE = Product(
    sku="PHONE",
    customs_name_en="Mobile phone with lithium-ion battery inside",
    customs_name_zh="手机（内置锂电池）",
    hs6="851713",
    national_codes=(NationalCode(country="US", code="8517130000"),),
    origin="CN",
    weight_g=210,
    manufacturer_id="MK-PHONE-1",
    battery=ProductBattery(
        kind=BatteryKind.LITHIUM_ION, packing=BatteryPacking.IN_EQUIPMENT, watt_hours=15, count=1, un38_3=True
    ),
)
TEN_DIGITS = replace(TEE, national_codes=(NationalCode(country="US", code="6109100012"),))
NUMBERS = (
    IOSS,
    Number(kind="VAT", value="GB123456789", country="GB"),
    Number(kind="ARN", value="123456789012", country="AU"),
    Number(kind="VOEC", value="2012345", country="NO", shown=Shown.DATA),
    Number(kind="MWST", value="CHE123456788MWST", country="CH"),
    Number(kind="CR", value="4403160000", country="CN"),
)
KEPT = (
    Registration(id="reg_1", kind="lucid", country="DE", number="DE1234567890123"),
    Registration(id="reg_2", kind="packaging", country="FR", number="FR234567_01ABCD"),
)


def lane(market: str, **changes: object) -> Lane:
    """To a country outside every regime."""
    lane = a_lane(
        market=market, territory=market, regime=None, collector="importer", number_shown="", must_number=False,
        mode="courier", carrier="dhl",
    )  # fmt: skip
    return replace(lane, **changes)  # type: ignore[arg-type]


def under(regime: str, shown: str, **changes: object) -> dict[str, object]:
    return {"regime": regime, "collector": "seller", "number_shown": shown, "must_number": True, **changes}


LANES = {
    "DE": lane("DE", territory="EU", **under("ioss", "data", mode="post", carrier="post")),
    "FR": lane("FR", territory="EU", **under("ioss", "data")),
    "GB": lane("GB", territory="UK", **under("gb_vat", "invoice")),
    "US": lane("US"),
    "AU": lane("AU", **under("au_gst", "invoice", mode="post", carrier="post")),
    "NO": lane("NO", **under("voec", "data")),
    "CH": lane("CH", **under("ch_vat", "invoice")),
    "BR": lane("BR", ids_required=frozenset({"CPF"}), ids_missing=frozenset({"CPF"})),
    "KR": lane("KR", ids_required=frozenset({"PCCC"}), ids_invalid=frozenset({"PCCC"})),
    "JP": lane("JP", mode="post", carrier="post"),
    "SA": lane("SA"),
}


def the_order(country: str, mode: str) -> Order:
    """Two shirts and a phone, with a discount on the order."""
    address = replace(an_order().shipping_address, country=country, postcode=None, city="Town")
    lines = (a_line(hs_code=None), a_line(sku="PHONE", title="Smartphone", quantity=1, unit_price=19_900, hs_code=None,
                                         weight_g=210))  # fmt: skip
    return an_order(
        lines=lines,
        totals=Totals(total=23_990, goods=23_898, shipping=990, discount=898),
        shipping_address=address,
        shipping=ShippingChoice(mode=TransportMode(mode), incoterm=Incoterm.DAP),
    )


@pytest.mark.parametrize("country", sorted(LANES))
def test_declaration_when_it_goes_there_then_as_in_the_golden_file(country: str) -> None:
    where = LANES[country]
    order = the_order(country, where.mode)
    file = a_file(order, {"TEE-M-BLUE": TEN_DIGITS, "PHONE": PHONE}, where, KEPT)
    phone = replace(file.lines[1], un={"UN3481": "9"}, band="tiny")
    file = replace(file, lines=(file.lines[0], phone))
    parcel = a_parcel(pieces={1: 2, 2: 1}, gross_g=760, materials=("corrugated_board", "air_cushion"))
    way = a_way(numbers=NUMBERS)
    declaration = declare(file, parcel, way, the_book())
    found = check(declaration, a_consignee(country=country), file, parcel, way, the_book())
    tree = to_tree(AdvanceData(declaration=declaration))
    shown = {
        "form": form_for(declaration, the_book().values, the_rates()),
        "faults": [
            f"{'stops' if each.stops else 'hint'} {each.pointer}: {each.message['en']}" for each in found.faults
        ],
        **tree,
    }
    text = orjson.dumps(shown, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()
    golden = GOLDEN / f"{country}.json"
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    assert from_tree(tree).declaration == declaration


def test_goldens_when_listed_then_each_is_of_a_destination() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(LANES)
