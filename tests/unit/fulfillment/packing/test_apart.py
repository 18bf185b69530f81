"""What does not lie in one parcel."""

import pytest

from engine.bundled import data_folder
from fulfillment.packing.apart import load_apart
from fulfillment.packing.articles import Article, Flag
from fulfillment.packing.hazards import load_hazards, with_classes
from fulfillment.packing.plan import Terms, plan
from tests.packing_goods import BOXES, article

DATA = data_folder()
APART = load_apart(DATA)

SHAMPOO = article("shampoo", (60, 60, 180), 400, Flag.LIQUID)
PHONE = article("phone", (160, 80, 50), 400, Flag.ELECTRONIC, un="UN3481")
BOOK = article("book", (210, 150, 20), 500, Flag.PAPER)
POWER_BANK = article("power bank", (150, 70, 20), 350, Flag.ELECTRONIC, un="UN3480")
PERFUME = article("perfume", (60, 60, 120), 250, Flag.LIQUID, un="UN1266")
SPARKLER = article("sparklers", (200, 60, 10), 100, un="UN0337")
SHIRT = article("shirt", (250, 200, 30), 200)


def boxes_needed(mode: str | None, *goods: Article) -> int:
    classed = with_classes(goods, load_hazards(DATA))
    return len(plan(classed, BOXES, Terms(apart=APART, mode=mode)))


@pytest.mark.parametrize(
    ("goods", "mode", "boxes"),
    [
        ((SHAMPOO, PHONE), None, 2),
        ((SHAMPOO, BOOK), "road", 2),
        ((SHAMPOO, SHIRT), None, 1),
        ((PHONE, BOOK, SHIRT), "air", 1),
        ((POWER_BANK, SHIRT), "air", 2),
        ((POWER_BANK, POWER_BANK), "air", 1),
        ((POWER_BANK, SHIRT), "road", 1),
        ((POWER_BANK, PERFUME), "courier", 2),
        ((SPARKLER, SHIRT), "sea", 2),
        ((SHAMPOO, PHONE, BOOK, POWER_BANK), "air", 3),
    ],
)
def test_goods_lie_apart_when_a_pair_says_so(goods: tuple[Article, ...], mode: str | None, boxes: int) -> None:
    assert boxes_needed(mode, *goods) == boxes


def test_what_is_of_low_confidence_keeps_nothing_apart_when_asked() -> None:
    assert {each.confidence for each in APART.pairs} == {"high", "medium", "low"}
    assert "low" not in {each.confidence for each in APART.on(None)}


def test_explosives_have_division_and_group_when_classes_are_looked_up() -> None:
    assert load_hazards(DATA)["UN0337"] == "1.4S"
