"""From lines of an order to pieces."""

from dataclasses import replace

import pytest

from engine.order.line import Battery, Dimensions, Line
from engine.order.terms import BatteryKind, BatteryPacking
from fulfillment.packing.articles import Flag
from fulfillment.packing.errors import Unmeasured
from fulfillment.packing.goods_of_lines import articles_of

SIZE = Dimensions(length_mm=100, width_mm=80, height_mm=60)
CUP = Line(quantity=3, unit_price=900, sku="CUP", hs_code="691200", weight_g=300, dimensions=SIZE)
EARBUDS = Battery(kind=BatteryKind.LITHIUM_ION, packing=BatteryPacking.IN_EQUIPMENT)


def no_numbers(_: Line) -> list[str]:
    return []


def test_a_line_is_so_many_pieces_when_they_are_wanted() -> None:
    assert [each.sku for each in articles_of([(CUP, 2)], no_numbers)] == ["CUP", "CUP"]


@pytest.mark.parametrize(
    ("line", "flag"),
    [
        (CUP, Flag.FRAGILE),
        (replace(CUP, hs_code="490199"), Flag.PAPER),
        (replace(CUP, hs_code="090210"), Flag.FOOD),
        (replace(CUP, hs_code=None, liquid_ml=250), Flag.LIQUID),
        (replace(CUP, hs_code=None, battery=EARBUDS), Flag.ELECTRONIC),
    ],
)
def test_flags_follow_from_what_the_line_states_when_it_does(line: Line, flag: Flag) -> None:
    assert articles_of([(line, 1)], no_numbers)[0].flags == frozenset({flag})


def test_the_sellers_flags_come_on_top_when_given() -> None:
    (piece,) = articles_of([(CUP, 1)], no_numbers, {"CUP": frozenset({Flag.UPRIGHT})})
    assert piece.flags == frozenset({Flag.FRAGILE, Flag.UPRIGHT})


def test_un_numbers_are_those_of_the_line_when_asked() -> None:
    assert articles_of([(CUP, 1)], lambda _: ["UN3481"])[0].un == frozenset({"UN3481"})


def test_every_line_is_named_when_size_or_weight_is_wanting() -> None:
    lines = [(replace(CUP, weight_g=None), 1), (CUP, 1), (replace(CUP, sku="LID", dimensions=None), 2)]
    with pytest.raises(Unmeasured, match="`CUP`, `LID`"):
        articles_of(lines, no_numbers)
