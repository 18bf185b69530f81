"""Goods classes as Chinese lines state them, and which of them a line of an order belongs to.

Words as lines between China and abroad print them on rate sheets: 普货, 内置电, 配套电, 纯电, 液体, 膏体, 粉末,
带磁, 刀具, 化妆品.
Battery packings correspond to the packing instructions of IATA's Dangerous Goods Regulations: alone 965/968, with
equipment 966/969, inside it 967/970.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from engine.goods.files import Record, read_yaml
from engine.order.line import Line
from engine.order.terms import BatteryPacking

FILE = "shipping/goods_classes.yaml"


class GoodsClass(StrEnum):
    """What a line takes or refuses. `GENERAL` is what belongs to no other."""

    GENERAL = "general"
    BATTERY_INSIDE = "battery_inside"
    BATTERY_WITH = "battery_with"
    BATTERY_ALONE = "battery_alone"
    LIQUID = "liquid"
    PASTE = "paste"
    POWDER = "powder"
    MAGNETIC = "magnetic"
    BLADE = "blade"
    COSMETICS = "cosmetics"


BATTERIES = frozenset({GoodsClass.BATTERY_INSIDE, GoodsClass.BATTERY_WITH, GoodsClass.BATTERY_ALONE})
# A cell whose packing nobody stated is taken as the packing that most services refuse.
OF_PACKING: Mapping[BatteryPacking | None, GoodsClass] = {
    BatteryPacking.IN_EQUIPMENT: GoodsClass.BATTERY_INSIDE,
    BatteryPacking.WITH_EQUIPMENT: GoodsClass.BATTERY_WITH,
    BatteryPacking.ALONE: GoodsClass.BATTERY_ALONE,
    None: GoodsClass.BATTERY_ALONE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassTerms:
    """A class with its code on rate sheets, its names, and the HS prefixes whose goods belong to it."""

    goods: GoodsClass
    code: str
    en: str
    zh: str
    hs: tuple[str, ...]


def load_classes(data: Path) -> Mapping[GoodsClass, ClassTerms]:
    """Every class once. Raises DataRejected with the place of what is wrong or missing."""
    file = read_yaml(data / FILE, name=FILE)
    found = {each.goods: each for each in file.each("classes", _terms)}
    missing = [each for each in GoodsClass if each not in found]
    if missing:
        file.refuse("classes", f"do not name `{missing[0]}`; state every class")
    file.close()
    return found


def classes_of(lines: Iterable[Line], terms: Mapping[GoodsClass, ClassTerms]) -> frozenset[GoodsClass]:
    """All classes of a parcel's lines; one that has none is general goods. Lines of quantity 0 do not count."""
    found: set[GoodsClass] = set()
    for line in lines:
        if line.quantity:
            found |= _of(line, terms) or {GoodsClass.GENERAL}
    return frozenset(found)


def _of(line: Line, terms: Mapping[GoodsClass, ClassTerms]) -> set[GoodsClass]:
    stated = (
        (GoodsClass.LIQUID, bool(line.liquid_ml)),
        (GoodsClass.MAGNETIC, bool(line.magnet)),
        (GoodsClass.BLADE, bool(line.blade_mm)),
    )
    found = {goods for goods, is_so in stated if is_so}
    if line.battery is not None:
        found.add(OF_PACKING[line.battery.packing])
    code = line.hs_code or ""
    return found | {each.goods for each in terms.values() if each.hs and code.startswith(each.hs)}


def _terms(record: Record) -> ClassTerms:
    terms = ClassTerms(
        goods=GoodsClass(record.choice("id", frozenset(GoodsClass))),
        code=record.text("code"),
        en=record.text("en"),
        zh=record.text("zh"),
        hs=record.digits("hs"),
    )
    record.close()
    return terms
