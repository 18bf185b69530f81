"""The judge of plans finds what was broken on purpose."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from fulfillment.packing.apart import Apart, Pair
from fulfillment.packing.articles import Flag
from fulfillment.packing.cushioning import Cushion, Cushioning
from fulfillment.packing.packed import Arrangement, Packed, Placement
from fulfillment.packing.plan import Terms, arrange
from fulfillment.packing.validating import Wrong, faults
from tests.packing_goods import article, box

BOX = box("b", (200, 200, 200))
GOODS = [article("a", (100, 80, 60), 300), article("b", (100, 80, 60), 300, Flag.UPRIGHT)]
GOOD = arrange(GOODS, [BOX])
Break = Callable[[Placement], Placement]


def broken(change: Break) -> Arrangement:
    """The good plan with its second piece changed."""
    packed = GOOD.packed[0]
    at = next(number for number, each in enumerate(packed.placements) if each.piece == 1)
    placements = (*packed.placements[:at], change(packed.placements[at]), *packed.placements[at + 1 :])
    return Arrangement((replace(packed, placements=placements),))


def whole(**changes: object) -> Arrangement:
    """The good plan with its box changed."""
    return Arrangement((replace(GOOD.packed[0], **changes),))  # type: ignore[arg-type]


def test_nothing_is_wrong_when_the_plan_is_good() -> None:
    assert faults(GOODS, [BOX], GOOD, Terms()) == ()


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (lambda each: replace(each, x_mm=190), Wrong.OUTSIDE),
        (lambda each: replace(each, x_mm=-1), Wrong.OUTSIDE),
        (lambda each: replace(each, z_mm=100), Wrong.HANGING),
        (lambda each: replace(each, length_mm=each.length_mm + 1), Wrong.RESHAPED),
        (lambda each: replace(each, height_mm=each.length_mm, length_mm=each.height_mm), Wrong.TURNED_OVER),
        (lambda each: replace(each, piece=0), Wrong.TWICE),
        (lambda each: replace(each, piece=7), Wrong.STRANGER),
        (lambda each: replace(each, article=GOODS[0]), Wrong.STRANGER),
        (lambda _: GOOD.packed[0].placements[0], Wrong.MISSING),
    ],
)
def test_a_fault_is_found_when_a_piece_is_changed(change: Break, wrong: Wrong) -> None:
    assert wrong in {each.wrong for each in faults(GOODS, [BOX], broken(change), Terms())}


def test_an_overlap_is_found_when_two_pieces_lie_in_one_place() -> None:
    first = next(each for each in GOOD.packed[0].placements if each.piece == 0)
    moved = broken(lambda each: replace(each, x_mm=first.x_mm, y_mm=first.y_mm, z_mm=first.z_mm))
    assert Wrong.OVERLAP in {each.wrong for each in faults(GOODS, [BOX], moved, Terms())}


@pytest.mark.parametrize(
    ("plan", "wrong"),
    [
        (whole(weight_g=1), Wrong.MISWEIGHED),
        (whole(box=replace(BOX, max_g=500)), Wrong.TOO_HEAVY),
        (whole(box=replace(BOX, name="other")), Wrong.UNKNOWN_BOX),
        (whole(box=replace(BOX, materials=frozenset({"wood"}))), Wrong.FORBIDDEN),
    ],
)
def test_a_fault_is_found_when_a_box_is_changed(plan: Arrangement, wrong: Wrong) -> None:
    terms = Terms(forbidden=frozenset({"wood"}))
    assert wrong in {each.wrong for each in faults(GOODS, [BOX], plan, terms)}


def test_company_is_found_when_goods_that_may_not_meet_do() -> None:
    pair = Pair(
        id="P",
        one=frozenset({"liquid"}),
        other=frozenset({"paper"}),
        modes=frozenset({"post"}),
        confidence="high",
        what="",
    )
    goods = [article("ink", (50, 50, 50), 100, Flag.LIQUID), article("book", (90, 90, 20), 100, Flag.PAPER)]
    together = arrange(goods, [BOX])
    assert Wrong.TOGETHER in {each.wrong for each in faults(goods, [BOX], together, Terms(apart=Apart(pairs=(pair,))))}


def test_a_crushed_or_bare_piece_is_found_when_it_is_fragile() -> None:
    vase, iron = article("vase", (50, 50, 50), 100, Flag.FRAGILE), article("iron", (50, 50, 50), 900)
    placed = [
        Placement(piece=0, article=vase, x_mm=0, y_mm=0, z_mm=0, length_mm=50, width_mm=50, height_mm=50),
        Placement(piece=1, article=iron, x_mm=0, y_mm=0, z_mm=50, length_mm=50, width_mm=50, height_mm=50),
    ]
    plan = Arrangement((Packed(box=BOX, placements=tuple(placed), weight_g=1_100),))
    terms = Terms(cushioning=Cushioning(steps=(Cushion(up_to_g=500, margin_mm=10, load_g=200),)))
    assert {each.wrong for each in faults([vase, iron], [BOX], plan, terms)} == {Wrong.BARE, Wrong.CRUSHED}
