"""Goods that only sound restricted, in six languages."""

import pytest

from tests.unit.goods.builders import classified

TRAPS = """
CROCODILE DENTIST | WIPER BLADE | COOK BOOK TABLET HOLDER | CORAL lipstick | IVORY satin dress | FURBLET soft toy
WINMAU BLADE 6 dartboard | glue gun | water gun | drone propeller | vape storage box | knife sharpener | gin glasses
wine rack | beer T-shirt | cigar cutter | chocolate brown jumper | bubble gum pink socks | rice washer | milk frother
Klebepistole | Wasserpistole | Drohnenpropeller | Propeller für Drohne | Messerschärfer | Weinregal | Bier T-Shirt
Zigarrenschneider | Gin Gläser | Wischerblatt | Krokodil Zahnarzt Spiel | Vape Aufbewahrungsbox | Kochbuchhalter
Kaffeetasse | Weinglas | Messerblock | Parfümflakon leer
Pistolet à colle | Pistolet à eau | Hélice de drone | Hélice pour drone | Aiguiseur de couteaux | Casier à vin
T-shirt bière | Coupe-cigare | Verres à gin | Balai d'essuie-glace | Boîte de rangement pour vape
Porte-tablette de cuisine | Support pour tablette
Pistola de pegamento | Pistola de agua | Hélice para dron | Afilador de cuchillos | Botellero de vino
Camiseta cerveza | Cortador de puros | Copas de ginebra | Escobilla limpiaparabrisas | Caja para vaper
Soporte de tablet para libro de cocina
胶枪 | 水枪 | 无人机螺旋桨 | 磨刀器 | 酒架 | 啤酒T恤 | 雪茄剪 | 金酒杯 | 雨刮片
电子烟收纳盒 | 鳄鱼牙医玩具 | 珊瑚色口红
象牙白连衣裙 | 平板电脑支架
グルーガン | 水鉄砲 | ドローン用プロペラ | 包丁研ぎ器 | ワインラック | ビールTシャツ | シガーカッター
ジングラス
ワイパーブレード | 電子タバコ収納ケース | ワニの歯医者 おもちゃ | コーラルピンク ワンピース
ナイフシャープナー | 有線スピーカー
"""


@pytest.mark.parametrize("title", [title.strip() for line in TRAPS.strip().splitlines() for title in line.split("|")])
def test_classify_when_goods_only_sound_restricted_then_no_category(title: str) -> None:
    assert classified(title).categories == frozenset()


@pytest.mark.parametrize(
    ("title", "category"),
    [
        ("Brotmesser 20 cm", "knife_blade"),
        ("Kirschlikör 0,7 l", "alcohol"),
        ("Feuchtigkeitscreme", "cosmetic_liquid"),
        ("eldoublewear05 shell", "cosmetic_liquid"),
        ("parfum femme 50 ml", "perfume_alcoholic"),
        ("Crocodile leather wallet", "wildlife_cites"),
        ("9ct gold stud earrings", "precious_value"),
        ("Disposable vape 600 puffs", "lithium_battery_in_equipment"),
    ],
)
def test_classify_when_the_goods_are_what_they_sound_then_the_category(title: str, category: str) -> None:
    assert category in classified(title).categories
