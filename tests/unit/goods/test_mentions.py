"""Patterns that only mention goods, in six languages, and where they end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.goods.mentions import clauses, sentences
from tests.unit.goods.builders import classified

MENTIONS = [
    ("compatible with {}", "power banks", "lithium_battery_alone"),
    ("suitable for {}", "laptops", "lithium_battery_in_equipment"),
    ("keep away from {}", "fireworks", "explosive_firework"),
    ("does not contain {}", "tobacco", "tobacco"),
    ("kompatibel mit {}", "powerbank", "lithium_battery_alone"),
    ("geeignet für {}", "drohne", "drone"),
    ("ohne {}", "tabak", "tobacco"),
    ("compatible avec {}", "drone", "drone"),
    ("sans {}", "tabac", "tobacco"),
    ("compatible con {}", "dron", "drone"),
    ("sin {}", "tabaco", "tobacco"),
    ("兼容{}", "无人机", "drone"),
    ("不含{}", "烟草", "tobacco"),
    ("{}対応", "ドローン", "drone"),
    ("{}不使用", "タバコ", "tobacco"),
]


@pytest.mark.parametrize(("pattern", "goods", "category"), MENTIONS)
def test_classify_when_goods_are_only_mentioned_then_not_taken_for_them(
    pattern: str, goods: str, category: str
) -> None:
    assert category not in classified(pattern.format(goods)).categories


@pytest.mark.parametrize(("goods", "category"), sorted({(goods, category) for _, goods, category in MENTIONS}))
def test_classify_when_the_same_goods_stand_alone_then_taken_for_them(goods: str, category: str) -> None:
    assert category in classified(goods).categories


@pytest.mark.parametrize(
    ("title", "category"),
    [
        ("for men eau de toilette 100ml", "perfume_alcoholic"),
        ("Vodka, no reserve price", "alcohol"),
        ("like new smartphone", "lithium_battery_in_equipment"),
        ("用于旅行的充电宝", "lithium_battery_alone"),
        ("护身用スタンガン", "self_defence"),
        ("parfum pour homme 50 ml", "perfume_alcoholic"),
        ("nicht rostendes Küchenmesser", "knife_blade"),
    ],
)
def test_classify_when_such_a_word_belongs_to_something_else_then_the_goods_count(title: str, category: str) -> None:
    assert category in classified(title).categories


def parts(text: str) -> list[list[str]]:
    """The clauses of each sentence."""
    return [list(clauses(sentence)) for sentence in sentences(text)]


def test_sentences_when_a_number_has_a_point_then_it_stays_whole() -> None:
    assert parts("Screen 6.1 inch. Knife, 9 cm") == [["Screen 6.1 inch"], ["Knife", "9 cm"]]


def test_sentences_when_stops_are_chinese_then_they_end_clauses_too() -> None:
    assert parts("棉质，柔软。不含烟草") == [["棉质", "柔软"], ["不含烟草"]]


@given(st.text(alphabet="ab 1.,;!?\n|()（）。、-", max_size=60))
def test_sentences_when_any_text_then_its_letters_stay_in_order(text: str) -> None:
    kept = "".join(character for part in parts(text) for clause in part for character in clause if character.isalnum())
    assert kept == "".join(character for character in text if character.isalnum())
