"""Whatever is ordered, the plan can be packed as it says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bundled import data_folder
from fulfillment.packing.articles import Article
from fulfillment.packing.fewest import fewest
from fulfillment.packing.filling import QUICK, Outline, fill
from fulfillment.packing.piling import pile
from fulfillment.packing.plan import Terms, arrange
from fulfillment.packing.searching import best_filling
from fulfillment.packing.terms import house_terms
from fulfillment.packing.validating import faults
from tests.packing_goods import BOXES, ORDERS

HOUSE = house_terms(data_folder())
TERMS = st.sampled_from([Terms(), Terms(keep_flat=True), HOUSE])


@given(ORDERS, TERMS)
def test_a_plan_is_valid_when_judged_by_other_code(goods: list[Article], terms: Terms) -> None:
    assert faults(goods, BOXES, arrange(goods, BOXES, terms), terms) == ()


@pytest.mark.proof
@settings(max_examples=3_000)
@given(ORDERS, TERMS)
def test_many_plans_are_valid_when_judged_by_other_code(goods: list[Article], terms: Terms) -> None:
    assert faults(goods, BOXES, arrange(goods, BOXES, terms), terms) == ()


@given(ORDERS, st.randoms(use_true_random=False), TERMS)
def test_as_many_boxes_are_taken_when_articles_are_shuffled(goods: list[Article], random: object, terms: Terms) -> None:
    shuffled = goods[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    plan, other = arrange(goods, BOXES, terms), arrange(shuffled, BOXES, terms)
    assert faults(shuffled, BOXES, other, terms) == ()
    assert [each.box.name for each in plan.packed] == [each.box.name for each in other.packed]


@given(ORDERS)
def test_the_plan_is_the_same_when_made_again(goods: list[Article]) -> None:
    plan = arrange(goods, BOXES)
    best_filling.cache_clear()
    assert arrange(goods, BOXES) == plan


@given(ORDERS)
def test_no_plan_has_fewer_boxes_than_the_bound_when_planned(goods: list[Article]) -> None:
    outlines = [Outline(each.length_mm, each.width_mm, each.height_mm, each.weight_g) for each in goods]
    assert len(arrange(goods, BOXES).packed) >= fewest(outlines, BOXES)


@given(ORDERS)
def test_the_search_places_everything_when_the_quick_look_does(goods: list[Article]) -> None:
    outlines = [Outline(each.length_mm, each.width_mm, each.height_mm, each.weight_g) for each in goods]
    piled = pile(outlines, BOXES[2])
    if piled is not None:
        filled = fill(outlines, (BOXES[2],), QUICK)
        assert sorted(spot.piece for each in filled for spot in each.spots) == sorted(spot.piece for spot in piled)
