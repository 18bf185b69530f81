"""Categories that follow from attributes which the seller states: battery, laser, blade, alcohol, nicotine, magnet."""

from dataclasses import dataclass

from engine.order.line import Line
from engine.order.terms import BatteryKind, BatteryPacking

LITHIUM = frozenset({BatteryKind.LITHIUM_ION, BatteryKind.LITHIUM_METAL})
OTHER_CELLS = frozenset({BatteryKind.ALKALINE, BatteryKind.NICKEL, BatteryKind.LEAD_ACID})
LITHIUM_CATEGORIES = frozenset({"lithium_battery_alone", "lithium_battery_in_equipment"})
_BY_PACKING = {
    BatteryPacking.ALONE: "lithium_battery_alone",
    BatteryPacking.WITH_EQUIPMENT: "lithium_battery_in_equipment",
    BatteryPacking.IN_EQUIPMENT: "lithium_battery_in_equipment",
}
# Below this, tariffs count a drink as free of alcohol (HS chapter 22, note 3: 0.5 % vol).
NON_ALCOHOLIC_PCT = 0.5
_ALCOHOL_BY_CHAPTER = {"33": "perfume_alcoholic", "34": "aerosol_flammable", "38": "aerosol_flammable"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Attributes that decide a category, out of an order line; hashable, so that answers can be remembered."""

    battery_kind: BatteryKind | None = None
    battery_packing: BatteryPacking | None = None
    laser: bool = False
    blade: bool = False
    alcohol: bool = False
    nicotine: bool = False
    magnet: bool = False


def stated(line: Line) -> Stated | None:
    """The deciding attributes of a line; None when it states none of them."""
    battery = line.battery
    if battery is None and not line.magnet and _unmeasured(line):
        return None
    return Stated(
        battery_kind=None if battery is None else battery.kind,
        battery_packing=None if battery is None else battery.packing,
        laser=_above(line.laser_mw, 0),
        blade=_above(line.blade_mm, 0),
        alcohol=_above(line.alcohol_pct, NON_ALCOHOLIC_PCT),
        nicotine=_above(line.nicotine_mg_ml, 0),
        magnet=line.magnet is True,
    )


def categories_of(attributes: Stated, hs_code: str | None, suspected: frozenset[str]) -> frozenset[str]:
    """Categories settled by the attributes; `suspected` (from the text) tells perfume from drink, cell from device."""
    found: set[str] = set()
    if attributes.battery_kind in LITHIUM:
        found.add(_lithium(attributes.battery_packing, suspected))
    if attributes.alcohol:
        found.add(_alcohol(hs_code, suspected))
    if attributes.nicotine:
        smoked = hs_code is not None and hs_code.startswith(("2401", "2402", "2403", "240491"))
        found.add("tobacco" if smoked or suspected & {"tobacco"} else "vape_ecig")
    pairs = ((attributes.laser, "laser"), (attributes.blade, "knife_blade"), (attributes.magnet, "magnet_strong"))
    found.update(name for holds, name in pairs if holds)
    return frozenset(found)


def denied_by(attributes: Stated) -> frozenset[str]:
    """Categories that the attributes speak against: `wireless` means nothing where alkaline cells are stated."""
    return LITHIUM_CATEGORIES if attributes.battery_kind in OTHER_CELLS else frozenset()


def _lithium(packing: BatteryPacking | None, suspected: frozenset[str]) -> str:
    if packing is not None:
        return _BY_PACKING[packing]
    return "lithium_battery_alone" if "lithium_battery_alone" in suspected else "lithium_battery_in_equipment"


def _alcohol(hs_code: str | None, suspected: frozenset[str]) -> str:
    if hs_code is not None:
        return _ALCOHOL_BY_CHAPTER.get(hs_code[:2], "alcohol")
    return next((name for name in ("perfume_alcoholic", "aerosol_flammable") if name in suspected), "alcohol")


def _unmeasured(line: Line) -> bool:
    measures = (line.laser_mw, line.blade_mm, line.alcohol_pct, line.nicotine_mg_ml)
    return all(measure is None for measure in measures)


def _above(value: float | None, bound: float) -> bool:
    return value is not None and value > bound
