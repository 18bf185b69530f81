"""Which boxes a plan takes."""

import pytest

from fulfillment.packing.articles import Flag
from fulfillment.packing.errors import FitsNowhere
from fulfillment.packing.packed import Misfit
from fulfillment.packing.plan import Terms, arrange, plan
from tests.packing_goods import BOXES, article, box


def test_the_smallest_box_is_taken_when_all_go_into_one() -> None:
    packed = plan([article(), article()], BOXES)
    assert [each.box.name for each in packed] == ["small"]


def test_the_cheapest_box_is_taken_when_boxes_cost() -> None:
    boxes = (box("dear", (200, 150, 100), cost=90), box("cheap", (300, 230, 240), cost=40))
    assert [each.box.name for each in plan([article()], boxes)] == ["cheap"]


def test_weight_is_that_of_box_and_goods_when_packed() -> None:
    assert plan([article(weight_g=250), article(weight_g=300)], BOXES)[0].weight_g == 650


def test_a_second_box_is_taken_when_one_would_be_too_heavy() -> None:
    packed = plan([article(weight_g=2_000)] * 4, (BOXES[0],))
    assert len(packed) == 4


def test_weight_is_spread_when_several_boxes_are_needed() -> None:
    one = (box("only", (100, 100, 100), max_g=1_000),)
    packed = plan([article(sides=(40, 40, 40), weight_g=grams) for grams in (500, 300, 300, 100)], one)
    assert sorted(each.goods_g for each in packed) == [600, 600]


def test_the_same_boxes_are_taken_when_articles_come_in_another_order() -> None:
    goods = [article("a", (210, 148, 20)), article("b", (100, 100, 90)), article("c", (290, 200, 50))]
    boxes = [each.box.name for each in plan(goods, BOXES)]
    assert [each.box.name for each in plan(goods[::-1], BOXES)] == boxes


def test_a_piece_is_reported_when_it_is_larger_than_every_box() -> None:
    arranged = arrange([article("tent", (900, 100, 100)), article()], BOXES)
    assert [(each.article.sku, each.reason) for each in arranged.unpacked] == [("tent", Misfit.TOO_LARGE)]
    assert len(arranged.packed) == 1


def test_a_piece_is_reported_when_it_is_too_heavy_for_every_box() -> None:
    assert arrange([article(weight_g=20_000)], BOXES).unpacked[0].reason is Misfit.TOO_HEAVY


def test_a_piece_is_reported_when_every_box_is_of_a_forbidden_material() -> None:
    crate = box("crate", (300, 300, 300), material="wood")
    assert arrange([article()], (crate,), Terms(forbidden=frozenset({"wood"}))).unpacked[0].reason is Misfit.NO_BOX


def test_the_plan_is_refused_with_the_pieces_when_one_fits_nowhere() -> None:
    with pytest.raises(FitsNowhere, match=r"`tent` \(too_large\)"):
        plan([article("tent", (900, 100, 100))], BOXES)


def test_a_box_of_allowed_material_is_taken_when_the_smaller_one_is_forbidden() -> None:
    boxes = (box("foam", (110, 90, 70), material="polystyrene_foam"), box("board", (200, 150, 100)))
    packed = plan([article()], boxes, Terms(forbidden=frozenset({"polystyrene_foam"})))
    assert packed[0].box.name == "board"


def test_nothing_is_packed_when_there_are_no_articles() -> None:
    assert plan([], BOXES) == ()


@pytest.mark.parametrize("flag", [Flag.UPRIGHT, Flag.FLAT, Flag.LIQUID])
def test_a_piece_is_not_laid_down_when_its_flag_keeps_it_standing(flag: Flag) -> None:
    tall = article("bottle", (80, 80, 240), 900, flag)
    assert plan([tall], BOXES)[0].box.name == "medium"
    assert plan([tall], BOXES)[0].placements[0].height_mm == 240
