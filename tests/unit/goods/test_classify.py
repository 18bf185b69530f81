"""What lines are taken for."""

from dataclasses import replace

import pytest

from engine.goods.classification import Basis, Status
from engine.order.line import Battery
from engine.order.terms import BatteryKind, BatteryPacking
from tests.unit.goods.builders import a_line, classified, knowledge

EVERYDAY = [
    "iPhone 13 phone case silicone black",
    "T-shirt cotton L",
    "Running shoes men",
    "Coffee mug ceramic 350ml",
    "Book: the art of war",
    "Toy blaster with foam darts",
    "Wired headphones 3.5mm",
    "Table lamp LED",
    "IVORY satin dress",
    "Coral summer blouse",
    "Gold button knit waistcoat",
    "wine glass set of 6",
    "cigarette case",
    "egg box",
    "knife block",
    "diamond painting set",
    "artificial plants",
    "gift card holder",
    "perfume bottle empty",
    "手机壳",
    "象牙白连衣裙",
    "玩具枪",
    "スマホケース",
    "Handyhülle",
    "Coque de téléphone",
    "Funda de móvil",
]


@pytest.mark.parametrize("title", EVERYDAY)
def test_classify_when_goods_are_ordinary_then_no_category(title: str) -> None:
    answer = classified(title)
    assert (answer.status, answer.categories) == (Status.PROBABLE, frozenset())


@pytest.mark.parametrize(
    ("title", "category"),
    [
        ("Laptop 15 inch", "lithium_battery_in_equipment"),
        ("Power bank 20000 mAh", "lithium_battery_alone"),
        ("充电宝 20000毫安", "lithium_battery_alone"),
        ("Küchenmesser 20cm", "knife_blade"),
        ("キッチンナイフ", "knife_blade"),
        ("Eau de toilette 50ml", "perfume_alcoholic"),
        ("vape pen starter", "vape_ecig"),
        ("Green laser pointer", "laser"),
        ("Vin rouge Bordeaux", "alcohol"),
        ("Semillas de tomate", "plant_seed"),
        ("CBD oil 10%", "cannabis_cbd"),
        ("Butterfly knife", "automatic_knife"),
        ("rmml liqd fndtn 30ml", "cosmetic_liquid"),
    ],
)
def test_classify_when_text_names_restricted_goods_then_probable(title: str, category: str) -> None:
    answer = classified(title)
    assert category in answer.categories
    assert answer.status is Status.PROBABLE
    assert not answer.certain


def test_classify_when_narrow_category_then_its_ancestors_are_stated_too() -> None:
    assert classified("Butterfly knife").categories >= {"automatic_knife", "knife_blade"}


@pytest.mark.parametrize(
    "title", ["gift", "sample", "accessories", "parts", "goods", "食品", "Geschenk", "black, xl, 12"]
)
def test_classify_when_text_says_nothing_then_vague(title: str) -> None:
    answer = classified(title)
    assert answer.status is Status.VAGUE
    assert answer.description_vague


def test_classify_when_vague_text_has_a_code_then_classified_and_still_vague() -> None:
    answer = classified("gift", "61091000")
    assert (answer.status, answer.basis, answer.description_vague) == (Status.CLASSIFIED, Basis.HS, True)


def test_classify_when_words_are_unknown_then_unclassified() -> None:
    assert classified("blue wobblesnatch").status is Status.UNCLASSIFIED


def test_classify_when_there_is_a_code_then_colour_words_are_no_evidence() -> None:
    assert classified("ivory gold coral honey", "62044990").categories == frozenset()


def test_classify_when_text_names_a_vape_under_a_toy_code_then_contradiction() -> None:
    answer = classified("vape pen kit", "95030070")
    assert answer.hs_contradicts_text is True
    assert "vape_ecig" in answer.categories


def test_classify_when_code_is_spirits_and_text_a_shirt_then_contradiction() -> None:
    assert classified("cotton shirt", "22083000").hs_contradicts_text is True


def test_classify_when_code_and_text_agree_then_no_contradiction() -> None:
    assert classified("power bank", "85076000").hs_contradicts_text is False


def test_classify_when_no_code_then_contradiction_is_unknown() -> None:
    assert classified("power bank").hs_contradicts_text is None


def test_classify_when_heading_does_not_exist_then_code_counts_for_nothing() -> None:
    assert classified("cotton shirt", "7700").status is Status.PROBABLE


@pytest.mark.parametrize(
    ("packing", "category"),
    [
        (BatteryPacking.ALONE, "lithium_battery_alone"),
        (BatteryPacking.IN_EQUIPMENT, "lithium_battery_in_equipment"),
        (BatteryPacking.WITH_EQUIPMENT, "lithium_battery_in_equipment"),
    ],
)
def test_classify_when_lithium_is_stated_then_packing_decides(packing: BatteryPacking, category: str) -> None:
    line = replace(a_line("gadget"), battery=Battery(kind=BatteryKind.LITHIUM_ION, packing=packing))
    answer = knowledge().classifier.classify(line)
    assert (answer.basis, answer.certain) == (Basis.ATTRIBUTE, frozenset({category}))


def test_classify_when_alkaline_is_stated_then_no_lithium() -> None:
    line = replace(a_line("table lamp"), battery=Battery(kind=BatteryKind.ALKALINE, packing=BatteryPacking.ALONE))
    assert knowledge().classifier.classify(line).categories == frozenset()


def test_classify_when_alkaline_is_stated_then_a_bare_keyword_gives_way() -> None:
    line = replace(a_line("Wireless doorbell", "85318070"), battery=Battery(kind=BatteryKind.ALKALINE))
    assert knowledge().classifier.classify(line).categories == frozenset()


@pytest.mark.parametrize("title", ["Power bank 20000 mAh", "Rechargeable torch"])
def test_classify_when_alkaline_is_stated_then_a_phrase_still_counts(title: str) -> None:
    line = replace(a_line(title), battery=Battery(kind=BatteryKind.ALKALINE))
    assert knowledge().classifier.classify(line).categories


@pytest.mark.parametrize(
    ("title", "hs_code"),
    [
        ("Wireless mouse, ergonomic", "84716070"),
        ("Wireless mouse, ergonomic", None),
        ("Mouse, wireless, 2x AA", "84716070"),
        ("Bluetooth keyboard", "84716060"),
        ("Bluetooth keyboard", None),
        ("无线鼠标", None),
    ],
)
def test_classify_when_a_mouse_or_keyboard_is_wireless_then_no_lithium(title: str, hs_code: str | None) -> None:
    assert classified(title, hs_code).categories == frozenset()


@pytest.mark.parametrize("title", ["Rechargeable wireless mouse", "Wireless keyboard rechargeable", "无线鼠标 可充电"])
def test_classify_when_a_mouse_or_keyboard_is_rechargeable_then_lithium(title: str) -> None:
    assert classified(title, "84716070").categories == {"lithium_battery_in_equipment"}


def test_classify_when_alcohol_is_stated_on_a_perfume_then_perfume() -> None:
    line = replace(a_line("Eau de parfum 50 ml"), alcohol_pct=80.0)
    assert knowledge().classifier.classify(line).certain == {"perfume_alcoholic"}


def test_classify_when_title_says_nothing_then_description_is_read() -> None:
    line = replace(a_line("Model X-200"), description="Disposable vape, 600 puffs")
    assert "vape_ecig" in knowledge().classifier.classify(line).categories
