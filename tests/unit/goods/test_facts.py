"""Facts of goods, as rules will read them."""

from dataclasses import replace

import pytest

from engine.facts.goods import goods_facts
from engine.lexicon.admission import LEXICON
from engine.lexicon.spec import FactType, Scope, Value
from engine.order.line import Battery, Line
from engine.order.order import Order
from engine.order.terms import BatteryKind, BatteryPacking
from tests.unit.goods.builders import TODAY, a_line, an_order, knowledge

PYTHON: dict[FactType, tuple[type, ...]] = {
    FactType.BOOLEAN: (bool,),
    FactType.INTEGER: (int,),
    FactType.NUMBER: (int, float),
    FactType.TEXT: (str,),
    FactType.ENUM: (str,),
    FactType.COUNTRY: (str,),
    FactType.SET: (frozenset,),
}


def _facts(
    order: Order, destination: str | None = "DE", movement: str | None = "import"
) -> tuple[dict[str, Value], tuple[dict[str, Value], ...]]:
    return goods_facts(
        order,
        destination=destination,
        movement=movement,
        decided_on=TODAY,
        placed_on=TODAY,
        knowledge=knowledge(),
    )


def _full_line() -> Line:
    battery = Battery(kind=BatteryKind.LITHIUM_ION, packing=BatteryPacking.ALONE, watt_hours=74.0, lithium_g=1.0)
    return replace(
        a_line("Power bank", "85076000", quantity=2),
        sku="PB",
        origin="CN",
        weight_g=450,
        battery=battery,
        magnet=False,
        liquid_ml=0.0,
    )


def test_goods_facts_when_stated_then_each_is_in_the_lexicon_with_its_type() -> None:
    whole, (line,) = _facts(an_order(_full_line()))
    wrong = [
        name
        for facts, scope in ((whole, Scope.WHOLE), (line, Scope.PART))
        for name, value in facts.items()
        if LEXICON[name].scope is not scope
        or not isinstance(value, PYTHON[LEXICON[name].type])
        or (LEXICON[name].values and LEXICON[name].type is FactType.ENUM and value not in LEXICON[name].values)
    ]
    assert not wrong


def test_goods_facts_when_weight_is_of_a_piece_then_the_fact_is_of_the_line() -> None:
    _, (line,) = _facts(an_order(_full_line()))
    assert line["line.weight_g"] == 900


def test_goods_facts_when_destination_is_unknown_then_law_is_left_out() -> None:
    whole, (line,) = _facts(an_order(a_line("T-shirt")), destination=None)
    assert not [name for name in line if name.startswith("line.law_")]
    assert "shipment.embargoed" not in whole


def test_goods_facts_when_nothing_is_found_then_empty_sets_are_stated() -> None:
    _, (line,) = _facts(an_order(a_line("T-shirt")))
    assert line["line.law_prohibited"] == frozenset()
    assert line["line.categories"] == frozenset()


def test_goods_facts_when_values_are_unknown_then_left_out() -> None:
    _, (line,) = _facts(an_order(a_line("T-shirt")))
    assert not {"line.origin", "line.weight_g", "line.blade_mm", "line.hs_contradicts_text"} & line.keys()


def test_goods_facts_when_lines_are_vague_or_unclear_then_counted() -> None:
    whole, _ = _facts(an_order(a_line("gift"), a_line("blue wobblesnatch"), a_line("T-shirt")))
    assert (whole["goods.vague_lines"], whole["goods.unclassified_lines"]) == (1, 1)


def test_goods_facts_when_region_is_embargoed_in_part_then_only_the_region_is_told() -> None:
    whole, _ = _facts(an_order(a_line("T-shirt"), country="UA", state="Donetsk Oblast"), destination="UA")
    assert whole["shipment.embargoed_region"] == "UA-14"
    assert "shipment.embargoed" not in whole


@pytest.mark.parametrize(("country", "embargoed"), [("CU", True), ("DE", False)])
def test_goods_facts_when_country_is_known_then_embargo_is_told(country: str, embargoed: bool) -> None:
    whole, _ = _facts(an_order(a_line("T-shirt"), country=country), destination=country)
    assert whole["shipment.embargoed"] is embargoed
