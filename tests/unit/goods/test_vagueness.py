"""Descriptions that customs could not work with."""

import pytest

from engine.goods.classification import Status
from tests.unit.goods.builders import classified

SAYING_NOTHING = [
    "gift",
    "spare parts",
    "various items, see invoice",
    "XL 12 navy",
    "SKU 4471-B",
    "plastic articles",
    "mens clothing",
    "3 boxes",
    "礼品",
    "Zubehör",
    "accessoires divers",
    "repuestos varios",
    "サンプル",
]


@pytest.mark.parametrize("title", SAYING_NOTHING)
def test_classify_when_no_word_names_goods_then_vague(title: str) -> None:
    answer = classified(title)
    assert (answer.status, answer.description_vague) == (Status.VAGUE, True)


@pytest.mark.parametrize("title", ["needle", "dresses, navy, XL", "oil", "wobblesnatch deluxe"])
def test_classify_when_one_bare_or_unknown_word_has_no_code_then_customs_could_not_tell(title: str) -> None:
    answer = classified(title)
    assert (answer.description_vague, answer.undeclarable) == (False, True)


@pytest.mark.parametrize(("title", "hs_code"), [("needle", "73199010"), ("wobblesnatch deluxe", "95030041")])
def test_classify_when_a_code_says_what_a_bare_word_is_then_customs_can_tell(title: str, hs_code: str) -> None:
    assert not classified(title, hs_code).undeclarable


@pytest.mark.parametrize(
    "title", ["Cotton pillow 50x70", "Disposable vape", "wine rack", "Table lamp LED", "Küchenmesser"]
)
def test_classify_when_goods_are_named_then_customs_can_tell(title: str) -> None:
    assert not classified(title).undeclarable
