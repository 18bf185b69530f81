"""Room around what breaks, and peace above it."""

from engine.bundled import data_folder
from fulfillment.packing.articles import Flag
from fulfillment.packing.cushioning import Cushion, Cushioning, load_cushioning
from fulfillment.packing.plan import Terms, plan
from tests.packing_goods import article, box

SOFT = Cushioning(
    steps=(Cushion(up_to_g=500, margin_mm=20, load_g=400), Cushion(up_to_g=9_000, margin_mm=50, load_g=0))
)
TERMS = Terms(cushioning=SOFT)


def test_a_larger_box_is_taken_when_the_cushion_needs_the_room() -> None:
    boxes = (box("tight", (110, 90, 70)), box("roomy", (140, 120, 100)))
    assert plan([article()], boxes, TERMS)[0].box.name == "tight"
    assert plan([article("mug", (100, 80, 60), 300, Flag.FRAGILE)], boxes, TERMS)[0].box.name == "roomy"


def test_the_piece_keeps_its_distance_from_the_walls_when_cushioned() -> None:
    placed = plan([article("mug", (100, 80, 60), 300, Flag.FRAGILE)], (box("b", (200, 200, 200)),), TERMS)[
        0
    ].placements[0]
    assert min(placed.x_mm, placed.y_mm, placed.z_mm) == placed.margin_mm == 20


def test_nothing_heavy_lies_on_a_fragile_piece_when_there_is_room_under_it_or_in_a_second_box() -> None:
    narrow = (box("narrow", (100, 100, 300)),)
    vase = article("vase", (60, 60, 100), 300, Flag.FRAGILE)
    iron = article("iron", (100, 100, 20), 900)
    packed = plan([vase, iron], narrow, TERMS)
    below = {each.article.sku: each.z_mm for each in packed[0].placements}
    assert below["iron"] < below["vase"]
    assert len(plan([vase, vase, iron], narrow, TERMS)) == 1
    assert len(plan([article("vase", (60, 60, 100), 450, Flag.FRAGILE)] * 2, narrow, TERMS)) == 2


def test_the_last_cushion_is_taken_when_an_article_is_heavier_than_all() -> None:
    assert SOFT.margin_mm(article("anvil", (10, 10, 10), 90_000, Flag.FRAGILE)) == 50


def test_the_house_has_cushions_when_its_file_is_read() -> None:
    assert load_cushioning(data_folder()).margin_mm(article("mug", (100, 80, 60), 300, Flag.FRAGILE)) == 20
