"""Trade names as the last evidence there is."""

from pathlib import Path

import pytest

from engine.errors import DataRejected
from engine.goods.classification import Basis
from engine.goods.trade_names import load_trade_names
from tests.unit.goods.builders import classified, knowledge


def test_classify_when_only_a_maker_tells_then_his_goods() -> None:
    answer = classified("rimmel cappuccino")
    assert [(item.category, item.basis) for item in answer.evidence] == [("cosmetic_liquid", Basis.KEYWORD)]


@pytest.mark.parametrize("title", ["rimmel makeup bag", "guinness T-shirt", "garmin strap", "zippo case"])
def test_classify_when_a_maker_stands_by_other_goods_then_his_name_says_nothing(title: str) -> None:
    assert classified(title).categories == frozenset()


def test_classify_when_a_phrase_names_the_goods_then_the_maker_adds_nothing() -> None:
    assert classified("nivea deo spray 150ml").categories == {"aerosol_flammable"}


def test_classify_when_the_code_is_of_another_kind_then_the_maker_says_nothing() -> None:
    assert classified("rimmel cappuccino kiss", "33041000").categories == frozenset()


def test_classify_when_a_maker_of_sweets_names_milk_then_sweets() -> None:
    assert classified("cadbury dairy milk 180g").categories == {"food_other"}


def test_load_trade_names_when_a_category_is_unknown_then_refused(tmp_path: Path) -> None:
    path = tmp_path / "trade_names.yaml"
    path.write_text("trade_names:\n  - {category: soap, names: [acme]}\n")
    with pytest.raises(DataRejected, match="unknown category `soap`"):
        load_trade_names(path, knowledge().classifier.categories)
