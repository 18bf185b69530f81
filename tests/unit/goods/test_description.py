"""Descriptions: what they sell counts, what they mention does not."""

from dataclasses import replace

import pytest

from engine.goods.classification import Classification
from tests.unit.goods.builders import a_line, knowledge


def described(title: str, description: str, hs_code: str | None = None) -> Classification:
    """What a title with a description is taken for."""
    return knowledge().classifier.classify(replace(a_line(title, hs_code), description=description))


@pytest.mark.parametrize(
    ("title", "description", "category"),
    [
        ("T-shirt", "Disposable vape 2000 puffs", "vape_ecig"),
        ("Phone case", "Stun gun 10 million volts, with torch", "self_defence"),
        ("手机壳", "Elektroschocker mit Taschenlampe", "self_defence"),
        ("T-shirt coton", "一次性电子烟 2000口", "vape_ecig"),
        ("Mug", "This is a real stun gun disguised as a mug", "self_defence"),
        ("Handyhülle", "使い捨て電子タバコ", "vape_ecig"),
        ("Funda de móvil", "Navaja automática, hoja 9 cm", "automatic_knife"),
        ("Coque de téléphone", "Gaz lacrymogène 50 ml", "self_defence"),
        ("スマホケース", "Flick knife, black", "automatic_knife"),
        ("Book", "Disposable vape, 600 puffs", "vape_ecig"),
        ("Toy car", "Pepper spray 40ml", "self_defence"),
        ("Wall clock", "Hidden camera 1080p inside", "radio_transmitter_spy"),
        ("Table lamp", "适合旅行的充电宝 20000毫安", "lithium_battery_alone"),
        ("Socks", "Not for children, disposable vape 2000 puffs", "vape_ecig"),
        ("Umbrella", "Contains 1 x crossbow", "weapon"),
    ],
)
def test_classify_when_an_ordinary_title_hides_goods_then_the_description_names_them(
    title: str, description: str, category: str
) -> None:
    assert category in described(title, description).categories


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Backpack", "Compatible with power banks, laptops and tablets"),
        ("Coffee mug", "Keep away from alcohol."),
        ("Gloves", "Knife-resistant, level 5"),
        ("Teapot", "Does not contain tobacco"),
        ("Doormat", "For use with a drone"),
        ("背包", "兼容充电宝和笔记本电脑"),
        ("手套", "防割，不含烟草"),
        ("Rucksack", "Kompatibel mit Powerbank und Laptop"),
        ("Handschuhe", "Schützt vor Messer und Schere"),
        ("Sac à dos", "Compatible avec batterie externe, ordinateur portable"),
        ("Bougie", "Ne contient pas de tabac"),
        ("Mochila", "Compatible con batería externa"),
        ("Vela", "Sin tabaco. Apto para vino tinto"),
        ("リュック", "モバイルバッテリー対応、ノートパソコン用ポケット"),
        ("マグカップ", "タバコ不使用"),
        ("Wine glass", "Perfect for red wine, prosecco and brandy"),
        ("Book", "The history of the crossbow, from China to Europe"),
        ("Poster", "Whisky lovers print"),
        ("Chair", "Wipe with a damp cloth; avoid acetone"),
        ("Tool belt", "Fits cordless drill and battery pack"),
        ("Phone stand", "Holds your smartphone or tablet PC"),
        ("Keyboard", "Wired. Works with laptop, tablet PC, smartphone"),
        ("Table", "Coated with varnish"),
        ("Hat", "Not a smartphone, not a laptop"),
        ("Socks", "Alcohol free, perfume free"),
    ],
)
def test_classify_when_the_description_only_mentions_goods_then_no_category(title: str, description: str) -> None:
    assert described(title, description).categories == frozenset()


def test_classify_when_a_description_of_other_goods_names_a_battery_then_it_is_built_in() -> None:
    assert described("Table lamp", "Lithium battery 1200 mAh").categories == {"lithium_battery_in_equipment"}


def test_classify_when_code_and_title_agree_but_the_description_does_not_then_contradiction() -> None:
    assert described("T-shirt", "Disposable vape 2000 puffs", "61091000").hs_contradicts_text is True


def test_classify_when_the_title_is_a_book_then_its_blurb_names_no_goods() -> None:
    assert described("Novel", "A detective finds a pistol beside a bottle of whisky in old Vienna").categories == set()
